import type { Role } from "@/lib/platform/permissions.rules";

/** Who must not decide on what is their own: nobody; who made it or asked for it; or their whole team, too. */
export type OwnActionRule = "off" | "creator" | "team";

/** Whom an action was escalated to: exactly one of the three names somebody. */
export interface EscalatedTo {
  teamId: string | null;
  role: string | null;
  personId: string | null;
}

/** Whether an escalation names them: by their role, by a team of theirs, or themselves. */
export function names(
  { teamId, role, personId }: EscalatedTo,
  person: { personId: string; role: Role; teamIds: readonly string[] },
): boolean {
  return role === person.role || (teamId !== null && person.teamIds.includes(teamId)) || personId === person.personId;
}

/** Escalated actions are decided by those they were escalated to. Administrators may always. */
export function mayDecideEscalated(
  person: { personId: string; role: Role; teamIds: readonly string[]; decidesAnything: boolean },
  escalation: EscalatedTo | null,
): boolean {
  if (!escalation) return person.decidesAnything;
  return person.role === "admin" || names(escalation, person);
}

/** Roles an action can be escalated to. */
export const escalationRoles = ["supervisor", "governance", "reliability", "admin"] as const satisfies readonly Role[];
