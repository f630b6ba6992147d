import type { Action } from "@/lib/actions/action.schemas";
import type { NamedPerson } from "@/lib/platform/common.schemas";
import { can, type Role } from "@/lib/platform/permissions.rules";

/** Whom a held action waits for. */
export interface WhoDecides {
  roles: Role[];
  teamId: string | null;
  person: NamedPerson | null;
}

/**
 * Who may decide it, of those who could: the role, team or person that it was escalated to, else the roles that decide anything;
 * administrators in any case.
 *
 * @param couldAnswer the roles and teams that have somebody who is not its owner, and among the people whom it was escalated to, if they may
 */
export function whoDecides(
  escalation: Pick<NonNullable<Action["escalation"]>, "role" | "teamId" | "person"> | null,
  couldAnswer: { roles: readonly Role[]; teamIds: readonly string[]; people: readonly { id: string }[] },
): WhoDecides {
  const roles = couldAnswer.roles.filter(
    (role) => role === "admin" || (escalation ? role === escalation.role : can(role, "action:decide")),
  );
  const teamId = escalation?.teamId ?? null;
  const person = escalation?.person ?? null;
  return {
    roles: [...roles].sort((a, b) => Number(a === "admin") - Number(b === "admin")),
    teamId: teamId !== null && couldAnswer.teamIds.includes(teamId) ? teamId : null,
    person: couldAnswer.people.some(({ id }) => id === person?.id) ? person : null,
  };
}
