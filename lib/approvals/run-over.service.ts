import { alreadyDecided } from "@/lib/pending/already-decided";
import { cancelOver } from "@/lib/pending/run-end.service";
import { db, pool } from "@/lib/platform/db/client";
import { transaction } from "@/lib/platform/db/transactions";
import { archiveRunStop } from "@/lib/stops/archive.service";
import { each, type Due } from "./sweep.service";

/** How many runs one look takes; the next look comes at once while there are more. */
const batch = 500;

const due = `SELECT id FROM runs WHERE cleared_at IS NULL AND coalesce(ended_at, expires_at) <= clock_timestamp() ORDER BY coalesce(ended_at, expires_at) LIMIT ${batch}`;
const waiting = `SELECT a.id, a.workspace_id AS "workspaceId", a.agent_id AS "agentId" FROM actions a WHERE a.status = 'pending' AND a.run_id = ANY ($1) LIMIT ${batch}`;
// A run that is over takes nothing new, so what is not there now never comes. What somebody else holds, such as another instance that does
// the same, is left to the next look: two that take several and wait for each other would wait in a circle.
const clear = `UPDATE runs r SET cleared_at = clock_timestamp() WHERE r.id IN (SELECT id FROM runs WHERE id = ANY ($1) AND cleared_at IS NULL FOR UPDATE SKIP LOCKED)
  AND NOT EXISTS (SELECT 1 FROM actions a WHERE a.status = 'pending' AND a.run_id = r.id)
  AND NOT EXISTS (SELECT 1 FROM stops s WHERE s.workspace_id = r.workspace_id AND s.scope_type = 'run' AND s.scope_id = r.id AND s.standing <> 'rearmed')`;

/**
 * Clears away what runs leave that ended or ran out: what still waits in them is cancelled (of those that ran out all of it, of those
 * that ended what was too much for the transaction that ended them), a stop of them is archived. Each change is
 * guarded in its own write, so any number of instances may look at the same time.
 * @returns how many runs need no further look
 */
export async function clearRunsOver(): Promise<number> {
  const { rows: runs } = await pool().query<{ id: string }>(due);
  if (runs.length === 0) return 0;
  const ids = runs.map((r) => r.id);
  const { rows } = await pool().query<Due>(waiting, [ids]);
  await each(rows, ({ id, workspaceId }) =>
    transaction(async (tx) => {
      const cancelled = await cancelOver(tx, workspaceId, [id]);
      if (cancelled.length === 0) throw alreadyDecided();
    }),
  );
  const stops = await db().stop.findMany({
    where: { scopeType: "run", standing: { not: "rearmed" }, scopeId: { in: ids } },
    select: { id: true, workspaceId: true },
  });
  for (const stop of stops) await archiveRunStop(stop);
  const { rowCount } = await pool().query(clear, [ids]);
  return rowCount ?? 0;
}
