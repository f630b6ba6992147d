import { recordEntry } from "@/lib/audit/audit.service";
import type { EntryActor } from "@/lib/audit/entry.rules";
import { nudgeSequencer } from "@/lib/audit/nudge";
import type { Action } from "@/lib/gate/action.schemas";
import { getAction } from "@/lib/gate/action.views";
import type { Tx } from "@/lib/platform/db/client";
import { transaction } from "@/lib/platform/db/transactions";
import { ConflictError, ForbiddenError, NotFoundError } from "@/lib/platform/errors";
import { publish } from "@/lib/platform/events/bus";
import type { PersonCaller } from "@/lib/platform/http/caller";

interface SettlingVote {
  workspaceId: string;
  actionId: string;
  approvalId: string;
}

/** Takes a vote out of its grace period; the action is held again. @returns false when it was not settling (any more) */
export async function withdrawVote(tx: Tx, vote: SettlingVote, by: EntryActor, because: "taken_back" | "stopped" | "cancelled", at = new Date()): Promise<boolean> {
  const { count } = await tx.action.updateMany({
    where: { id: vote.actionId, workspaceId: vote.workspaceId, status: "pending", settlingId: vote.approvalId },
    data: { settlesAt: null, settlingId: null },
  });
  if (count !== 1) return false;
  await tx.approval.update({ where: { id: vote.approvalId }, data: { withdrawnAt: at } });
  await recordEntry(tx, {
    workspaceId: vote.workspaceId,
    at,
    actor: by,
    event: "approval.withdrawn",
    subject: { type: "action", id: vote.actionId },
    facts: { approvalId: vote.approvalId, because },
  });
  return true;
}

/** Undo: the person who approved takes it back while the grace period lasts. @throws 404, 403 `not_yours`, 409 `too_late` */
export async function withdraw(caller: PersonCaller, actionId: string): Promise<Action> {
  const tooLate = () => new ConflictError("too_late", "There is nothing to take back: the decision has settled, or none was made.");
  await transaction(async (tx) => {
    const action = await tx.action.findFirst({ where: { id: actionId, workspaceId: caller.workspaceId } });
    if (!action) throw new NotFoundError("This action");
    if (action.status !== "pending" || action.settlingId === null) throw tooLate();
    const approval = await tx.approval.findUniqueOrThrow({ where: { id: action.settlingId } });
    if (approval.personId !== caller.personId) throw new ForbiddenError("not_yours", "Only the person who approved can take it back.");
    const vote = { workspaceId: caller.workspaceId, actionId, approvalId: approval.id };
    if (!(await withdrawVote(tx, vote, { type: "person", id: caller.personId }, "taken_back"))) throw tooLate();
  });
  const action = await getAction(caller.workspaceId, actionId);
  publish({ workspaceId: caller.workspaceId, event: "approval.withdrawn", subjectId: actionId, agentId: action.agentId });
  nudgeSequencer();
  return action;
}
