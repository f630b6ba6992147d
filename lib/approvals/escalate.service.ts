import { recordEntry } from "@/lib/audit/audit.service";
import { alreadyDecided } from "@/lib/pending/already-decided";
import { isNamed, isOwnAction, whoCouldAnswer } from "@/lib/pending/answerable.rules";
import { type EscalatedTo, escalationRoles } from "@/lib/pending/escalation.rules";
import { activeMembers, type NamedMember } from "@/lib/pending/members.views";
import { bringBackToAll } from "@/lib/pending/set-aside.service";
import type { Tx } from "@/lib/platform/db/client";
import { UnprocessableError } from "@/lib/platform/errors";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { newId } from "@/lib/platform/ids";
import { roleTitles } from "@/lib/platform/permissions.rules";
import type { DecisionRequest } from "./approval.schemas";
import { type Decidable, ownedOf } from "./decidable.service";

type Escalate = Extract<DecisionRequest, { decision: "escalate" }>;

/** The person whom it is handed to. @throws 422 `unknown_person`, `nobody_to_answer` */
function requirePerson(
  { ownActionRule, action }: Decidable,
  members: readonly NamedMember[],
  to: EscalatedTo & { personId: string },
): NamedMember {
  const person = members.find(({ personId }) => personId === to.personId);
  if (!person)
    throw new UnprocessableError("unknown_person", "This person is no active member here.", [
      { path: "to.personId", message: "is not an active member of this workspace" },
    ]);
  if (isNamed(ownActionRule, person, ownedOf(action), to)) return person;
  const why = isOwnAction(ownActionRule, person, ownedOf(action)) ? "It is their own." : "Their role decides nothing.";
  throw new UnprocessableError("nobody_to_answer", `${person.name} may not decide it. ${why}`, [
    { path: "to.personId", message: "may not decide this action" },
  ]);
}

/** What is handed to nobody would only wait for its time limit. @throws 422 `nobody_to_answer`, naming who could */
async function requireSomebody(
  tx: Tx,
  { action, ownActionRule }: Decidable,
  members: readonly NamedMember[],
  to: EscalatedTo,
): Promise<void> {
  const owned = ownedOf(action);
  if (members.some((member) => isNamed(ownActionRule, member, owned, to))) return;
  const { teamIds, roles } = whoCouldAnswer(ownActionRule, members, owned);
  const teams = await tx.team.findMany({
    where: { workspaceId: action.workspaceId, id: { in: teamIds } },
    select: { name: true },
    orderBy: { name: "asc" },
  });
  const could = [
    ...escalationRoles.filter((role) => roles.includes(role)).map((role) => `${roleTitles[role]}s`),
    ...teams.map((team) => `team ${team.name}`),
  ];
  throw new UnprocessableError(
    "nobody_to_answer",
    `Nobody there may decide it: no active member has the right and is not its owner. ${could.length > 0 ? `These could: ${could.join(", ")}.` : "Nobody in this workspace could."}`,
    [{ path: to.teamId === null ? "to.role" : "to.teamId", message: "has nobody who may decide this action" }],
  );
}

/** Whom it is handed to, once it is certain that they may decide it; without a target, the administrators. */
async function targetOf(
  tx: Tx,
  found: Decidable,
  { teamId, role, personId }: NonNullable<Escalate["to"]>,
): Promise<EscalatedTo & { person: NamedMember | null }> {
  const { workspaceId } = found.action;
  if (teamId !== undefined && !(await tx.team.findFirst({ where: { id: teamId, workspaceId } }))) {
    throw new UnprocessableError("unknown_team", "There is no such team here.", [
      { path: "to.teamId", message: "is not a team of this workspace" },
    ]);
  }
  const members = await activeMembers(tx, workspaceId);
  const to = { teamId: teamId ?? null, role: role ?? null };
  if (personId !== undefined) return { ...to, personId, person: requirePerson(found, members, { ...to, personId }) };
  await requireSomebody(tx, found, members, { ...to, personId: null });
  return { ...to, personId: null, person: null };
}

/**
 * Hands a held action to a person who may decide it, or to a team or role that has somebody who may, with a note; without a target, to
 * the administrators. It stays pending.
 * @throws 409 `already_decided`, 422 `unknown_team`, `unknown_person`, `nobody_to_answer`
 */
export async function escalate(tx: Tx, caller: PersonCaller, found: Decidable, request: Escalate): Promise<void> {
  const { action } = found;
  const at = new Date();
  const { person, ...to } = await targetOf(tx, found, request.to ?? { role: "admin" });
  const { count } = await tx.action.updateMany({
    where: { id: action.id, workspaceId: caller.workspaceId, status: "pending", settlingId: null },
    data: {
      escalatedTeamId: to.teamId,
      escalatedRole: to.role,
      escalatedPersonId: to.personId,
      escalatedPersonName: person?.name ?? null,
      escalatedBecause: null,
      claimedById: null,
      claimedByName: null,
      claimExpiresAt: null,
    },
  });
  if (count !== 1) throw alreadyDecided();
  await bringBackToAll(tx, caller.workspaceId, { ids: [action.id] });
  const approvalId = newId("approval");
  const note = request.reason?.text?.trim() ?? "";
  await tx.approval.create({
    data: {
      id: approvalId,
      workspaceId: caller.workspaceId,
      actionId: action.id,
      personId: caller.personId,
      personName: caller.personName,
      vote: "escalate",
      seenDigest: request.seenDigest,
      reasonCode: request.reason?.code ?? null,
      reasonText: note,
      toTeamId: to.teamId,
      toRole: to.role,
      toPersonId: to.personId,
      toPersonName: person?.name ?? null,
      at,
    },
  });
  await recordEntry(tx, {
    workspaceId: caller.workspaceId,
    at,
    actor: { type: "person", id: caller.personId },
    event: "action.escalated",
    subject: { type: "action", id: action.id },
    facts: { approvalId, seenDigest: request.seenDigest, to },
    ...(note ? { private: { note } } : {}),
  });
}
