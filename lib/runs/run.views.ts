import { agentNames } from "@/lib/agents/agent-names.views";
import { actionCounts, actionsOfRun } from "@/lib/gate/run-actions.views";
import type { Page } from "@/lib/platform/common.schemas";
import { consoleUrl } from "@/lib/platform/console-url";
import { decodeCursor, encodeCursor } from "@/lib/platform/cursor";
import { db, type Prisma } from "@/lib/platform/db/client";
import { NotFoundError } from "@/lib/platform/errors";
import type { Caller } from "@/lib/platform/http/caller";
import { routes } from "@/lib/platform/routes";
import { keysOfKind } from "@/lib/stops/scope-keys.rules";
import { covers } from "@/lib/stops/stop.rules";
import { activeStops } from "@/lib/stops/stop.views";
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
    agentNames(workspaceId, rows.map((r) => r.agentId)),
    actionCounts(workspaceId, rows.map((r) => r.id)),
  ]);
  return rows.map((r) => {
    const times = { startedAt: r.startedAt.toISOString(), expiresAt: r.expiresAt.toISOString(), endedAt: r.endedAt?.toISOString() ?? null };
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

function withStatus(status: RunStatus | undefined, now: Date): Prisma.RunWhereInput {
  switch (status) {
    case undefined:
      return {};
    case "ended":
      return { endedAt: { not: null } };
    case "active":
      return { endedAt: null, expiresAt: { gt: now } };
    case "expired":
      return { endedAt: null, expiresAt: { lte: now } };
  }
}

/** An agent reads its own runs; with a run's token, that run and those under it. */
function reachOf(caller: Caller): Prisma.RunWhereInput {
  if (caller.kind === "person") return {};
  const { agentId, runId } = caller;
  return { agentId, ...(runId === undefined ? {} : { OR: [{ id: runId }, { ancestorIds: { has: runId } }] }) };
}

/** Runs, newest first: for an agent its own. @throws 400 for a cursor of another list */
export async function listRuns(caller: Caller, query: RunQuery): Promise<Page<Run>> {
  const { workspaceId } = caller;
  const after = decodeCursor(query.cursor, ["time", "text"]);
  const words = query.q?.trim();
  const rows = await db().run.findMany({
    where: {
      AND: [
        { workspaceId },
        reachOf(caller),
        query.agentId ? { agentId: query.agentId } : {},
        query.parentRunId ? { parentRunId: query.parentRunId } : {},
        withStatus(query.status, new Date()),
        words ? { OR: [{ task: { contains: words, mode: "insensitive" } }, { id: words }] } : {},
        after ? { OR: [{ startedAt: { lt: new Date(after[0] ?? 0) } }, { startedAt: new Date(after[0] ?? 0), id: { lt: String(after[1]) } }] } : {},
      ],
    },
    omit: withoutContext,
    orderBy: [{ startedAt: "desc" }, { id: "desc" }],
    take: query.limit + 1,
  });
  const shown = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? shown.at(-1) : undefined;
  return { items: await toRuns(workspaceId, shown), nextCursor: last ? encodeCursor([last.startedAt.toISOString(), last.id]) : null };
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
    db().run.findMany({ where: { AND: [{ id: row.parentRunId ?? "", workspaceId }, caller.kind === "agent" && caller.runId !== undefined ? reachOf(caller) : {}] }, omit: withoutContext }),
    db().run.findMany({ where: { workspaceId, parentRunId: id }, omit: withoutContext, orderBy: [{ startedAt: "desc" }, { id: "desc" }], take: maxChildren }),
    actionsOfRun(workspaceId, id, maxSteps),
    activeStops(workspaceId),
    agentNames(workspaceId, [row.agentId]),
  ]);
  const runs = await toRuns(workspaceId, [row, ...parents, ...childRows]);
  const [run, ...others] = runs;
  if (!run) throw new NotFoundError("This run");
  const subject = { agentIds: agents.get(run.agentId)?.agentIds ?? [run.agentId], runIds: [...row.ancestorIds, id], nameKeys: keysOfKind(run.kind) };
  return {
    ...run,
    context: row.context as Record<string, unknown> | null,
    parent: others.find((r) => r.id === row.parentRunId) ?? null,
    children: others.filter((r) => r.parentRunId === id),
    steps,
    stopped: stops.some((s) => covers(s, subject)),
  };
}
