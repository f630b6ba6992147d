export const stopScopes = ["workspace", "kind", "agent", "run", "action", "resource"] as const;
export type StopScopeType = (typeof stopScopes)[number];

/** A pulled stop, as the gate sees it. */
export interface ActiveStop {
  id: string;
  scopeType: StopScopeType;
  scopeId: string | null;
  reason: string;
  pulledByName: string;
}

export interface StopSubject {
  agentId: string;
  kind: string;
  runId: string | null;
  action: string;
  resource: string | null;
}

/** Does this stop cover what is asked? */
export function covers(stop: Pick<ActiveStop, "scopeType" | "scopeId">, subject: StopSubject): boolean {
  switch (stop.scopeType) {
    case "workspace":
      return true;
    case "kind":
      return stop.scopeId === subject.kind;
    case "agent":
      return stop.scopeId === subject.agentId;
    case "run":
      return stop.scopeId === subject.runId;
    case "action":
      return stop.scopeId === subject.action;
    case "resource":
      return stop.scopeId === subject.resource;
  }
}
