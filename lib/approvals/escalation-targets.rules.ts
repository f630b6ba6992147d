import { escalationRoles } from "@/lib/pending/escalation.rules";
import { roleTitles } from "@/lib/platform/permissions.rules";
import type { ActionHistory, DecisionRequest } from "./approval.schemas";

/** Somebody a held action may be handed to. */
export interface EscalationTarget {
  /** `role:admin`, `team:team_…`, `person:per_…`; `person:` for somebody who is still to be named. */
  value: string;
  label: string;
  /** What they are: "Role", "Team", or a person's role and address. */
  kind: string;
  /** Why it cannot be handed to them; null where it can. */
  obstacle: string | null;
}

const nobody = "nobody in it may decide this action";

/** Stands for somebody whom one names, where not all who may decide are in the list. */
export const somebodyByName = "person:";

/**
 * The roles, teams and people that a held action may be handed to, those first who have somebody to decide it. As long as it is not known
 * who could, no role or team is ruled out: the server has the last word.
 *
 * @param myId the reader's own, who hands it to others
 */
export function escalationTargets(
  teams: readonly { id: string; name: string }[],
  could: ActionHistory["couldAnswer"] | undefined,
  myId: string,
): EscalationTarget[] {
  const groups: EscalationTarget[] = [
    ...escalationRoles.map((role) => ({
      value: `role:${role}`,
      label: `${roleTitles[role]}s`,
      kind: "Role",
      obstacle: !could || could.roles.includes(role) ? null : nobody,
    })),
    ...teams.map(({ id, name }) => ({
      value: `team:${id}`,
      label: name,
      kind: "Team",
      obstacle: !could || could.teamIds.includes(id) ? null : nobody,
    })),
  ];
  const people = (could?.people ?? [])
    .filter(({ id }) => id !== myId)
    .map(({ id, name, email, role }) => ({
      value: `person:${id}`,
      label: name,
      kind: `${roleTitles[role]}, ${email}`,
      obstacle: null,
    }));
  const more =
    could && could.peopleInAll > could.people.length
      ? [{ value: somebodyByName, label: "Somebody else, by name…", kind: "Person", obstacle: null }]
      : [];
  return [
    ...groups.filter(({ obstacle }) => obstacle === null),
    ...people,
    ...more,
    ...groups.filter(({ obstacle }) => obstacle !== null),
  ];
}

/** Whether a choice is of somebody who is not in the list, or not named yet. */
export function isByName(chosen: string | null, targets: readonly EscalationTarget[]): boolean {
  return (
    chosen !== null &&
    chosen.startsWith(somebodyByName) &&
    (chosen === somebodyByName || !targets.some(({ value }) => value === chosen))
  );
}

/** A choice as the server takes it; without one, the administrators. */
export function targetOf(chosen: string | null): NonNullable<Extract<DecisionRequest, { decision: "escalate" }>["to"]> {
  const [kind, id] = chosen?.split(/:(.*)/su) ?? [];
  if (kind === "team") return { teamId: id };
  if (kind === "person") return { personId: id };
  return { role: escalationRoles.find((role) => role === id) ?? "admin" };
}
