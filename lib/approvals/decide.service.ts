import { recordEntry } from "@/lib/audit/audit.service";
import { nudgeSequencer } from "@/lib/audit/nudge";
import type { Action } from "@/lib/gate/action.schemas";
import { getAction } from "@/lib/gate/action.views";
import { editedDeed, type EditedDeed } from "@/lib/gate/edited-deed.service";
import { confirmPermission } from "@/lib/people/person-auth.service";
import { Prisma, type Tx } from "@/lib/platform/db/client";
import { underEpoch } from "@/lib/platform/db/transactions";
import { ConflictError, UnprocessableError } from "@/lib/platform/errors";
import { publish } from "@/lib/platform/events/bus";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { newId } from "@/lib/platform/ids";
import { graceFor, reasonRequired } from "./approval.rules";
import type { DecisionRequest } from "./approval.schemas";
import { decidable, type Decidable } from "./decidable.service";
import { escalate } from "./escalate.service";
import { alreadyDecided, finalize } from "./finalize.service";

type Vote = Exclude<DecisionRequest, { decision: "escalate" }>;

function requireReason(request: DecisionRequest, zone: Action["zone"]): void {
  const needed = reasonRequired(request.decision, zone);
  const text = request.reason?.text?.trim();
  if (needed === "none" || text) return;
  if (needed === "code_or_text" && request.reason?.code) return;
  throw new UnprocessableError("reason_required", "Say why: the agent and the record will see it.", [{ path: "reason.text", message: "is required" }]);
}

/** Nothing is approved that a stop covers. @throws 409 `stopped` */
function requireNotStopped({ stop, agentActive }: Decidable): void {
  if (stop !== null) throw new ConflictError("stopped", "A stop covers this action. It stays held; re-arm before approving.");
  if (!agentActive) throw new ConflictError("stopped", "The agent is not active. It stays held; activate the agent before approving.");
}

async function vote(tx: Tx, epoch: bigint, caller: PersonCaller, found: Decidable, request: Vote): Promise<{ settling: boolean }> {
  const { action } = found;
  const zone = action.zone as Action["zone"];
  const at = new Date();
  const approving = request.decision !== "reject";
  if (approving) requireNotStopped(found);
  const deed: EditedDeed | undefined =
    request.decision === "edit"
      ? await editedDeed(action, request.parameters, epoch)
      : request.decision === "approve"
        ? { digest: action.digest, parameters: action.parameters as Record<string, unknown> }
        : undefined;
  const graceSeconds = graceFor(request.decision, zone, found.graceSeconds);
  const settlesAt = graceSeconds > 0 ? new Date(at.getTime() + graceSeconds * 1000) : null;
  const reason = { code: request.reason?.code ?? null, text: request.reason?.text?.trim() ?? "" };
  const approvalId = newId("approval");

  if (settlesAt) {
    const { count } = await tx.action.updateMany({
      where: { id: action.id, workspaceId: caller.workspaceId, status: "pending", settlingId: null, expiresAt: { gt: at } },
      data: { settlesAt, settlingId: approvalId },
    });
    if (count !== 1) throw alreadyDecided();
  } else {
    await finalize(tx, {
      workspaceId: caller.workspaceId,
      actionId: action.id,
      agentId: action.agentId,
      outcome: request.decision,
      by: { type: "person", id: caller.personId, name: caller.personName },
      reason,
      at,
      settling: "none",
      limit: "open",
      ...(deed ? { permit: { ...deed, epoch, expiresAt: new Date(at.getTime() + found.permitTtlSeconds * 1000) } } : {}),
    });
  }
  await tx.approval.create({
    data: {
      id: approvalId,
      workspaceId: caller.workspaceId,
      actionId: action.id,
      personId: caller.personId,
      personName: caller.personName,
      vote: request.decision,
      seenDigest: request.seenDigest,
      finalDigest: deed?.digest ?? null,
      finalParameters: deed ? (deed.parameters as Prisma.InputJsonObject) : Prisma.DbNull,
      reasonCode: reason.code,
      reasonText: reason.text,
      at,
    },
  });
  // Without grace the vote and the decision are one change, told by the decision's entry.
  if (settlesAt) {
    await recordEntry(tx, {
      workspaceId: caller.workspaceId,
      at,
      actor: { type: "person", id: caller.personId },
      event: "approval.given",
      subject: { type: "action", id: action.id },
      facts: { approvalId, vote: request.decision, seenDigest: request.seenDigest, finalDigest: deed?.digest ?? null, settlesAt: settlesAt.toISOString() },
      ...(reason.text ? { private: { reason: reason.text } } : {}),
    });
  }
  return { settling: settlesAt !== null };
}

/**
 * One person's answer to a held action: approve, edit, reject or escalate.
 * @throws 404; 403 `own_action`, `forbidden`; 409 `already_decided`, `stale_digest`, `stopped`; 422 `reason_required`, `invalid_parameters`
 */
export async function decide(caller: PersonCaller, actionId: string, request: DecisionRequest): Promise<Action> {
  const { event, agentId } = await underEpoch(caller.workspaceId, async (tx, epoch) => {
    // A role taken away takes the exclusive lock: what is true here stays true until this commits.
    const confirmed = await confirmPermission(tx, caller, "action:decide_escalated");
    const found = await decidable(tx, confirmed, actionId);
    if (found.refusal) throw found.refusal;
    const { action } = found;
    if (action.status !== "pending") throw alreadyDecided();
    if (action.settlingId !== null) throw alreadyDecided("Somebody approved this already; it settles when the grace period ends.");
    if (request.seenDigest !== action.digest) throw new ConflictError("stale_digest", "What you were shown is not what would run. Look again.");
    requireReason(request, action.zone as Action["zone"]);
    if (request.decision === "escalate") {
      await escalate(tx, caller, action, request);
      return { event: "action.escalated", agentId: action.agentId };
    }
    const { settling } = await vote(tx, epoch, caller, found, request);
    return { event: settling ? "approval.given" : "action.decided", agentId: action.agentId };
  });
  publish({ workspaceId: caller.workspaceId, event, subjectId: actionId, agentId });
  nudgeSequencer();
  return getAction(caller.workspaceId, actionId);
}
