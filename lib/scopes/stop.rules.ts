export const stopScopes = ["workspace", "kind", "agent", "run", "action", "resource"] as const;
export type StopScopeType = (typeof stopScopes)[number];

/** Where a stop is in its life: `pulled` denies, on `probation` a person looks at everything, `rearmed` is over. */
export const stopStandings = ["pulled", "probation", "rearmed"] as const;
export type StopStanding = (typeof stopStandings)[number];

/** A stop in force, as the gate sees it. */
export interface ActiveStop {
  id: string;
  scopeType: StopScopeType;
  scopeId: string | null;
  /** What it goes by where its scope is a name (keysOfStop in scope-keys.rules). */
  scopeKeys: readonly string[];
  standing: Exclude<StopStanding, "rearmed">;
  /** Null where nobody has said why. */
  reason: string | null;
  pulledByName: string;
}

/** What a judgement by this stop rests on: that it is this one, and stands so. The database's word for the same is in gate_refusal. */
export function markOf(stop: Pick<ActiveStop, "id" | "standing"> | null | undefined): string | null {
  if (!stop) return null;
  return stop.standing === "probation" ? `${stop.id}:probation` : stop.id;
}

/** A stop's scope, as much as comparing takes. */
export type ComparedScope = Pick<ActiveStop, "scopeType" | "scopeId" | "scopeKeys">;

/** What a stop is compared with: who asks and in which run, each with everything above it, and the names it is asked under. */
export interface StopSubject {
  agentIds: readonly string[];
  runIds: readonly string[];
  /** Of keysOfDeed, or of keysOfKind (scope-keys.rules). */
  nameKeys: readonly string[];
}

/**
 * Does this stop cover what is asked? A stop of an agent or a run covers what is under it. The database's definition of the same is
 * stop_covers (prisma/sql/functions); a property test holds the two together.
 */
export function covers({ scopeType, scopeId, scopeKeys }: ComparedScope, subject: StopSubject): boolean {
  switch (scopeType) {
    case "workspace":
      return true;
    case "agent":
      return scopeId !== null && subject.agentIds.includes(scopeId);
    case "run":
      return scopeId !== null && subject.runIds.includes(scopeId);
    case "kind":
    case "action":
    case "resource":
      return scopeKeys.some((key) => subject.nameKeys.includes(key));
  }
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
      return scope.id?.endsWith(":*")
        ? `Every resource of type ${scope.id.slice(0, -2)}`
        : `Resource ${scope.id ?? "?"}`;
  }
}
