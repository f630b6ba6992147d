import { randomUUID } from "node:crypto";
import { onCommit } from "@/lib/platform/db/on-commit";
import { transaction } from "@/lib/platform/db/transactions";
import { db, type Prisma, type Tx } from "@/lib/platform/db/client";
import { publish } from "@/lib/platform/events/bus";
import type { Problem } from "@/lib/platform/http/problem";
import type { Step } from "./job-kind";
import { JobLeftError } from "./job-left.error";
import { chunkBytes, leaseSeconds, maxAttempts, maxOutputBytes, maxOutputs, maxRunning } from "./job.rules";
import { dropOutput, recordJob } from "./job.service";
import type { JobRow } from "./job.views";

/** A job that one runner has, until the lease ends. */
export type LeasedJob = JobRow & { leaseId: string };

/** The worker's name in the audit log. */
const worker = { type: "system", id: "worker" } as const;

/**
 * Takes the oldest job that waits, or whose runner has fallen silent, for this runner alone. One instance at a time looks, so that no
 * workspace runs more than its share.
 * @param kinds names of those that this process can run
 */
export async function takeJob(kinds: readonly string[]): Promise<LeasedJob | undefined> {
  // Most looks find nothing, and cost no lock.
  const [waiting] = await db().$queryRaw<object[]>`
    SELECT 1 FROM jobs WHERE status IN ('queued', 'running') AND (status = 'queued' OR lease_until < clock_timestamp())
      AND kind = ANY(${kinds}) LIMIT 1`;
  if (!waiting) return undefined;
  const leaseId = randomUUID();
  return transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('jobs.take', 0))`;
    const [taken] = await tx.$queryRaw<{ id: string; was: string }[]>`
      UPDATE jobs j SET status = 'running', lease_id = ${leaseId}, attempts = j.attempts + 1,
        lease_until = clock_timestamp() + make_interval(secs => ${leaseSeconds}),
        started_at = coalesce(j.started_at, clock_timestamp())
      FROM (
        SELECT d.id, d.status AS was FROM jobs d
        WHERE d.status IN ('queued', 'running') AND (d.status = 'queued' OR d.lease_until < clock_timestamp())
          AND d.kind = ANY(${kinds})
          AND ${maxRunning} > (SELECT count(*) FROM jobs r
            WHERE r.workspace_id = d.workspace_id AND r.status = 'running' AND r.lease_until >= clock_timestamp())
        ORDER BY d.created_at, d.id LIMIT 1 FOR UPDATE
      ) due WHERE j.id = due.id RETURNING j.id, due.was`;
    if (!taken) return undefined;
    const row = await tx.job.findUniqueOrThrow({ where: { id: taken.id } });
    if (taken.was === "queued") await recordJob(tx, row, "job.started", worker);
    return { ...row, leaseId };
  });
}

/** The condition of every write for a job: whose lease is over, or who was cancelled, changes nothing. */
const stillOwn = ({ workspaceId, id, leaseId }: LeasedJob) => ({ workspaceId, id, leaseId, status: "running" });

/** Says that the runner is alive. @returns false where the job is no longer its own */
export async function keepLease({ workspaceId, id, leaseId }: LeasedJob): Promise<boolean> {
  const count = await db().$executeRaw`
    UPDATE jobs SET lease_until = clock_timestamp() + make_interval(secs => ${leaseSeconds})
    WHERE workspace_id = ${workspaceId} AND id = ${id} AND lease_id = ${leaseId} AND status = 'running'`;
  return count === 1;
}

/** Leaves the job to whoever looks next, at once: for a runner that has to end. */
export async function giveBack(job: LeasedJob): Promise<void> {
  await db().job.updateMany({ where: stillOwn(job), data: { leaseUntil: new Date(0), attempts: { decrement: 1 } } });
}

/** Keeps a step of the work, all of it or nothing. @throws JobLeftError, RangeError for an output that grows too large */
export async function saveStep(job: LeasedJob, { checkpoint, progress, output, also }: Step<unknown>): Promise<void> {
  const { workspaceId, id, leaseId, askedById } = job;
  const pieces = output && output.byteLength > 0 ? Math.ceil(output.byteLength / chunkBytes) : 0;
  await transaction(async (tx) => {
    const [saved] = await tx.$queryRaw<{ chunks: number; bytes: bigint }[]>`
      UPDATE jobs SET checkpoint = ${JSON.stringify(checkpoint)}::json, attempts = 0,
        progress = greatest(progress, least(1, ${progress}::float8)),
        chunks = chunks + ${pieces}, output_bytes = output_bytes + ${output?.byteLength ?? 0},
        lease_until = clock_timestamp() + make_interval(secs => ${leaseSeconds})
      WHERE workspace_id = ${workspaceId} AND id = ${id} AND lease_id = ${leaseId} AND status = 'running'
      RETURNING chunks, output_bytes AS bytes`;
    if (!saved) throw new JobLeftError();
    if (saved.bytes > maxOutputBytes) throw new RangeError(`A job's output may have ${maxOutputBytes} bytes at most`);
    for (let piece = 0; output && piece < pieces; piece += 1) {
      const bytes = output.slice(piece * chunkBytes, (piece + 1) * chunkBytes);
      await tx.jobChunk.create({ data: { workspaceId, jobId: id, place: saved.chunks - pieces + piece, bytes } });
    }
    await also?.(tx);
    onCommit(() => publish({ workspaceId, event: "job.progressed", subjectId: id, personId: askedById }));
  });
}

/** The outputs of a workspace that are too many go, the oldest first; what came of the jobs stays. */
async function dropOldOutputs(tx: Tx, workspaceId: string): Promise<void> {
  const old = await tx.job.findMany({
    where: { workspaceId, status: "done", outputBytes: { gt: 0 } },
    orderBy: [{ finishedAt: "desc" }, { id: "desc" }],
    skip: maxOutputs,
  });
  for (const row of old) await dropOutput(tx, row);
}

/** @param result JSON text @throws JobLeftError */
export async function finishJob(job: LeasedJob, result: string): Promise<void> {
  const { workspaceId, id, leaseId } = job;
  await transaction(async (tx) => {
    const count = await tx.$executeRaw`
      UPDATE jobs SET status = 'done', progress = 1, result = ${result}::json, finished_at = clock_timestamp(),
        lease_id = NULL, lease_until = NULL, checkpoint = NULL
      WHERE workspace_id = ${workspaceId} AND id = ${id} AND lease_id = ${leaseId} AND status = 'running'`;
    if (count !== 1) throw new JobLeftError();
    await recordJob(tx, job, "job.completed", worker);
    await dropOldOutputs(tx, workspaceId);
  });
}

/** @throws JobLeftError */
export async function failJob(job: LeasedJob, error: Problem): Promise<void> {
  await transaction(async (tx) => {
    const { count } = await tx.job.updateMany({
      where: stillOwn(job),
      data: {
        status: "failed",
        error: JSON.parse(JSON.stringify(error)) as Prisma.InputJsonObject,
        finishedAt: new Date(),
        leaseId: null,
        leaseUntil: null,
      },
    });
    if (count !== 1) throw new JobLeftError();
    await dropOutput(tx, job);
    await recordJob(tx, job, "job.failed", worker, { code: error.code });
  });
}

/** Whether the job's process has ended too often without anything being saved. */
export const isHopeless = ({ attempts }: LeasedJob): boolean => attempts > maxAttempts;
