import type { DebitRow, DecisionRow, PermitRow } from "@/lib/actions/action-rows.rules";
import type { DecisionOutcome } from "@/lib/actions/action.schemas";
import { announceOnCommit } from "@/lib/audit/announce";
import { prepareEntry, privateJson } from "@/lib/audit/audit.service";
import type { EntryActor } from "@/lib/audit/entry.rules";
import { alreadyDecided } from "@/lib/pending/already-decided";
import { recordOverrides } from "@/lib/budgets/override.service";
import type { Tx } from "@/lib/platform/db/client";
import { onCommit } from "@/lib/platform/db/on-commit";
import { metrics } from "@/lib/platform/metrics";

export interface FinalDecision {
  workspaceId: string;
  actionId: string;
  /** Whose action it is: the log tells every instance, so that the agent's stream hears of it wherever it is open. */
  agentId: string;
  outcome: DecisionOutcome;
  by: EntryActor & { name: string };
  reason: { code: string | null; text: string };
  /** The digest of what the person who decided was shown; absent where the vote's own entry tells it, or nobody was shown anything. */
  seenDigest?: string;
  at: Date;
  /** Of approve and edit: what may run, and until when it may be started. */
  permit?: { digest: string; parameters: Record<string, unknown>; epoch: bigint; expiresAt: Date };
  /** Of approve and edit: what it takes of budgets that have reserved nothing for it, whatever they have left. */
  debits?: readonly DebitRow[];
  /** The vote that settles by this; else none may be in its grace period: it goes first, or is withdrawn before. */
  settling: { vote: string } | "none";
  /** Open: a person's answer is refused once the time is up, even if the sweep has not come by yet. Over: an expiry counts only if the time was not extended meanwhile. */
  limit?: "open" | "over";
}

const statusOf: Record<DecisionOutcome, string> = {
  approve: "approved",
  edit: "approved",
  reject: "denied",
  expire: "expired",
  cancel: "cancelled",
};

/**
 * Makes the one final decision of an action, with permit and audit entry, in the caller's transaction. The guard is in the write
 * (decision_commit in prisma/sql/functions): of all who race to decide, one finds the action pending, and everybody else gets the conflict.
 * @throws 409 `already_decided`
 */
export async function finalize(
  tx: Tx,
  {
    workspaceId,
    actionId,
    agentId,
    outcome,
    by,
    reason,
    seenDigest,
    at,
    permit,
    debits = [],
    settling,
    limit,
  }: FinalDecision,
): Promise<void> {
  const status = statusOf[outcome];
  const vote = settling === "none" ? null : settling.vote;
  const decision: DecisionRow = {
    action_id: actionId,
    workspace_id: workspaceId,
    outcome,
    by_type: by.type,
    by_id: by.id,
    by_name: by.name,
    reason_code: reason.code,
    reason_text: reason.text,
    at: at.toISOString(),
    stop_id: null,
  };
  const given: PermitRow | null = permit
    ? {
        action_id: actionId,
        workspace_id: workspaceId,
        digest: permit.digest,
        epoch: Number(permit.epoch),
        issued_at: decision.at,
        expires_at: permit.expiresAt.toISOString(),
      }
    : null;
  const entry = prepareEntry({
    workspaceId,
    at,
    actor: { type: by.type, id: by.id },
    event: "action.decided",
    subject: { type: "action", id: actionId },
    facts: {
      agentId,
      outcome,
      status,
      reasonCode: reason.code,
      finalDigest: given?.digest ?? null,
      epoch: given?.epoch ?? null,
      approvalId: vote,
      ...(seenDigest === undefined ? {} : { seenDigest }),
    },
    ...(reason.text ? { private: { reason: reason.text } } : {}),
  });
  const taken = given ? debits.map((debit) => ({ ...debit, expires: given.expires_at })) : [];
  const [row] = await tx.$queryRaw<{ decided: boolean }[]>`
    SELECT decision_commit(${status}, ${vote}, ${limit ?? null}, ${JSON.stringify(decision)}::json, ${given && JSON.stringify(given)}::json,
      ${permit ? JSON.stringify(permit.parameters) : null}::json, ${entry.leaf}::json, ${privateJson([entry])}::json,
      ${taken.length > 0 ? JSON.stringify(taken) : null}::json) AS decided`;
  if (row?.decided !== true) throw alreadyDecided();
  if (taken.length > 0) await recordOverrides(tx, { workspaceId, actionId, by, at });
  announceOnCommit([entry]);
  onCommit(() => metrics().decisions.inc({ outcome, by: by.type }));
}
