import type { StopScopeType } from "@/lib/scopes/stop.rules";

/** What a stop holds at this moment. */
export interface StopMatches {
  agents: number;
  runs: number;
  pending: number;
  permits: number;
  actionTypes: readonly string[];
  resources: readonly string[];
}

/** Is there nothing now that the stop would hold? It still holds whatever comes under its name. */
export function matchesNothing({ agents, runs, pending, permits, actionTypes, resources }: StopMatches): boolean {
  return agents + runs + pending + permits + actionTypes.length + resources.length === 0;
}

const counted = (n: number, one: string, many: string) =>
  n === 0 ? [] : [`${n.toLocaleString("en")} ${n === 1 ? one : many}`];

/** What a stop holds now, in words: "3 agents, 2 runs, 5 actions that wait, 1 permit not used". What there is none of is not said. */
export function matchesInWords(type: StopScopeType, matches: StopMatches): string {
  if (matchesNothing(matches)) return nothingInWords(type);
  const { agents, runs, pending, permits, actionTypes } = matches;
  const declared =
    type === "resource" && actionTypes.length > 0 ? [`what ${actionTypes.join(", ")} asks without naming one`] : [];
  const held = [
    ...counted(agents, "agent", "agents"),
    ...counted(runs, "run", "runs"),
    ...counted(pending, "action that waits", "actions that wait"),
    ...counted(permits, "permit not used", "permits not used"),
    ...declared,
  ];
  // A name that is known, and nothing under it at work.
  return held.length > 0 ? held.join(", ") : "nothing that runs or waits at this moment";
}

/** Said wherever a stop matches nothing. */
export function nothingInWords(type: StopScopeType): string {
  const byName = type === "kind" || type === "action" || type === "resource";
  return byName
    ? "This matches nothing now. The stop would hold whatever comes under this name."
    : "This matches nothing now. The stop would hold whatever comes under it.";
}
