import { db } from "@/lib/platform/db/client";

export interface AgentName {
  name: string;
  kind: string;
}

/** Names and kinds of agents of one workspace, by id; who is not of it is missing. */
export async function agentNames(workspaceId: string, ids: readonly string[]): Promise<Map<string, AgentName>> {
  if (ids.length === 0) return new Map();
  const rows = await db().agent.findMany({ where: { workspaceId, id: { in: [...new Set(ids)] } }, select: { id: true, name: true, kind: true } });
  return new Map(rows.map(({ id, name, kind }) => [id, { name, kind }]));
}
