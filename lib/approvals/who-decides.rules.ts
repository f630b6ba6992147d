import { can, type Role } from "@/lib/people/permissions.rules";
import type { Escalation } from "./answerable.rules";

/** Whom a held action waits for. */
export interface WhoDecides {
  roles: Role[];
  teamId: string | null;
}

/**
 * Who may decide it, of those who could: the role or team that it was escalated to, else the roles that decide anything;
 * administrators in any case.
 *
 * @param couldAnswer the roles and teams that have somebody who is not its owner
 */
export function whoDecides(escalation: Escalation, couldAnswer: { roles: readonly Role[]; teamIds: readonly string[] }): WhoDecides {
  const roles = couldAnswer.roles.filter((role) => role === "admin" || (escalation ? role === escalation.role : can(role, "action:decide")));
  const teamId = escalation?.teamId ?? null;
  return { roles: [...roles].sort((a, b) => Number(a === "admin") - Number(b === "admin")), teamId: teamId !== null && couldAnswer.teamIds.includes(teamId) ? teamId : null };
}
