import { agentNames } from "@/lib/agents/agent-names.views";
import { runsOfAgent, runTasks } from "@/lib/runs/run-tasks.views";
import type { Page } from "@/lib/platform/common.schemas";
import { decodeCursor, encodeCursor } from "@/lib/platform/cursor";
import { db, type Prisma } from "@/lib/platform/db/client";
import { NotFoundError } from "@/lib/platform/errors";
import type { Caller } from "@/lib/platform/http/caller";
import type { ActiveStop, StopScopeType } from "./stop.rules";
import type { Stop, StopQuery } from "./stop.schemas";

type StopRow = Prisma.StopGetPayload<object>;

function idsOf(rows: readonly StopRow[], type: StopScopeType): string[] {
  return rows.flatMap((r) => (r.scopeType === type && r.scopeId ? [r.scopeId] : []));
}

/** Rows as the API shows them, with the names of what they hold. */
export async function toStops(workspaceId: string, rows: readonly StopRow[]): Promise<Stop[]> {
  const [agents, runs] = await Promise.all([agentNames(workspaceId, idsOf(rows, "agent")), runTasks(workspaceId, idsOf(rows, "run"))]);
  return rows.map((r) => ({
    id: r.id,
    scope: { type: r.scopeType as StopScopeType, id: r.scopeId, name: agents.get(r.scopeId ?? "")?.name ?? runs.get(r.scopeId ?? "") ?? null },
    reason: r.reason,
    active: r.rearmedAt === null,
    epoch: Number(r.epoch),
    pulledBy: { type: r.pulledByType === "agent" ? "agent" : "person", id: r.pulledById, name: r.pulledByName },
    pulledAt: r.pulledAt.toISOString(),
    rearmed:
      r.rearmedAt === null
        ? null
        : { by: { id: r.rearmedById ?? "", name: r.rearmedByName ?? "" }, at: r.rearmedAt.toISOString(), reason: r.rearmReason ?? "" },
  }));
}

/** An agent sees what can hold it and its runs, and what it pulled itself; not the stops of other agents, kinds and runs. */
async function visibleTo(caller: Caller): Promise<Prisma.StopWhereInput> {
  if (caller.kind === "person") return {};
  const { workspaceId, agentId } = caller;
  const stoppedRuns = await db().stop.findMany({ where: { workspaceId, scopeType: "run" }, distinct: ["scopeId"], select: { scopeId: true } });
  const [agents, runs] = await Promise.all([agentNames(workspaceId, [agentId]), runsOfAgent(workspaceId, agentId, stoppedRuns.flatMap(({ scopeId }) => scopeId ?? []))]);
  return {
    OR: [
      { scopeType: { in: ["workspace", "action", "resource"] } },
      { scopeType: "kind", scopeId: agents.get(agentId)?.kind ?? "" },
      { scopeType: "agent", scopeId: agentId },
      { scopeType: "run", scopeId: { in: runs } },
      { pulledByType: "agent", pulledById: agentId },
    ],
  };
}

/** Stops, newest first. @throws 400 for a cursor of another list */
export async function listStops(caller: Caller, query: StopQuery): Promise<Page<Stop>> {
  const after = decodeCursor(query.cursor, ["time", "text"]);
  const rows = await db().stop.findMany({
    where: {
      AND: [
        { workspaceId: caller.workspaceId },
        await visibleTo(caller),
        ...(query.active ? [{ rearmedAt: query.active === "true" ? null : { not: null } }] : []),
        ...(query.scopeType ? [{ scopeType: query.scopeType }] : []),
        ...(query.scopeId ? [{ scopeId: query.scopeId }] : []),
        ...(after ? [{ OR: [{ pulledAt: { lt: new Date(after[0] ?? 0) } }, { pulledAt: new Date(after[0] ?? 0), id: { lt: String(after[1]) } }] }] : []),
      ],
    },
    orderBy: [{ pulledAt: "desc" }, { id: "desc" }],
    take: query.limit + 1,
  });
  const shown = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? shown.at(-1) : undefined;
  return { items: await toStops(caller.workspaceId, shown), nextCursor: last ? encodeCursor([last.pulledAt.toISOString(), last.id]) : null };
}

/** @throws 404 outside the workspace */
export async function getStop(workspaceId: string, id: string): Promise<Stop> {
  const row = await db().stop.findFirst({ where: { id, workspaceId } });
  const [stop] = row ? await toStops(workspaceId, [row]) : [];
  if (!stop) throw new NotFoundError("This stop");
  return stop;
}

/** What is pulled now, as the rules look at it. */
export async function activeStops(workspaceId: string): Promise<ActiveStop[]> {
  const rows = await db().stop.findMany({ where: { workspaceId, rearmedAt: null } });
  return rows.map((r) => ({ id: r.id, scopeType: r.scopeType as StopScopeType, scopeId: r.scopeId, reason: r.reason, pulledByName: r.pulledByName }));
}
