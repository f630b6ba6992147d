import { agentNames } from "@/lib/directory/agent-names.views";
import { memberNames, teamNames } from "@/lib/directory/team-names.views";
import { toKey } from "@/lib/keys/key.views";
import type { Page } from "@/lib/platform/common.schemas";
import { db, Prisma } from "@/lib/platform/db/client";
import { anyHolds, inOrderOf, orderedIds, type OrderedBy, pageFrom } from "@/lib/platform/db/ordered-list";
import { NotFoundError } from "@/lib/platform/errors";
import { stopsAgent } from "@/lib/scopes/scope-keys.rules";
import { activeStops } from "@/lib/stops/stop.views";
import { agentSorts } from "./agent-sorts.rules";
import type { Agent, AgentDetail, AgentKinds, AgentQuery } from "./agent.schemas";

type AgentRow = Prisma.AgentGetPayload<object>;

const iso = (at: Date | null) => at?.toISOString() ?? null;
const present = (ids: readonly (string | null)[]) => ids.filter((id) => id !== null);

/** How many keys each agent has that work now, and when any of its keys was used last. */
async function keyFacts(workspaceId: string, agentIds: string[]) {
  const where = { workspaceId, agentId: { in: agentIds } };
  const [used, active] = await Promise.all([
    db().apiKey.groupBy({ by: ["agentId"], where, _max: { lastUsedAt: true } }),
    db().apiKey.groupBy({
      by: ["agentId"],
      where: { ...where, revokedAt: null, expiresAt: { gt: new Date() } },
      _count: true,
    }),
  ]);
  return {
    lastUsed: new Map(used.map((u) => [u.agentId, u._max.lastUsedAt])),
    active: new Map(active.map((a) => [a.agentId, a._count])),
  };
}

async function toAgents(workspaceId: string, rows: readonly AgentRow[]): Promise<Agent[]> {
  if (rows.length === 0) return [];
  const [keys, teams, people, parents, stops] = await Promise.all([
    keyFacts(
      workspaceId,
      rows.map((r) => r.id),
    ),
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
    statusChange: r.statusAt
      ? {
          reason: r.statusReason,
          by: { id: r.statusById ?? "", name: r.statusByName ?? "" },
          at: r.statusAt.toISOString(),
        }
      : null,
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

/** By agents_name_order_idx; else all agents of the workspace are put in order, ten thousand at most. */
const orders = {
  name: { value: Prisma.sql`lower(a.name)`, holds: "text" },
  kind: { value: Prisma.sql`a.kind`, holds: "text" },
  team: { value: Prisma.sql`lower(t.name)`, holds: "text", optional: true },
  keys: { value: Prisma.sql`coalesce(k.active, 0)`, holds: "integer" },
  used: { value: Prisma.sql`k.used`, holds: "time", optional: true },
} as const satisfies Record<string, OrderedBy>;

/** The agents, with what an order looks at beside them. */
function agentsBeside(workspaceId: string, column: keyof typeof orders): Prisma.Sql {
  if (column === "team") return Prisma.sql`agents a LEFT JOIN teams t ON t.id = a.team_id`;
  if (column !== "keys" && column !== "used") return Prisma.sql`agents a`;
  return Prisma.sql`agents a LEFT JOIN (
    SELECT agent_id, max(last_used_at) AS used, count(*) FILTER (WHERE revoked_at IS NULL AND expires_at > now()) AS active
    FROM api_keys WHERE workspace_id = ${workspaceId} GROUP BY agent_id
  ) k ON k.agent_id = a.id`;
}

/** Agents in the order asked for, by name by default. @throws 400 for a cursor of another list or order */
export async function listAgents(workspaceId: string, query: AgentQuery): Promise<Page<Agent>> {
  const sort = agentSorts.of(query.sort);
  const where = [Prisma.sql`a.workspace_id = ${workspaceId}`];
  if (query.kind) where.push(Prisma.sql`a.kind = ${query.kind}`);
  if (query.status) where.push(Prisma.sql`a.status = ${query.status}`);
  if (query.teamId) where.push(Prisma.sql`a.team_id = ${query.teamId}`);
  const words = query.q?.trim();
  if (words)
    where.push(Prisma.sql`(${anyHolds([Prisma.sql`a.name`, Prisma.sql`a.description`], words)} OR a.id = ${words})`);
  const source = { from: agentsBeside(workspaceId, sort.columnId), id: Prisma.sql`a.id`, where };
  const { ids, nextCursor } = pageFrom(await orderedIds(source, orders, sort, query), query.limit);
  const rows = await db().agent.findMany({ where: { id: { in: ids } } });
  return {
    items: await toAgents(
      workspaceId,
      inOrderOf(ids, rows, ({ id }) => id),
    ),
    nextCursor,
  };
}

/** @throws 404 outside the workspace */
export async function getAgent(workspaceId: string, id: string): Promise<AgentDetail> {
  const row = await db().agent.findFirst({
    where: { id, workspaceId },
    include: { keys: { orderBy: [{ createdAt: "desc" }, { id: "desc" }] } },
  });
  const [agent] = row ? await toAgents(workspaceId, [row]) : [];
  if (!row || !agent) throw new NotFoundError("This agent");
  return { ...agent, keys: row.keys.map(toKey) };
}

/** Every kind that is in use, with how many agents it has. */
export async function listKinds(workspaceId: string): Promise<AgentKinds> {
  const groups = await db().agent.groupBy({
    by: ["kind"],
    where: { workspaceId },
    _count: true,
    orderBy: { kind: "asc" },
  });
  return { items: groups.map((g) => ({ kind: g.kind, agents: g._count })) };
}
