import { db } from "@/lib/platform/db/client";

export interface AgentName {
  name: string;
  kind: string;
  /** The agent and every agent above it, from the top. */
  agentIds: readonly string[];
}

/** Names, kinds and lines of agents of one workspace, by id; who is not of it is missing. */
export async function agentNames(workspaceId: string, ids: readonly string[]): Promise<Map<string, AgentName>> {
  if (ids.length === 0) return new Map();
  const rows = await db().agent.findMany({
    where: { workspaceId, id: { in: [...new Set(ids)] } },
    select: { id: true, name: true, kind: true, ancestorIds: true },
  });
  return new Map(rows.map(({ id, name, kind, ancestorIds }) => [id, { name, kind, agentIds: [...ancestorIds, id] }]));
}

/** The kinds that agents of the workspace have, also the retired ones, in order. */
export async function agentKindNames(workspaceId: string): Promise<string[]> {
  const rows = await db().agent.findMany({
    where: { workspaceId },
    distinct: ["kind"],
    orderBy: { kind: "asc" },
    select: { kind: true },
  });
  return rows.map(({ kind }) => kind);
}
