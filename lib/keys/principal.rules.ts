/** Only an active agent may act. A retired one stays what it is. */
export const agentStatuses = ["active", "paused", "retired"] as const;
export type AgentStatus = (typeof agentStatuses)[number];

/** Who asks, as the key or run token proves it. */
export interface Principal {
  workspaceId: string;
  agentId: string;
  /** The agent and every agent above it, from the top. */
  agentIds: readonly string[];
  agentName: string;
  kind: string;
  status: AgentStatus;
  keyId: string;
  runId: string | null;
  /** The token's run and every run above it; empty for a key. */
  runIds: readonly string[];
  /** Whose own the agent's actions are, fixed with each action when it is asked. */
  ownership: Ownership;
  /** The key it asked with was revoked since; reported when a held action is judged again. */
  keyRevoked?: boolean;
}

/** Who registered the agent, who made the key it asks with, and the team that owns it. */
export interface Ownership {
  agentCreatedById: string | null;
  keyCreatedById: string | null;
  teamId: string | null;
}
