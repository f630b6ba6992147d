import { prepareEntry, recordEntries } from "@/lib/audit/audit.service";
import type { EntryActor } from "@/lib/audit/entry.rules";
import type { Tx } from "@/lib/platform/db/client";
import { Prisma } from "@/lib/platform/db/client";
import { onCommit } from "@/lib/platform/db/on-commit";
import { metrics } from "@/lib/platform/metrics";
import { withdrawVotes } from "./withdraw-votes.service";

interface Waiting {
  id: string;
  agent_id: string;
  settling_id: string | null;
  budgeted: boolean;
}

/** Which of the workspace's pending actions: all of one agent, or those named. */
export type WaitingScope = { agentId: string } | { actionIds: readonly string[] };

/** Why it is cancelled. `stopId`: with which stop, where it was for one. */
export interface CancelReason {
  code: string;
  text: string;
  stopId?: string;
}

export interface Cancelled {
  actionId: string;
  agentId: string;
}

/** So many in one statement: each carries its entry. */
const chunk = 1_000;

/**
 * Cancels all that waits in a scope, each action with its decision and entry, a vote in its grace period withdrawn before it: however
 * many, in a few statements, so that a flood goes in one transaction.
 * @param by who is recorded as having done it; the system, where something else was the cause
 */
export async function cancelWaiting(
  tx: Tx,
  workspaceId: string,
  scope: WaitingScope,
  by: EntryActor & { name: string },
  reason: CancelReason,
  at = new Date(),
): Promise<Cancelled[]> {
  const which = "agentId" in scope ? Prisma.sql`agent_id = ${scope.agentId}` : Prisma.sql`id = ANY(${scope.actionIds})`;
  // Locked first, in one order: no vote comes, goes or settles on them before this transaction ends.
  const rows = await tx.$queryRaw<Waiting[]>`
    SELECT id, agent_id, settling_id, budgeted FROM actions WHERE workspace_id = ${workspaceId} AND status = 'pending' AND ${which} ORDER BY id FOR UPDATE`;
  const votes = rows.flatMap(({ id, agent_id: agentId, settling_id: approvalId }) =>
    approvalId === null ? [] : [{ workspaceId, actionId: id, agentId, approvalId, because: "cancelled" as const }],
  );
  await withdrawVotes(tx, votes, by, at);
  onCommit(() => metrics().decisions.inc({ outcome: "cancel", by: by.type }, rows.length));
  for (let from = 0; from < rows.length; from += chunk)
    await cancelThese(tx, workspaceId, rows.slice(from, from + chunk), by, reason, at);
  return rows.map(({ id, agent_id: agentId }) => ({ actionId: id, agentId }));
}

async function cancelThese(
  tx: Tx,
  workspaceId: string,
  rows: readonly Waiting[],
  by: EntryActor & { name: string },
  reason: CancelReason,
  at: Date,
): Promise<void> {
  const ids = rows.map((row) => row.id);
  const budgeted = rows.filter((row) => row.budgeted).map((row) => row.id);
  await tx.$executeRaw`
    UPDATE actions SET status = 'cancelled', decided_at = ${at}, settles_at = NULL, claimed_by_id = NULL, claimed_by_name = NULL, claim_expires_at = NULL
    WHERE id = ANY(${ids}) AND status = 'pending'`;
  await tx.$executeRaw`
    INSERT INTO decisions (action_id, workspace_id, outcome, by_type, by_id, by_name, reason_code, reason_text, at, stop_id)
    SELECT id, ${workspaceId}, 'cancel', ${by.type}, ${by.id}, ${by.name}, ${reason.code}, ${reason.text}, ${at}, ${reason.stopId ?? null} FROM unnest(${ids}::text[]) AS id`;
  const entries = rows.map(({ id, agent_id: agentId }) =>
    prepareEntry({
      workspaceId,
      at,
      actor: { type: by.type, id: by.id },
      event: "action.decided",
      subject: { type: "action", id },
      facts: {
        agentId,
        outcome: "cancel",
        status: "cancelled",
        reasonCode: reason.code,
        finalDigest: null,
        epoch: null,
        approvalId: null,
        ...(reason.stopId === undefined ? {} : { stopId: reason.stopId }),
      },
      private: { reason: reason.text },
    }),
  );
  await recordEntries(tx, entries);
  if (budgeted.length > 0) await tx.$executeRaw`SELECT budget_settle(${budgeted}::text[], 'released')`;
}
