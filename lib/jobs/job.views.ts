import { decodeCursor, encodeCursor } from "@/lib/platform/cursor";
import { db, pool, type Prisma } from "@/lib/platform/db/client";
import { NotFoundError } from "@/lib/platform/errors";
import type { PersonCaller } from "@/lib/platform/http/caller";
import type { Permission } from "@/lib/platform/permissions.rules";
import { requirePermission } from "@/lib/sessions/person-auth.service";
import { Job, type JobPage, type JobQuery } from "./job.schemas";

export type JobRow = Prisma.JobGetPayload<object>;

/** A job as the contract has it. */
export function asJob(row: JobRow): Job {
  const { id, kind, title, progress, outputName, outputType } = row;
  const bytes = Number(row.outputBytes);
  const hasOutput = row.status === "done" && bytes > 0 && outputName !== null && outputType !== null;
  return Job.parse({
    id,
    kind,
    title,
    status: row.status,
    progress,
    result: row.result,
    error: row.error,
    output: hasOutput ? { name: outputName, mediaType: outputType, bytes } : null,
    askedBy: { id: row.askedById, name: row.askedByName },
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
  });
}

/** @throws 404 where the caller's workspace has no such job, 403 where they lack the right it takes */
export async function jobFor(caller: PersonCaller, id: string): Promise<JobRow> {
  const row = await db().job.findFirst({ where: { workspaceId: caller.workspaceId, id } });
  if (!row) throw new NotFoundError("This job");
  requirePermission(caller, row.permission as Permission);
  return row;
}

/** @throws as `jobFor` */
export async function getJob(caller: PersonCaller, id: string): Promise<Job> {
  return asJob(await jobFor(caller, id));
}

/** What the caller asked for themselves, newest first; without what they no longer have the right to. */
export async function listJobs(caller: PersonCaller, query: JobQuery): Promise<JobPage> {
  const [at, id] = decodeCursor(query.cursor, ["time", "text"]) ?? [];
  const before = at === undefined || id === undefined ? undefined : { at: new Date(at), id: String(id) };
  const rows = await db().job.findMany({
    where: {
      workspaceId: caller.workspaceId,
      askedById: caller.personId,
      permission: { in: [...caller.permissions] },
      ...(query.kind === undefined ? {} : { kind: query.kind }),
      ...(before ? { OR: [{ createdAt: { lt: before.at } }, { createdAt: before.at, id: { lt: before.id } }] } : {}),
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: query.limit + 1,
  });
  const shown = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? shown.at(-1) : undefined;
  return { items: shown.map(asJob), nextCursor: last ? encodeCursor([last.createdAt.toISOString(), last.id]) : null };
}

/**
 * A finished job's output, read piece by piece. Should it be forgotten meanwhile, the stream fails rather than ends.
 * @param stands asked before each piece, with the right that it takes: who may no longer have it gets no more of it
 * @throws as `jobFor`; 404 where it has none, or none yet
 */
export async function outputOf(
  caller: PersonCaller,
  id: string,
  stands: (permission: Permission) => Promise<void>,
): Promise<{ output: NonNullable<Job["output"]>; bytes: ReadableStream<Uint8Array> }> {
  const row = await jobFor(caller, id);
  const { output } = asJob(row);
  if (!output) throw new NotFoundError("An output of this job");
  let place = 0;
  const bytes = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (place === row.chunks) return controller.close();
        await stands(row.permission as Permission);
        const { rows } = await pool().query<{ bytes: Buffer }>({
          name: "jobs.chunk",
          text: "SELECT bytes FROM job_chunks WHERE workspace_id = $1 AND job_id = $2 AND place = $3",
          values: [caller.workspaceId, id, place],
        });
        if (!rows[0]) throw new Error("The output was forgotten while it was read.");
        place += 1;
        controller.enqueue(new Uint8Array(rows[0].bytes));
      },
    },
    { highWaterMark: 0 },
  );
  return { output, bytes };
}
