import { ContradictsLogError } from "@/lib/actions/covered.service";
import { recordEntry } from "@/lib/audit/audit.service";
import { db } from "@/lib/platform/db/client";
import { transaction } from "@/lib/platform/db/transactions";
import { ConflictError } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";
import { finalize } from "./finalize.service";
import { settle } from "./settle.service";

/** How many due rows one look takes; the next look comes at once while there are more. */
const batch = 200;
/** An execution that reports nothing for this long is taken as lost. */
export const lostAfterSeconds = 86_400;

export interface Due {
  id: string;
  workspaceId: string;
  agentId: string;
}

/**
 * Does each due change; somebody who was quicker is no error, since the guard is in the write. A change that fails is logged and tried
 * again with the next look, and holds up no other.
 * @returns how many of them need no further look
 */
export async function each(rows: Due[], change: (row: Due) => Promise<void>): Promise<number> {
  let failed = 0;
  let left = 0;
  for (const row of rows) {
    try {
      await change(row);
    } catch (error) {
      // Its alarm is raised. It stays due, and is looked at again in its turn: nothing would be gained by doing so at once.
      if (error instanceof ContradictsLogError) left += 1;
      if (error instanceof ConflictError) continue;
      failed += 1;
      // When nothing at all succeeds it is not the row.
      if (failed === rows.length) throw error;
      logger().error({ err: error, subjectId: row.id }, "due change failed");
    }
  }
  return rows.length - failed - left;
}

const dueColumns = { id: true, workspaceId: true, agentId: true } as const;

/** Votes whose grace period is over become decisions, if everything they stand on still holds (settle.service). */
export async function settleDue(): Promise<number> {
  const rows = await db().action.findMany({
    where: { status: "pending", settlesAt: { lte: new Date() } },
    orderBy: { settlesAt: "asc" },
    take: batch,
    select: dueColumns,
  });
  return each(rows, settle);
}

/** What nobody decided in time is denied, by its own time limit. A vote in its grace period was in time and goes first. */
export async function expireDue(): Promise<number> {
  const rows = await db().action.findMany({
    where: { status: "pending", settlingId: null, expiresAt: { lte: new Date() } },
    orderBy: { expiresAt: "asc" },
    take: batch,
    select: dueColumns,
  });
  return each(rows, (row) =>
    transaction((tx) =>
      finalize(tx, {
        workspaceId: row.workspaceId,
        actionId: row.id,
        agentId: row.agentId,
        outcome: "expire",
        by: { type: "system", id: "worker", name: "Time limit" },
        reason: { code: "expired", text: "Nobody decided in time, so it is denied." },
        at: new Date(),
        settling: "none",
        limit: "over",
      }),
    ),
  );
}

/** Executions that never reported are marked as lost, so that somebody looks. */
export async function markLost(): Promise<number> {
  const before = new Date(Date.now() - lostAfterSeconds * 1000);
  const rows = await db().$queryRaw<Due[]>`
    SELECT a.id, a.workspace_id AS "workspaceId", a.agent_id AS "agentId" FROM actions a JOIN permits p ON p.action_id = a.id
    WHERE a.execution_status = 'started' AND p.consumed_at < ${before} LIMIT ${batch}`;
  return each(rows, (row) =>
    transaction(async (tx) => {
      const [lost] = await tx.action.updateManyAndReturn({
        where: { id: row.id, executionStatus: "started" },
        data: { executionStatus: "lost" },
        select: { budgeted: true },
      });
      if (!lost) throw new ConflictError("outcome_already_reported", "The outcome was reported meanwhile.");
      await recordEntry(tx, {
        workspaceId: row.workspaceId,
        actor: { type: "system", id: "worker" },
        event: "action.lost",
        subject: { type: "action", id: row.id },
        facts: { afterSeconds: lostAfterSeconds },
      });
      // Nobody knows whether it was done: what it reserved counts as spent until a late report says otherwise.
      if (lost.budgeted) await tx.$executeRaw`SELECT budget_settle(ARRAY[${row.id}], 'assumed')`;
    }),
  );
}
