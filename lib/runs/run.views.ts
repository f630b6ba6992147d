import { actionCounts, actionsOfRun } from "@/lib/actions/run-actions.views";
import { agentNames } from "@/lib/directory/agent-names.views";
import type { Page } from "@/lib/platform/common.schemas";
import { consoleUrl } from "@/lib/platform/console-url";
import { db, Prisma } from "@/lib/platform/db/client";
import { anyHolds, inOrderOf, orderedIds, type OrderedBy, pageFrom } from "@/lib/platform/db/ordered-list";
import { NotFoundError } from "@/lib/platform/errors";
import type { Caller } from "@/lib/platform/http/caller";
import { routes } from "@/lib/platform/routes";
import { keysOfKind } from "@/lib/scopes/scope-keys.rules";
import { covers } from "@/lib/scopes/stop.rules";
import { activeStops } from "@/lib/stops/stop.views";
import { runSorts } from "./run-sorts.rules";
import { runStatus, type RunResult, type RunStatus } from "./run.rules";
import type { ActionCounts, Run, RunDetail, RunQuery } from "./run.schemas";

/** A list says nothing of the contexts, which may be as large as a request each. */
const withoutContext = { context: true } as const;
type RunRow = Omit<Prisma.RunGetPayload<object>, "context">;

const maxSteps = 200;
const maxChildren = 50;
const noActions: ActionCounts = { pending: 0, approved: 0, denied: 0, expired: 0, cancelled: 0, failed: 0 };

export async function toRuns(workspaceId: string, rows: readonly RunRow[], now = Date.now()): Promise<Run[]> {
  const [agents, counts] = await Promise.all([
    agentNames(
      workspaceId,
      rows.map((r) => r.agentId),
    ),
    actionCounts(
      workspaceId,
      rows.map((r) => r.id),
    ),
  ]);
  return rows.map((r) => {
    const times = {
      startedAt: r.startedAt.toISOString(),
      expiresAt: r.expiresAt.toISOString(),
      endedAt: r.endedAt?.toISOString() ?? null,
    };
    return {
      id: r.id,
      agentId: r.agentId,
      agentName: agents.get(r.agentId)?.name ?? r.agentId,
      kind: agents.get(r.agentId)?.kind ?? "",
      parentRunId: r.parentRunId,
      task: r.task,
      jurisdiction: r.jurisdiction,
      status: runStatus(times, now),
      result: r.result as RunResult | null,
      ...times,
      actions: counts.get(r.id) ?? noActions,
      url: consoleUrl(routes.run(r.id)),
    };
  });
}

function ofStatus(status: RunStatus): Prisma.Sql {
  const now = Prisma.sql`${new Date().toISOString()}::timestamptz`;
  switch (status) {
    case "ended":
      return Prisma.sql`r.ended_at IS NOT NULL`;
    case "active":
      return Prisma.sql`r.ended_at IS NULL AND r.expires_at > ${now}`;
    case "expired":
      return Prisma.sql`r.ended_at IS NULL AND r.expires_at <= ${now}`;
  }
}

/** By runs_started_idx, runs_ended_idx and runs_open_idx, and runs_task_idx. */
const orders = {
  started: { value: Prisma.sql`r.started_at`, holds: "time" },
  ended: { value: Prisma.sql`r.ended_at`, holds: "time", optional: true },
  task: { value: Prisma.sql`left(lower(r.task), 100)`, holds: "text" },
} as const satisfies Record<string, OrderedBy>;

/** An agent reads its own runs; with a run's token, that run and those under it. */
function reachOf(caller: Caller): Prisma.RunWhereInput {
  if (caller.kind === "person") return {};
  const { agentId, runId } = caller;
  return { agentId, ...(runId === undefined ? {} : { OR: [{ id: runId }, { ancestorIds: { has: runId } }] }) };
}

function narrowed(caller: Caller, query: RunQuery): Prisma.Sql[] {
  const where = [Prisma.sql`r.workspace_id = ${caller.workspaceId}`];
  if (caller.kind === "agent") where.push(Prisma.sql`r.agent_id = ${caller.agentId}`);
  if (caller.kind === "agent" && caller.runId !== undefined)
    where.push(Prisma.sql`(r.id = ${caller.runId} OR r.ancestor_ids @> ARRAY[${caller.runId}::text])`);
  if (query.agentId) where.push(Prisma.sql`r.agent_id = ${query.agentId}`);
  if (query.parentRunId) where.push(Prisma.sql`r.parent_run_id = ${query.parentRunId}`);
  if (query.status) where.push(ofStatus(query.status));
  const words = query.q?.trim();
  if (words) where.push(Prisma.sql`(${anyHolds([Prisma.sql`r.task`], words)} OR r.id = ${words})`);
  return where;
}

/** Runs in the order asked for, the newest first by default: for an agent its own. @throws 400 for a cursor of another list or order */
export async function listRuns(caller: Caller, query: RunQuery): Promise<Page<Run>> {
  const { workspaceId } = caller;
  const source = { from: Prisma.sql`runs r`, id: Prisma.sql`r.id`, where: narrowed(caller, query) };
  const { ids, nextCursor } = pageFrom(await orderedIds(source, orders, runSorts.of(query.sort), query), query.limit);
  const rows = await db().run.findMany({ where: { id: { in: ids } }, omit: withoutContext });
  return {
    items: await toRuns(
      workspaceId,
      inOrderOf(ids, rows, ({ id }) => id),
    ),
    nextCursor,
  };
}

/** A run as lists show it. @throws 404 outside the workspace */
export async function readRun(workspaceId: string, id: string): Promise<Run> {
  const [run] = await toRuns(workspaceId, await db().run.findMany({ where: { id, workspaceId } }));
  if (!run) throw new NotFoundError("This run");
  return run;
}

/** A run with its actions, parent and children. @throws 404 outside the workspace, and for another agent's */
export async function getRun(caller: Caller, id: string): Promise<RunDetail> {
  const { workspaceId } = caller;
  const row = await db().run.findFirst({ where: { AND: [{ id, workspaceId }, reachOf(caller)] } });
  if (!row) throw new NotFoundError("This run");
  const [parents, childRows, steps, stops, agents] = await Promise.all([
    db().run.findMany({
      where: {
        AND: [
          { id: row.parentRunId ?? "", workspaceId },
          caller.kind === "agent" && caller.runId !== undefined ? reachOf(caller) : {},
        ],
      },
      omit: withoutContext,
    }),
    db().run.findMany({
      where: { workspaceId, parentRunId: id },
      omit: withoutContext,
      orderBy: [{ startedAt: "desc" }, { id: "desc" }],
      take: maxChildren,
    }),
    actionsOfRun(workspaceId, id, maxSteps),
    activeStops(workspaceId),
    agentNames(workspaceId, [row.agentId]),
  ]);
  const runs = await toRuns(workspaceId, [row, ...parents, ...childRows]);
  const [run, ...others] = runs;
  if (!run) throw new NotFoundError("This run");
  const subject = {
    agentIds: agents.get(run.agentId)?.agentIds ?? [run.agentId],
    runIds: [...row.ancestorIds, id],
    nameKeys: keysOfKind(run.kind),
  };
  return {
    ...run,
    context: row.context as Record<string, unknown> | null,
    parent: others.find((r) => r.id === row.parentRunId) ?? null,
    children: others.filter((r) => r.parentRunId === id),
    steps,
    stopped: stops.some((s) => covers(s, subject)),
  };
}
