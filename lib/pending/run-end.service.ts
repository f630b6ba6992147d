import type { Tx } from "@/lib/platform/db/client";
import { ConflictError } from "@/lib/platform/errors";
import { type Cancelled, cancelWaiting } from "./cancel-waiting.service";

const endOfRun = { type: "system", id: "worker", name: "End of the run" } as const;
const reason = { code: "run_over", text: "The run it was asked in is over." } as const;

/** So many are cancelled in the transaction that ends a run. What is left is cancelled by the sweep, and not decided meanwhile. */
const atOnce = 1_000;

export const runOver = () =>
  new ConflictError(
    "run_over",
    "The run it was asked in is over, or one above it: nothing that waits in it is decided any more. It is cancelled.",
  );

/**
 * Is the run over, or one above it: ended, or out of time? Locks them until the transaction ends, from the top down and before the
 * action is: who ends one of them meanwhile waits, so where it goes on here it goes on until what is written with it.
 */
export async function runIsOver(tx: Tx, runId: string | null): Promise<boolean> {
  if (runId === null) return false;
  const line = await tx.$queryRaw<{ over: boolean }[]>`
    SELECT r.ended_at IS NOT NULL OR r.expires_at <= clock_timestamp() AS over FROM runs r
    WHERE r.id = ANY (run_line(${runId})) ORDER BY cardinality(r.ancestor_ids), r.id FOR SHARE`;
  return line.some((run) => run.over);
}

/** Cancels those of the named actions that still wait: their run is over. A vote in its grace period is withdrawn before. */
export function cancelOver(
  tx: Tx,
  workspaceId: string,
  actionIds: readonly string[],
  at = new Date(),
): Promise<Cancelled[]> {
  return cancelWaiting(tx, workspaceId, { actionIds }, endOfRun, reason, at);
}

/** Cancels what waits in a run that has just ended and in every run under it, in the transaction that ends them: as much as goes in one. */
export async function cancelUnder(tx: Tx, workspaceId: string, runId: string, at: Date): Promise<Cancelled[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT a.id FROM actions a WHERE a.workspace_id = ${workspaceId} AND a.status = 'pending' AND a.run_id IN (
      SELECT ${runId}::text UNION ALL
      SELECT r.id FROM runs r WHERE r.workspace_id = ${workspaceId} AND r.ancestor_ids @> ARRAY[${runId}] AND r.ancestor_ids <> '{}'
    ) LIMIT ${atOnce}`;
  return rows.length === 0
    ? []
    : cancelOver(
        tx,
        workspaceId,
        rows.map((row) => row.id),
        at,
      );
}
