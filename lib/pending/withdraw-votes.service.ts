import { prepareEntry, recordEntries } from "@/lib/audit/audit.service";
import type { EntryActor } from "@/lib/audit/entry.rules";
import type { Tx } from "@/lib/platform/db/client";
import type { WithdrawalReason } from "./vote-basis.rules";
import type { SettlingVote } from "./vote-basis.service";

export interface Withdrawal extends SettlingVote {
  because: WithdrawalReason;
}

/**
 * Takes votes out of their grace period, each with its entry; their actions are held again. In three statements, however many.
 * @param by who withdraws; id and name are kept beside the vote where it is another person's
 * @returns those that were still settling
 */
export async function withdrawVotes(
  tx: Tx,
  votes: readonly Withdrawal[],
  by: EntryActor & { name?: string },
  at = new Date(),
): Promise<Withdrawal[]> {
  if (votes.length === 0) return [];
  const rows = await tx.$queryRaw<{ id: string }[]>`
    UPDATE actions a SET settles_at = NULL, settling_id = NULL
    FROM unnest(${votes.map((v) => v.actionId)}::text[], ${votes.map((v) => v.approvalId)}::text[]) AS given(action_id, approval_id)
    WHERE a.id = given.action_id AND a.settling_id = given.approval_id AND a.status = 'pending' RETURNING a.id`;
  const held = new Set(rows.map((row) => row.id));
  const withdrawn = votes.filter((vote) => held.has(vote.actionId));
  if (withdrawn.length === 0) return [];
  await tx.$executeRaw`
    UPDATE approvals v SET withdrawn_at = ${at}, withdrawn_because = given.because, withdrawn_by_id = ${by.name === undefined ? null : by.id}, withdrawn_by_name = ${by.name ?? null}
    FROM unnest(${withdrawn.map((v) => v.approvalId)}::text[], ${withdrawn.map((v) => v.because)}::text[]) AS given(approval_id, because)
    WHERE v.id = given.approval_id`;
  const entries = withdrawn.map(({ workspaceId, actionId, approvalId, because }) =>
    prepareEntry({
      workspaceId,
      at,
      actor: { type: by.type, id: by.id },
      event: "approval.withdrawn",
      subject: { type: "action", id: actionId },
      facts: { approvalId, because },
    }),
  );
  await recordEntries(tx, entries);
  return withdrawn;
}
