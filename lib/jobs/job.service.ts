import { recordEntry } from "@/lib/audit/audit.service";
import type { AuditEvent } from "@/lib/audit/audit-events.rules";
import type { Prisma, Tx } from "@/lib/platform/db/client";
import { transaction } from "@/lib/platform/db/transactions";
import { AppError, ConflictError, ForbiddenError } from "@/lib/platform/errors";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { newId } from "@/lib/platform/ids";
import type { Permission } from "@/lib/platform/permissions.rules";
import { confirmPermission } from "@/lib/sessions/person-auth.service";
import type { JobKind } from "./job-kind";
import { maxParametersBytes, maxUnfinished } from "./job.rules";
import type { Job } from "./job.schemas";
import { asJob, jobFor, type JobRow } from "./job.views";

/** Who did something to a job: a person, or the worker. */
type By = { type: "person" | "system"; id: string };

/** Writes down a change of a job's state, in its transaction. */
export function recordJob(
  tx: Tx,
  { workspaceId, id, kind }: Pick<JobRow, "workspaceId" | "id" | "kind">,
  event: AuditEvent & `job.${string}`,
  actor: By,
  facts: Record<string, unknown> = {},
): Promise<void> {
  return recordEntry(tx, { workspaceId, actor, event, subject: { type: "job", id }, facts: { kind, ...facts } });
}

const unfinished = { in: ["queued", "running"] };

/** @throws 409 `too_many_jobs` */
async function requireRoom(tx: Tx, { workspaceId, personId }: PersonCaller): Promise<void> {
  // One at a time per workspace, or two at the same moment would both be the last that fits.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`jobs ${workspaceId}`}, 0))`;
  const where = { workspaceId, status: unfinished };
  const own = await tx.job.count({ where: { ...where, askedById: personId } });
  if (own >= maxUnfinished.person)
    throw new ConflictError(
      "too_many_jobs",
      `You have ${own} unfinished jobs here, which is as many as one person may have. Wait for one to end, or cancel one.`,
    );
  const all = await tx.job.count({ where });
  if (all >= maxUnfinished.workspace)
    throw new ConflictError(
      "too_many_jobs",
      `This workspace has ${all} unfinished jobs, which is as many as it may have. Wait for one to end.`,
    );
}

/**
 * Asks for long work, in the caller's transaction: it is queued if that commits, with its audit entry.
 * @throws 403 without the kind's right, 409 `too_many_jobs`, 413 `parameters_too_large`
 */
export async function requestJob<P>(tx: Tx, caller: PersonCaller, kind: JobKind<P>, parameters: P): Promise<Job> {
  await confirmPermission(tx, caller, kind.permission);
  const json = JSON.stringify(kind.parameters.parse(parameters));
  if (Buffer.byteLength(json) > maxParametersBytes)
    throw new AppError("parameters_too_large", `A job's parameters may have at most ${maxParametersBytes / 1024} KiB.`);
  await requireRoom(tx, caller);
  const row = await tx.job.create({
    data: {
      id: newId("job"),
      workspaceId: caller.workspaceId,
      kind: kind.kind,
      title: kind.title,
      permission: kind.permission,
      parameters: JSON.parse(json) as Prisma.InputJsonValue,
      askedById: caller.personId,
      askedByName: caller.personName,
      status: "queued",
      createdAt: new Date(),
      ...(kind.output
        ? { outputName: kind.output.fileName(caller.workspaceSlug), outputType: kind.output.mediaType }
        : {}),
    },
  });
  await recordJob(tx, row, "job.requested", { type: "person", id: caller.personId });
  return asJob(row);
}

/** An end takes the lease away, so that no runner writes after it, and what was made of the output with it unless it is done. */
export async function dropOutput(tx: Tx, { workspaceId, id: jobId }: Pick<JobRow, "workspaceId" | "id">) {
  await tx.jobChunk.deleteMany({ where: { workspaceId, jobId } });
  await tx.job.updateMany({ where: { workspaceId, id: jobId }, data: { outputBytes: 0, chunks: 0 } });
}

/**
 * Ends a job that waits or runs. From this moment its runner can write nothing more; it stops when it next tries to.
 * @throws 404, 403 without the right or for another's job, 409 `job_finished`
 */
export async function cancelJob(caller: PersonCaller, id: string): Promise<Job> {
  const { askedById, permission } = await jobFor(caller, id);
  await transaction(async (tx) => {
    const now = await confirmPermission(tx, caller, permission as Permission);
    if (askedById !== caller.personId && !now.permissions.includes("workspace:manage"))
      throw new ForbiddenError("forbidden", "Only who asked for a job, or an administrator, may cancel it.");
    const [row] = await tx.job.updateManyAndReturn({
      where: { workspaceId: caller.workspaceId, id, status: unfinished },
      data: { status: "cancelled", finishedAt: new Date(), leaseId: null, leaseUntil: null },
    });
    if (!row) throw new ConflictError("job_finished", "This job has ended already: there is nothing to cancel.");
    await dropOutput(tx, row);
    await recordJob(tx, row, "job.cancelled", { type: "person", id: caller.personId }, { progress: row.progress });
  });
  return asJob(await jobFor(caller, id));
}
