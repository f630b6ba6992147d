import { agentNames } from "@/lib/directory/agent-names.views";
import type { Page } from "@/lib/platform/common.schemas";
import { decodeCursor, encodeCursor } from "@/lib/platform/cursor";
import { db, type Prisma, type Tx } from "@/lib/platform/db/client";
import { NotFoundError } from "@/lib/platform/errors";
import type { Breaker, BreakerQuery, BreakerTrip } from "./breaker.schemas";
import { BreakerRule } from "./rule.schemas";

export type BreakerRow = Prisma.BreakerGetPayload<object>;
type StateRow = Prisma.BreakerStateGetPayload<object>;

/** Agents of one breaker that an answer names at most. */
const mostAgents = 100;

/** A stored rule; every one was checked when it was written. */
export const ruleOf = ({ rule }: Pick<BreakerRow, "rule">): BreakerRule => BreakerRule.parse(rule);

export function recoveryOf(row: Pick<BreakerRow, "recoveryAfterSeconds" | "recoveryProbes">): Breaker["recovery"] {
  const { recoveryAfterSeconds: afterSeconds, recoveryProbes: probes } = row;
  return afterSeconds === null || probes === null ? null : { afterSeconds, probes };
}

async function toBreakers(workspaceId: string, rows: readonly BreakerRow[]): Promise<Breaker[]> {
  const states = await db().breakerState.findMany({
    where: { workspaceId, breakerId: { in: rows.map(({ id }) => id) }, state: { not: "closed" } },
    orderBy: { tripId: "desc" },
  });
  const scoped = rows.flatMap(({ scopeType, scopeId }) => (scopeType === "agent" && scopeId ? [scopeId] : []));
  const names = await agentNames(workspaceId, [...scoped, ...states.map(({ agentId }) => agentId)]);
  const nameOf = (id: string) => names.get(id)?.name ?? id;
  return rows.map((row) => {
    const own = states.filter(({ breakerId }) => breakerId === row.id);
    return {
      id: row.id,
      name: row.name,
      scope: {
        type: row.scopeType as Breaker["scope"]["type"],
        id: row.scopeId,
        name: row.scopeType === "agent" && row.scopeId !== null ? nameOf(row.scopeId) : null,
      },
      rule: ruleOf(row),
      response: row.response as Breaker["response"],
      throttlePerMinute: row.throttlePerMinute,
      recovery: recoveryOf(row),
      enabled: row.enabled,
      state: own.some(({ state }) => state === "open") ? "open" : own.length > 0 ? "half_open" : "closed",
      agents: own.slice(0, mostAgents).map((state) => asAgent(state, nameOf(state.agentId))),
      createdAt: row.createdAt.toISOString(),
    };
  });
}

function asAgent(state: StateRow, agentName: string): Breaker["agents"][number] {
  return {
    agentId: state.agentId,
    agentName,
    state: state.state as Breaker["state"],
    answer: state.answer as Breaker["response"],
    tripId: state.tripId,
    stopId: state.stopId,
    trips: state.trips,
    triesAt: state.triesAt?.toISOString() ?? null,
  };
}

/** @throws 404 */
export async function requireBreaker(tx: Pick<Tx, "breaker">, workspaceId: string, id: string): Promise<BreakerRow> {
  const row = await tx.breaker.findFirst({ where: { id, workspaceId, deletedAt: null } });
  if (!row) throw new NotFoundError("This breaker");
  return row;
}

/** @throws 404 */
export async function getBreaker(workspaceId: string, id: string): Promise<Breaker> {
  const [breaker] = await toBreakers(workspaceId, [await requireBreaker(db(), workspaceId, id)]);
  if (!breaker) throw new NotFoundError("This breaker");
  return breaker;
}

/** Newest first. */
export async function listBreakers(workspaceId: string, query: BreakerQuery): Promise<Page<Breaker>> {
  const after = decodeCursor(query.cursor, ["text"]);
  const rows = await db().breaker.findMany({
    where: { workspaceId, deletedAt: null, ...(after ? { id: { lt: String(after[0]) } } : {}) },
    orderBy: { id: "desc" },
    take: query.limit + 1,
  });
  const shown = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? shown.at(-1) : undefined;
  return { items: await toBreakers(workspaceId, shown), nextCursor: last ? encodeCursor([last.id]) : null };
}

/** Newest first. @throws 404 */
export async function listTrips(
  workspaceId: string,
  breakerId: string,
  query: BreakerQuery,
): Promise<Page<BreakerTrip>> {
  await requireBreaker(db(), workspaceId, breakerId);
  const after = decodeCursor(query.cursor, ["text"]);
  const rows = await db().breakerTrip.findMany({
    where: { workspaceId, breakerId, ...(after ? { id: { lt: String(after[0]) } } : {}) },
    orderBy: { id: "desc" },
    take: query.limit + 1,
  });
  const shown = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? shown.at(-1) : undefined;
  return {
    items: shown.map((row) => ({
      id: row.id,
      at: row.at.toISOString(),
      agentId: row.agentId,
      observed: { value: row.value, n: row.n, windowSeconds: row.windowSeconds },
      actionIds: row.actionIds,
      response: row.response as BreakerTrip["response"],
      stopId: row.stopId,
      recoveredAt: row.recoveredAt?.toISOString() ?? null,
    })),
    nextCursor: last ? encodeCursor([last.id]) : null,
  };
}
