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

/** What a stop is compared with: who asks and in which run, each with everything above it. */
export interface StopSubject {
  agentIds: readonly string[];
  kind: string;
  runIds: readonly string[];
  action: string;
  resource: string | null;
}

/**
 * Does this stop cover what is asked? A stop of an agent or a run covers what is under it. The database's definition of the same is
 * stop_covers (prisma/sql/scope.sql); a property test holds the two together.
 */
export function covers({ scopeType, scopeId }: Pick<ActiveStop, "scopeType" | "scopeId">, subject: StopSubject): boolean {
  switch (scopeType) {
    case "workspace":
      return true;
    case "kind":
      return scopeId === subject.kind;
    case "agent":
      return scopeId !== null && subject.agentIds.includes(scopeId);
    case "run":
      return scopeId !== null && subject.runIds.includes(scopeId);
    case "action":
      return scopeId === subject.action;
    case "resource":
      return scopeId !== null && scopeId === subject.resource;
  }
}

/** Does this stop hold everything the agent could do, whatever it asks? */
export function stopsAgent(stop: Pick<ActiveStop, "scopeType" | "scopeId">, agent: { agentIds: readonly string[]; kind: string }): boolean {
  return covers(stop, { ...agent, runIds: [], action: "", resource: null });
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
