import type { Permission, Role } from "@/lib/platform/permissions.rules";

export interface AgentCaller {
  kind: "agent";
  workspaceId: string;
  agentId: string;
  agentName: string;
  keyId: string;
  /** Set when a run's token was used. */
  runId?: string;
  scopes: readonly string[];
}

export interface PersonCaller {
  kind: "person";
  workspaceId: string;
  workspaceSlug: string;
  personId: string;
  personName: string;
  email: string;
  role: Role;
  permissions: readonly Permission[];
  /** Set when the console's cookie was used, else a personal access token was. */
  sessionId?: string;
}

export type Caller = AgentCaller | PersonCaller;

/** One way to be let in. `describe` feeds the OpenAPI document and the authorisation tests. */
export interface Authenticator<C> {
  authenticate(request: Request): Promise<C | undefined>;
  /** Called before a refusal where `authenticate` relied on memory. @throws 401 when the caller is no longer let in. */
  confirm?(caller: C): Promise<void>;
  describe: {
    agentScope?: string;
    permission?: Permission;
    session?: boolean;
    cookieOnly?: boolean;
    open?: boolean;
    metricsToken?: boolean;
  };
}
