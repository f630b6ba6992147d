import { db } from "@/lib/platform/db/client";

/** What runs of one workspace are for, by id; a run of another is missing. */
export async function runTasks(workspaceId: string, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db().run.findMany({ where: { workspaceId, id: { in: [...new Set(ids)] } }, select: { id: true, task: true } });
  return new Map(rows.map(({ id, task }) => [id, task]));
}

/** Whose run it is; undefined where the workspace has no such run. */
export async function runOwner(workspaceId: string, id: string): Promise<string | undefined> {
  const run = await db().run.findFirst({ where: { id, workspaceId }, select: { agentId: true } });
  return run?.agentId;
}

/** Which of these runs are the agent's. */
export async function runsOfAgent(workspaceId: string, agentId: string, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await db().run.findMany({ where: { workspaceId, agentId, id: { in: [...new Set(ids)] } }, select: { id: true } });
  return rows.map(({ id }) => id);
}
