import { recordEntry } from "@/lib/audit/audit.service";
import type { EntryActor } from "@/lib/audit/entry.rules";
import type { DecisionOutcome } from "@/lib/gate/action.schemas";
import type { Prisma, Tx } from "@/lib/platform/db/client";
import { ConflictError } from "@/lib/platform/errors";

export interface FinalDecision {
  workspaceId: string;
  actionId: string;
  outcome: DecisionOutcome;
  by: EntryActor & { name: string };
  reason: { code: string | null; text: string };
  at: Date;
  /** Of approve and edit: what may run, and until when it may be started. */
  permit?: { digest: string; parameters: Record<string, unknown>; epoch: bigint; expiresAt: Date };
  /** The vote that settles by this; else none may be in its grace period: it goes first, or is withdrawn before. */
  settling: { vote: string } | "none";
  /** A person's answer is refused once the time is up, even if the sweep has not come by yet. */
  notAfterExpiry?: boolean;
  /** An expiry counts only if the time was not extended meanwhile. */
  onlyDue?: boolean;
}

const statusOf: Record<DecisionOutcome, string> = { approve: "approved", edit: "approved", reject: "denied", expire: "expired", cancel: "cancelled" };

export const alreadyDecided = (detail = "This action was decided already.") => new ConflictError("already_decided", detail);

/**
 * Makes the one final decision of an action. The guard is in the write: of all who race to decide, one updates the row while it is
 * pending, and everybody else gets the conflict. Writes decision, permit and audit entry in the caller's transaction.
 * @throws 409 `already_decided`
 */
export async function finalize(tx: Tx, decision: FinalDecision): Promise<void> {
  const { workspaceId, actionId, outcome, by, at, permit, settling } = decision;
  const { count } = await tx.action.updateMany({
    where: {
      id: actionId,
      workspaceId,
      status: "pending",
      settlingId: settling === "none" ? null : settling.vote,
      ...(decision.notAfterExpiry ? { expiresAt: { gt: at } } : {}),
      ...(decision.onlyDue ? { expiresAt: { lte: at } } : {}),
    },
    data: {
      status: statusOf[outcome],
      decidedAt: at,
      settlesAt: null,
      claimedById: null,
      claimedByName: null,
      claimExpiresAt: null,
      ...(permit ? { finalParameters: permit.parameters as Prisma.InputJsonObject, finalDigest: permit.digest } : {}),
    },
  });
  if (count !== 1) throw alreadyDecided();
  await tx.decision.create({
    data: { actionId, workspaceId, outcome, byType: by.type, byId: by.id, byName: by.name, reasonCode: decision.reason.code, reasonText: decision.reason.text, at },
  });
  if (permit) {
    await tx.permit.create({ data: { actionId, workspaceId, digest: permit.digest, epoch: permit.epoch, issuedAt: at, expiresAt: permit.expiresAt } });
  }
  await recordEntry(tx, {
    workspaceId,
    at,
    actor: { type: by.type, id: by.id },
    event: "action.decided",
    subject: { type: "action", id: actionId },
    facts: {
      outcome,
      status: statusOf[outcome],
      reasonCode: decision.reason.code,
      finalDigest: permit?.digest ?? null,
      epoch: permit ? Number(permit.epoch) : null,
      approvalId: typeof settling === "object" ? settling.vote : null,
    },
    ...(decision.reason.text ? { private: { reason: decision.reason.text } } : {}),
  });
}
