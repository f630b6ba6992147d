import { recordEntry } from "@/lib/audit/audit.service";
import type { Action, Tx } from "@/lib/platform/db/client";
import { UnprocessableError } from "@/lib/platform/errors";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { newId } from "@/lib/platform/ids";
import type { DecisionRequest } from "./approval.schemas";
import { alreadyDecided } from "./finalize.service";

/** Hands a held action to another team or role, with a note; without a target, to the administrators. It stays pending. */
export async function escalate(tx: Tx, caller: PersonCaller, action: Action, request: Extract<DecisionRequest, { decision: "escalate" }>): Promise<void> {
  const to = request.to ?? { role: "admin" as const };
  const at = new Date();
  if (to.teamId !== undefined && !(await tx.team.findFirst({ where: { id: to.teamId, workspaceId: caller.workspaceId } }))) {
    throw new UnprocessableError("unknown_team", "There is no such team here.", [{ path: "to.teamId", message: "is not a team of this workspace" }]);
  }
  const { count } = await tx.action.updateMany({
    where: { id: action.id, workspaceId: caller.workspaceId, status: "pending", settlingId: null },
    data: { escalatedTeamId: to.teamId ?? null, escalatedRole: to.role ?? null, claimedById: null, claimedByName: null, claimExpiresAt: null },
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
