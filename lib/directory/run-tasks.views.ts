import { db } from "@/lib/platform/db/client";

/** What runs of one workspace are for, by id; a run of another is missing. */
export async function runTasks(workspaceId: string, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db().run.findMany({
    where: { workspaceId, id: { in: [...new Set(ids)] } },
    select: { id: true, task: true },
  });
  return new Map(rows.map(({ id, task }) => [id, task]));
}

export interface RunPlace {
  agentId: string;
  /** The run and every run above it, from the top. */
  runIds: readonly string[];
  over: boolean;
}

/** Whose run it is, and where it stands; undefined where the workspace has no such run. */
export async function runPlace(workspaceId: string, id: string): Promise<RunPlace | undefined> {
  const run = await db().run.findFirst({
    where: { id, workspaceId },
    select: { agentId: true, ancestorIds: true, endedAt: true, expiresAt: true },
  });
  return run
    ? {
        agentId: run.agentId,
        runIds: [...run.ancestorIds, id],
        over: run.endedAt !== null || run.expiresAt <= new Date(),
      }
    : undefined;
}

/**
 * Which of these runs a stop of which can be felt by the agent: its own, and those above its own.
 * @param runId of a run's token: looks at that run, what is above it and what is under it, only
 */
export async function runsFeltBy(
  workspaceId: string,
  agentId: string,
  runId: string | undefined,
  ids: readonly string[],
): Promise<string[]> {
  if (ids.length === 0) return [];
  const among = new Set(ids);
  const rows = await db().run.findMany({
    where: {
      workspaceId,
      agentId,
      AND: [
        { OR: [{ id: { in: [...among] } }, { ancestorIds: { hasSome: [...among] } }] },
        runId === undefined ? {} : { OR: [{ id: runId }, { ancestorIds: { has: runId } }] },
      ],
    },
    select: { id: true, ancestorIds: true },
  });
  return [...new Set(rows.flatMap((r) => [...r.ancestorIds, r.id]))].filter((id) => among.has(id));
}
