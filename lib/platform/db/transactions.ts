import { db, turnMs, type Tx } from "./client";
import { thenOnCommit } from "./on-commit";

const options = { timeout: 15_000, maxWait: turnMs };

/** A plain transaction (READ COMMITTED). */
export function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return thenOnCommit(() => db().$transaction(work, options));
}

/**
 * A transaction that relies on the workspace's controls staying as they are until it commits: the gate, decisions, permits.
 * Shares the epoch lock with its like, and excludes control changes.
 */
export function underEpoch<T>(workspaceId: string, work: (tx: Tx, epoch: bigint) => Promise<T>): Promise<T> {
  return transaction(async (tx) => {
    const [row] = await tx.$queryRaw<{ epoch: bigint | null }[]>`SELECT shared_epoch(${workspaceId}) AS epoch`;
    if (typeof row?.epoch !== "bigint") throw new Error(`There is no workspace ${workspaceId}`);
    return work(tx, row.epoch);
  });
}

/**
 * Begins a control change (stop, threshold, key, agent status, catalog, setting) in a transaction: excludes the gate until that commits
 * and moves the epoch, so no verdict computed before it can be committed after it.
 * @returns the new epoch
 */
export async function moveEpoch(tx: Tx, workspaceId: string): Promise<bigint> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(epoch_lock_key(${workspaceId}))`;
  const { epoch } = await tx.workspace.update({
    where: { id: workspaceId },
    data: { epoch: { increment: 1 } },
    select: { epoch: true },
  });
  return epoch;
}

/**
 * A control change that only one run's judgement depends on. It excludes the gate while it commits, like any other, but leaves the
 * epoch where it is: the gate's commit looks at the run itself (gate_refusal), and nobody else is judged anew because of it.
 * `epoch` is the one that comes next, so that what was judged up to now is older.
 */
export function runControlChange<T>(workspaceId: string, work: (tx: Tx, epoch: bigint) => Promise<T>): Promise<T> {
  return transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(epoch_lock_key(${workspaceId}))`;
    const { epoch } = await tx.workspace.update({
      where: { id: workspaceId },
      data: { runStops: { increment: 1 } },
      select: { epoch: true },
    });
    return work(tx, epoch + 1n);
  });
}
