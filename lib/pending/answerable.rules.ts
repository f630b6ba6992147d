import { can, type Role } from "@/lib/platform/permissions.rules";
import { type EscalatedTo, mayDecideEscalated, names, type OwnActionRule } from "./escalation.rules";
import { isPerson, type OnBehalfOf } from "./on-behalf.rules";

/** An active member, as far as deciding goes. */
export interface Member {
  personId: string;
  email: string;
  role: Role;
  teamIds: readonly string[];
}

/** Whose own an action is, as it was when it was asked. */
export interface Owned {
  onBehalfOf: OnBehalfOf | null;
  agentCreatedById: string | null;
  keyCreatedById: string | null;
  ownerTeamId: string | null;
  /** Who has left the owning team while the action waited. */
  formerOwnerIds: readonly string[];
}

export type Escalation = EscalatedTo | null;

/** An escalation from the columns of a row; null where it was escalated to nobody. */
export function escalationTo({ teamId, role, personId }: EscalatedTo): Escalation {
  return teamId !== null || role !== null || personId !== null ? { teamId, role, personId } : null;
}

/**
 * Is it this person's own: asked for them, by an agent they registered, with a key they made, or (under "team") for a team that they
 * are in or were in when it was asked? What was true then counts, so that no change made since makes one's own another's.
 */
export function isOwnAction(
  rule: OwnActionRule,
  person: { personId: string; email: string; teamIds: readonly string[] },
  action: Owned,
): boolean {
  if (rule === "off") return false;
  if (isPerson(action.onBehalfOf, person)) return true;
  if (action.agentCreatedById === person.personId || action.keyCreatedById === person.personId) return true;
  if (rule !== "team" || action.ownerTeamId === null) return false;
  return person.teamIds.includes(action.ownerTeamId) || action.formerOwnerIds.includes(person.personId);
}

/** May this member answer it, by role, escalation and ownership? */
export function mayAnswer(rule: OwnActionRule, member: Member, action: Owned, escalation: Escalation): boolean {
  if (!can(member.role, "action:decide_escalated") || isOwnAction(rule, member, action)) return false;
  return mayDecideEscalated({ ...member, decidesAnything: can(member.role, "action:decide") }, escalation);
}

/** Is this member one of those whom an escalation names, and may they answer? Administrators may always; here they count only where they are named. */
export function isNamed(
  rule: OwnActionRule,
  member: Member,
  action: Owned,
  escalation: NonNullable<Escalation>,
): boolean {
  return names(escalation, member) && mayAnswer(rule, member, action, escalation);
}

/**
 * Does it wait for this member? They may answer it, and where it was escalated, it was to them: an administrator may answer what
 * others were asked, and is not asked. As a condition of a query: for-me.views.ts.
 */
export function isForMe(rule: OwnActionRule, member: Member, action: Owned, escalation: Escalation): boolean {
  return escalation ? isNamed(rule, member, action, escalation) : mayAnswer(rule, member, action, null);
}

/** Is anybody left whom it waits for? */
export function isAnswerable(
  rule: OwnActionRule,
  members: readonly Member[],
  action: Owned,
  escalation: Escalation,
): boolean {
  return members.some((member) => isForMe(rule, member, action, escalation));
}

/** Those who may answer it where it is escalated to them, and the teams and roles that they are in. */
export function whoCouldAnswer<M extends Member>(
  rule: OwnActionRule,
  members: readonly M[],
  action: Owned,
): { teamIds: string[]; roles: Role[]; people: M[] } {
  const people = members.filter(
    (member) => can(member.role, "action:decide_escalated") && !isOwnAction(rule, member, action),
  );
  return {
    teamIds: [...new Set(people.flatMap((member) => member.teamIds))],
    roles: [...new Set(people.map((member) => member.role))],
    people,
  };
}
