import { roleTitles } from "@/lib/people/permissions.rules";
import { escalationRoles } from "./approval.rules";
import type { ActionHistory } from "./approval.schemas";

/** Somebody a held action may be handed to. */
export interface EscalationTarget {
  /** `role:admin`, `team:team_…` */
  value: string;
  label: string;
  kind: "Role" | "Team";
  /** Why it cannot be handed to them; null where it can. */
  obstacle: string | null;
}

const nobody = "nobody in it may decide this action";

/**
 * The roles and teams that a held action may be handed to, those first who have somebody to decide it. As long as it is not known who
 * could, none is ruled out: the server has the last word.
 */
export function escalationTargets(teams: readonly { id: string; name: string }[], could: ActionHistory["couldAnswer"] | undefined): EscalationTarget[] {
  const all: EscalationTarget[] = [
    ...escalationRoles.map((role) => ({ value: `role:${role}`, label: `${roleTitles[role]}s`, kind: "Role" as const, obstacle: !could || could.roles.includes(role) ? null : nobody })),
    ...teams.map(({ id, name }) => ({ value: `team:${id}`, label: name, kind: "Team" as const, obstacle: !could || could.teamIds.includes(id) ? null : nobody })),
  ];
  return [...all.filter(({ obstacle }) => obstacle === null), ...all.filter(({ obstacle }) => obstacle !== null)];
}
