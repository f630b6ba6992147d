import { nudgeSequencer } from "@/lib/audit/nudge";
import { recordEntry } from "@/lib/audit/audit.service";
import { stopInScope } from "@/lib/gate/stop-in-scope.service";
import { db } from "@/lib/platform/db/client";
import { transaction, underEpoch } from "@/lib/platform/db/transactions";
import { ConflictError } from "@/lib/platform/errors";
import { publish } from "@/lib/platform/events/bus";
import { logger } from "@/lib/platform/logger";
import { finalize } from "./finalize.service";
import { withdrawVote } from "./withdraw.service";

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
 * Does each due change; somebody who was quicker is no error, since the guard is in the write. A change that fails is told and tried
 * again with the next look, and holds up no other.
 * @returns how many of them need no further look
 */
export async function each(rows: Due[], event: string, change: (row: Due) => Promise<void>): Promise<number> {
  let failed = 0;
  for (const row of rows) {
    try {
      await change(row);
    } catch (error) {
      if (error instanceof ConflictError) continue;
      failed += 1;
      // When nothing at all succeeds it is not the row.
      if (failed === rows.length) throw error;
      logger().error({ err: error, subjectId: row.id }, "due change failed");
      continue;
    }
    publish({ workspaceId: row.workspaceId, event, subjectId: row.id, agentId: row.agentId });
  }
  if (rows.length > 0) nudgeSequencer();
  return rows.length - failed;
}

const dueColumns = { id: true, workspaceId: true, agentId: true } as const;

/** Votes whose grace period is over become decisions; where a stop was pulled meanwhile, they are withdrawn instead. */
export async function settleDue(): Promise<number> {
  const rows = await db().action.findMany({
    where: { status: "pending", settlesAt: { lte: new Date() } },
    orderBy: { settlesAt: "asc" },
    take: batch,
    select: dueColumns,
  });
  return each(rows, "action.decided", (row) =>
    underEpoch(row.workspaceId, async (tx, epoch) => {
      const action = await tx.action.findUniqueOrThrow({ where: { id: row.id } });
      if (action.status !== "pending" || action.settlingId === null) return;
      const vote = await tx.approval.findUniqueOrThrow({ where: { id: action.settlingId } });
      const agent = await tx.agent.findUniqueOrThrow({ where: { id: action.agentId }, select: { status: true } });
      if (agent.status !== "active" || (await stopInScope(tx, action))) {
        await withdrawVote(tx, { workspaceId: row.workspaceId, actionId: row.id, approvalId: vote.id }, { type: "system", id: "worker" }, "stopped");
        return;
      }
      const workspace = await tx.workspace.findUniqueOrThrow({ where: { id: row.workspaceId }, select: { permitTtlSeconds: true } });
      const at = new Date();
      await finalize(tx, {
        workspaceId: row.workspaceId,
        actionId: row.id,
        agentId: row.agentId,
        outcome: vote.vote as "approve" | "edit",
        by: { type: "person", id: vote.personId, name: vote.personName },
        reason: { code: vote.reasonCode, text: vote.reasonText },
        at,
        settling: { vote: vote.id },
        permit: {
          digest: vote.finalDigest ?? action.digest,
          parameters: (vote.finalParameters ?? action.parameters) as Record<string, unknown>,
          epoch,
          expiresAt: new Date(at.getTime() + workspace.permitTtlSeconds * 1000),
        },
      });
    }),
  );
}

/** What nobody decided in time is denied, by its own time limit. A vote in its grace period was in time and goes first. */
export async function expireDue(): Promise<number> {
  const rows = await db().action.findMany({
    where: { status: "pending", settlingId: null, expiresAt: { lte: new Date() } },
    orderBy: { expiresAt: "asc" },
    take: batch,
    select: dueColumns,
  });
  return each(rows, "action.decided", (row) =>
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
  return each(rows, "action.lost", (row) =>
    transaction(async (tx) => {
      const { count } = await tx.action.updateMany({ where: { id: row.id, executionStatus: "started" }, data: { executionStatus: "lost" } });
      if (count !== 1) return;
      await recordEntry(tx, {
        workspaceId: row.workspaceId,
        actor: { type: "system", id: "worker" },
        event: "action.lost",
        subject: { type: "action", id: row.id },
        facts: { afterSeconds: lostAfterSeconds },
      });
    }),
  );
}
