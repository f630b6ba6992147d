import { recordEntry } from "@/lib/audit/audit.service";
import type { Tx } from "@/lib/platform/db/client";
import { roleTitles } from "@/lib/people/permissions.rules";
import { UnprocessableError } from "@/lib/platform/errors";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { newId } from "@/lib/platform/ids";
import type { DecisionRequest } from "./approval.schemas";
import { escalationRoles } from "./approval.rules";
import { isNamed, whoCouldAnswer } from "./answerable.rules";
import { type Decidable, ownedOf } from "./decidable.service";
import { activeMembers } from "./members.views";
import { alreadyDecided } from "./finalize.service";

/** What is handed to nobody would only wait for its time limit. @throws 422 `nobody_to_answer`, naming who could */
async function requireSomebody(tx: Tx, { action, ownActionRule }: Decidable, to: { teamId: string | null; role: string | null }): Promise<void> {
  const members = await activeMembers(tx, action.workspaceId);
  const owned = ownedOf(action);
  if (members.some((member) => isNamed(ownActionRule, member, owned, to))) return;
  const { teamIds, roles } = whoCouldAnswer(ownActionRule, members, owned);
  const teams = await tx.team.findMany({ where: { workspaceId: action.workspaceId, id: { in: teamIds } }, select: { name: true }, orderBy: { name: "asc" } });
  const could = [...escalationRoles.filter((role) => roles.includes(role)).map((role) => `${roleTitles[role]}s`), ...teams.map((team) => `team ${team.name}`)];
  throw new UnprocessableError(
    "nobody_to_answer",
    `Nobody there may decide it: no active member has the right and is not its owner. ${could.length > 0 ? `These could: ${could.join(", ")}.` : "Nobody in this workspace could."}`,
    [{ path: to.teamId === null ? "to.role" : "to.teamId", message: "has nobody who may decide this action" }],
  );
}

/**
 * Hands a held action to another team or role that has somebody who may decide it, with a note; without a target, to the
 * administrators. It stays pending.
 * @throws 409 `already_decided`, 422 `unknown_team`, `nobody_to_answer`
 */
export async function escalate(tx: Tx, caller: PersonCaller, found: Decidable, request: Extract<DecisionRequest, { decision: "escalate" }>): Promise<void> {
  const { action } = found;
  const to = request.to ?? { role: "admin" as const };
  const at = new Date();
  if (to.teamId !== undefined && !(await tx.team.findFirst({ where: { id: to.teamId, workspaceId: caller.workspaceId } }))) {
    throw new UnprocessableError("unknown_team", "There is no such team here.", [{ path: "to.teamId", message: "is not a team of this workspace" }]);
  }
  await requireSomebody(tx, found, { teamId: to.teamId ?? null, role: to.role ?? null });
  const { count } = await tx.action.updateMany({
    where: { id: action.id, workspaceId: caller.workspaceId, status: "pending", settlingId: null },
    data: { escalatedTeamId: to.teamId ?? null, escalatedRole: to.role ?? null, escalatedBecause: null, claimedById: null, claimedByName: null, claimExpiresAt: null },
  });
  if (count !== 1) throw alreadyDecided();
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
      toTeamId: to.teamId ?? null,
      toRole: to.role ?? null,
      at,
    },
  });
  await recordEntry(tx, {
    workspaceId: caller.workspaceId,
    at,
    actor: { type: "person", id: caller.personId },
    event: "action.escalated",
    subject: { type: "action", id: action.id },
    facts: { approvalId, seenDigest: request.seenDigest, to: { teamId: to.teamId ?? null, role: to.role ?? null } },
    ...(note ? { private: { note } } : {}),
  });
}
