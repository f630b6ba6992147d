import { isPerson, type OnBehalfOf } from "@/lib/gate/on-behalf.rules";
import { can, type Role } from "@/lib/people/permissions.rules";
import { mayDecideEscalated, type OwnActionRule } from "./approval.rules";

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

export type Escalation = { teamId: string | null; role: string | null } | null;

/**
 * Is it this person's own: asked for them, by an agent they registered, with a key they made, or (under "team") for a team that they
 * are in or were in when it was asked? What was true then counts, so that no change made since makes one's own another's.
 */
export function isOwnAction(rule: OwnActionRule, person: { personId: string; email: string; teamIds: readonly string[] }, action: Owned): boolean {
  if (rule === "off") return false;
  if (isPerson(action.onBehalfOf, person)) return true;
  if (action.agentCreatedById === person.personId || action.keyCreatedById === person.personId) return true;
  if (rule !== "team" || action.ownerTeamId === null) return false;
  return person.teamIds.includes(action.ownerTeamId) || action.formerOwnerIds.includes(person.personId);
}

/** May this member answer it, by role, escalation and ownership? */
export function mayAnswer(rule: OwnActionRule, member: Member, action: Owned, escalation: Escalation): boolean {
  if (!can(member.role, "action:decide_escalated") || isOwnAction(rule, member, action)) return false;
  return mayDecideEscalated({ role: member.role, teamIds: member.teamIds, decidesAnything: can(member.role, "action:decide") }, escalation);
}

/** Is this member one of those whom an escalation names, and may they answer? Administrators may always; here they count only where they are named. */
export function isNamed(rule: OwnActionRule, member: Member, action: Owned, escalation: NonNullable<Escalation>): boolean {
  const named = escalation.role === member.role || (escalation.teamId !== null && member.teamIds.includes(escalation.teamId));
  return named && mayAnswer(rule, member, action, escalation);
}

/**
 * Does it wait for this member? They may answer it, and where it was escalated, it was to them: an administrator may answer what
 * others were asked, and is not asked. As a condition of a query: for-me.views.ts.
 */
export function isForMe(rule: OwnActionRule, member: Member, action: Owned, escalation: Escalation): boolean {
  return escalation ? isNamed(rule, member, action, escalation) : mayAnswer(rule, member, action, null);
}

/** Is anybody left whom it waits for? */
export function isAnswerable(rule: OwnActionRule, members: readonly Member[], action: Owned, escalation: Escalation): boolean {
  return members.some((member) => isForMe(rule, member, action, escalation));
}

/** The teams and roles with somebody who may answer it. */
export function whoCouldAnswer(rule: OwnActionRule, members: readonly Member[], action: Owned): { teamIds: string[]; roles: Role[] } {
  const able = members.filter((member) => can(member.role, "action:decide_escalated") && !isOwnAction(rule, member, action));
  return { teamIds: [...new Set(able.flatMap((member) => member.teamIds))], roles: [...new Set(able.map((member) => member.role))] };
}
