import { memberNames, teamNames } from "@/lib/people/team-names.views";
import type { Page } from "@/lib/platform/common.schemas";
import { decodeCursor, encodeCursor } from "@/lib/platform/cursor";
import { db, type Prisma } from "@/lib/platform/db/client";
import { NotFoundError } from "@/lib/platform/errors";
import { stopsAgent } from "@/lib/stops/scope-keys.rules";
import { activeStops } from "@/lib/stops/stop.views";
import { agentNames } from "./agent-names.views";
import { scopes as knownScopes, type Scope } from "./agent.rules";
import type { Agent, AgentDetail, AgentKinds, AgentQuery, ApiKey } from "./agent.schemas";

type AgentRow = Prisma.AgentGetPayload<object>;
type KeyRow = Prisma.ApiKeyGetPayload<object>;

const iso = (at: Date | null) => at?.toISOString() ?? null;
const present = (ids: readonly (string | null)[]) => ids.filter((id) => id !== null);

export function toKey(row: KeyRow): ApiKey {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes.filter((s): s is Scope => knownScopes.some((known) => known === s)),
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    lastUsedAt: iso(row.lastUsedAt),
    revokedAt: iso(row.revokedAt),
    rotatedFromId: row.rotatedFromId,
  };
}

/** How many keys each agent has that work now, and when any of its keys was used last. */
async function keyFacts(workspaceId: string, agentIds: string[]) {
  const where = { workspaceId, agentId: { in: agentIds } };
  const [used, active] = await Promise.all([
    db().apiKey.groupBy({ by: ["agentId"], where, _max: { lastUsedAt: true } }),
    db().apiKey.groupBy({ by: ["agentId"], where: { ...where, revokedAt: null, expiresAt: { gt: new Date() } }, _count: true }),
  ]);
  return {
    lastUsed: new Map(used.map((u) => [u.agentId, u._max.lastUsedAt])),
    active: new Map(active.map((a) => [a.agentId, a._count])),
  };
}

async function toAgents(workspaceId: string, rows: readonly AgentRow[]): Promise<Agent[]> {
  if (rows.length === 0) return [];
  const [keys, teams, people, parents, stops] = await Promise.all([
    keyFacts(workspaceId, rows.map((r) => r.id)),
    teamNames(workspaceId, present(rows.map((r) => r.teamId))),
    memberNames(workspaceId, present(rows.map((r) => r.createdById))),
    agentNames(workspaceId, present(rows.map((r) => r.parentAgentId))),
    activeStops(workspaceId),
  ]);
  return rows.map((r) => ({
    id: r.id,
    name: r.name,
    kind: r.kind,
    description: r.description,
    tier: r.tier as Agent["tier"],
    autonomy: r.autonomy as Agent["autonomy"],
    status: r.status as Agent["status"],
    statusChange: r.statusAt ? { reason: r.statusReason, by: { id: r.statusById ?? "", name: r.statusByName ?? "" }, at: r.statusAt.toISOString() } : null,
    team: r.teamId ? { id: r.teamId, name: teams.get(r.teamId) ?? r.teamId } : null,
    parentAgentId: r.parentAgentId,
    parentAgentName: parents.get(r.parentAgentId ?? "")?.name ?? null,
    createdBy: r.createdById ? { id: r.createdById, name: people.get(r.createdById) ?? "Former member" } : null,
    createdAt: r.createdAt.toISOString(),
    updatedAt: r.updatedAt.toISOString(),
    lastUsedAt: iso(keys.lastUsed.get(r.id) ?? null),
    activeKeys: keys.active.get(r.id) ?? 0,
    stopped: stops.some((s) => stopsAgent(s, { agentIds: [...r.ancestorIds, r.id], kind: r.kind })),
  }));
}

/** Agents by name. @throws 400 for a cursor of another list */
export async function listAgents(workspaceId: string, query: AgentQuery): Promise<Page<Agent>> {
  const after = decodeCursor(query.cursor, ["text"]);
  const words = query.q?.trim();
  const rows = await db().agent.findMany({
    where: {
      workspaceId,
      ...(query.kind ? { kind: query.kind } : {}),
      ...(query.status ? { status: query.status } : {}),
      ...(query.teamId ? { teamId: query.teamId } : {}),
      ...(after ? { name: { gt: String(after[0]) } } : {}),
      ...(words
        ? { OR: [{ name: { contains: words, mode: "insensitive" } }, { description: { contains: words, mode: "insensitive" } }, { id: words }] }
        : {}),
    },
    // A name is unique in its workspace, so it is the whole sort key.
    orderBy: { name: "asc" },
    take: query.limit + 1,
  });
  const shown = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? shown.at(-1) : undefined;
  return { items: await toAgents(workspaceId, shown), nextCursor: last ? encodeCursor([last.name]) : null };
}

/** @throws 404 outside the workspace */
export async function getAgent(workspaceId: string, id: string): Promise<AgentDetail> {
  const row = await db().agent.findFirst({ where: { id, workspaceId }, include: { keys: { orderBy: [{ createdAt: "desc" }, { id: "desc" }] } } });
  const [agent] = row ? await toAgents(workspaceId, [row]) : [];
  if (!row || !agent) throw new NotFoundError("This agent");
  return { ...agent, keys: row.keys.map(toKey) };
}

/** Every kind that is in use, with how many agents it has. */
export async function listKinds(workspaceId: string): Promise<AgentKinds> {
  const groups = await db().agent.groupBy({ by: ["kind"], where: { workspaceId }, _count: true, orderBy: { kind: "asc" } });
  return { items: groups.map((g) => ({ kind: g.kind, agents: g._count })) };
}
