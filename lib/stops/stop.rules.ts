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

/** Does this stop hold everything the agent could do, whatever it asks? */
export function stopsAgent(stop: Pick<ActiveStop, "scopeType" | "scopeId">, agent: { id: string; kind: string }): boolean {
  return covers(stop, { agentId: agent.id, kind: agent.kind, runId: null, action: "", resource: null });
}

/** A stop's scope in words: "Everything", "Agent capacity-bot", "Resource budget:emea-q3". */
export function scopeLabel(scope: { type: StopScopeType; id: string | null; name?: string | null }): string {
  switch (scope.type) {
    case "workspace":
      return "Everything";
    case "kind":
      return `Every agent of kind ${scope.id ?? "?"}`;
    case "agent":
      return `Agent ${scope.name ?? scope.id ?? "?"}`;
    case "run":
      return `Run ${scope.name ?? scope.id ?? "?"}`;
    case "action":
      return `Action ${scope.id ?? "?"}`;
    case "resource":
      return `Resource ${scope.id ?? "?"}`;
  }
}
