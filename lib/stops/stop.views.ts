import { agentNames } from "@/lib/directory/agent-names.views";
import { runsFeltBy, runTasks } from "@/lib/directory/run-tasks.views";
import type { Page } from "@/lib/platform/common.schemas";
import { decodeCursor, encodeCursor } from "@/lib/platform/cursor";
import { db, type Prisma } from "@/lib/platform/db/client";
import { NotFoundError, UnprocessableError } from "@/lib/platform/errors";
import type { Caller } from "@/lib/platform/http/caller";
import { logger } from "@/lib/platform/logger";
import { keysOfKind } from "@/lib/scopes/scope-keys.rules";
import type { ActiveStop, StopScopeType, StopStanding } from "@/lib/scopes/stop.rules";
import { refusedBy } from "./caught.views";
import { findScope } from "./known-names.views";
import { matchesInWords, matchesNothing } from "./matches.rules";
import { type NamedScope, readMatches } from "./matches.views";
import { withdrawalsOf } from "./withdrawals.views";
import type { Stop, StopMatches, StopNow, StopPreview, StopQuery, StopScope } from "./stop.schemas";

type StopRow = Prisma.StopGetPayload<object>;

function idsOf(rows: readonly StopRow[], type: StopScopeType): string[] {
  return rows.flatMap((r) => (r.scopeType === type && r.scopeId ? [r.scopeId] : []));
}

/** Rows as the API shows them, with the names of what they hold. */
export async function toStops(workspaceId: string, rows: readonly StopRow[]): Promise<Stop[]> {
  const ids = rows.map(({ id }) => id);
  const [agents, runs, refused, withdrawals] = await Promise.all([
    agentNames(workspaceId, idsOf(rows, "agent")),
    runTasks(workspaceId, idsOf(rows, "run")),
    refusedBy(workspaceId, ids),
    withdrawalsOf(workspaceId, ids),
  ]);
  return rows.map((r) => ({
    id: r.id,
    scope: {
      type: r.scopeType as StopScopeType,
      id: r.scopeId,
      name: agents.get(r.scopeId ?? "")?.name ?? runs.get(r.scopeId ?? "") ?? null,
    },
    reason: r.reason,
    status: r.standing as StopStanding,
    active: r.standing === "pulled",
    epoch: Number(r.epoch),
    pulledBy: { type: r.pulledByType as Stop["pulledBy"]["type"], id: r.pulledById, name: r.pulledByName },
    pulledAt: r.pulledAt.toISOString(),
    caught: {
      denied: refused.get(r.id)?.denied ?? 0,
      frozen: r.frozen,
      permitsWithdrawn: r.permitsWithdrawn,
      withdrawn: refused.get(r.id)?.withdrawn ?? 0,
    },
    withdrawal: withdrawals.get(r.id) ?? null,
    probation:
      r.probationNeeded === null ? null : { cleanActionsNeeded: r.probationNeeded, cleanActionsSeen: r.probationSeen },
    rearmed:
      r.rearmedAt === null
        ? null
        : {
            by: { id: r.rearmedById ?? "", name: r.rearmedByName ?? "" },
            at: r.rearmedAt.toISOString(),
            reason: r.rearmReason ?? "",
          },
  }));
}

/** An agent sees what can hold it and its runs, and what it pulled itself; not the stops of other agents, kinds and runs. */
async function visibleTo(caller: Caller): Promise<Prisma.StopWhereInput> {
  if (caller.kind === "person") return {};
  const { workspaceId, agentId, runId } = caller;
  const stoppedRuns = await db().stop.findMany({
    where: { workspaceId, scopeType: "run" },
    distinct: ["scopeId"],
    select: { scopeId: true },
  });
  const [agents, runs] = await Promise.all([
    agentNames(workspaceId, [agentId]),
    runsFeltBy(
      workspaceId,
      agentId,
      runId,
      stoppedRuns.flatMap(({ scopeId }) => scopeId ?? []),
    ),
  ]);
  const self = agents.get(agentId);
  return {
    OR: [
      { scopeType: { in: ["workspace", "action", "resource"] } },
      { scopeType: "kind", scopeKeys: { hasSome: keysOfKind(self?.kind ?? "") } },
      { scopeType: "agent", scopeId: { in: [...(self?.agentIds ?? [agentId])] } },
      { scopeType: "run", scopeId: { in: runs } },
      ...(runId === undefined ? [{ pulledByType: "agent", pulledById: agentId }] : []),
    ],
  };
}

/** The stops that cover one action, as the gate compares them. @throws 404 for an action the caller cannot read */
async function coveringIds(caller: Caller, actionId: string): Promise<string[]> {
  const { workspaceId } = caller;
  const agent = caller.kind === "agent" ? caller : undefined;
  const rows = await db().$queryRaw<{ stops: string[] }[]>`
    SELECT ARRAY(
      SELECT s.id FROM stops s WHERE s.workspace_id = a.workspace_id
        AND stop_covers(s.scope_type, s.scope_id, s.scope_keys, agent_line(a.agent_id), run_line(a.run_id), a.name_keys)
    ) AS stops
    FROM actions a WHERE a.id = ${actionId} AND a.workspace_id = ${workspaceId}
      AND (${agent?.agentId ?? null}::text IS NULL OR a.agent_id = ${agent?.agentId ?? null}) AND run_reaches(${agent?.runId ?? null}, a.run_id)`;
  if (!rows[0]) throw new NotFoundError("This action");
  return rows[0].stops;
}

/** Stops, newest first: those that can cover what the caller does, or that do cover one action. @throws 400 for a cursor of another list; 404 for that action */
export async function listStops(caller: Caller, query: StopQuery): Promise<Page<Stop>> {
  const after = decodeCursor(query.cursor, ["time", "text"]);
  const rows = await db().stop.findMany({
    where: {
      AND: [
        { workspaceId: caller.workspaceId },
        query.actionId === undefined
          ? await visibleTo(caller)
          : { id: { in: await coveringIds(caller, query.actionId) } },
        ...(query.active ? [{ standing: query.active === "true" ? "pulled" : { not: "pulled" } }] : []),
        ...(query.status ? [{ standing: query.status }] : []),
        ...(query.scopeType ? [{ scopeType: query.scopeType }] : []),
        ...(query.scopeId ? [{ scopeId: query.scopeId }] : []),
        ...(after
          ? [
              {
                OR: [
                  { pulledAt: { lt: new Date(after[0] ?? 0) } },
                  { pulledAt: new Date(after[0] ?? 0), id: { lt: String(after[1]) } },
                ],
              },
            ]
          : []),
      ],
    },
    orderBy: [{ pulledAt: "desc" }, { id: "desc" }],
    take: query.limit + 1,
  });
  const shown = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? shown.at(-1) : undefined;
  return {
    items: await toStops(caller.workspaceId, shown),
    nextCursor: last ? encodeCursor([last.pulledAt.toISOString(), last.id]) : null,
  };
}

/** @throws 404 outside the workspace */
export async function getStop(workspaceId: string, id: string): Promise<Stop> {
  const row = await db().stop.findFirst({ where: { id, workspaceId } });
  const [stop] = row ? await toStops(workspaceId, [row]) : [];
  if (!stop) throw new NotFoundError("This stop");
  return stop;
}

async function toldMatches(workspaceId: string, scope: NamedScope): Promise<StopMatches> {
  const found = await readMatches(workspaceId, scope);
  return {
    ...found,
    actionTypes: [...found.actionTypes],
    resources: [...found.resources],
    nothing: matchesNothing(found),
    inWords: matchesInWords(scope.type, found),
  };
}

/** What a scope matches; null where it could not be counted, which makes no stop less of one. */
async function matchesIfCounted(workspaceId: string, scope: NamedScope): Promise<StopMatches | null> {
  try {
    return await toldMatches(workspaceId, scope);
  } catch (error) {
    logger().warn({ err: error, workspaceId, scope: scope.type }, "what a stop matches could not be counted");
    return null;
  }
}

/** A stop with what it holds at this moment. That it stands is reported also where that cannot be counted. @throws 404 outside the workspace */
export async function getStopNow(workspaceId: string, id: string): Promise<StopNow> {
  const stop = await getStop(workspaceId, id);
  return { ...stop, matches: await matchesIfCounted(workspaceId, stop.scope) };
}

/** What a stop of this scope would hold at this moment. @throws 422 `unknown_scope` for an agent or a run that is not of the workspace */
export async function previewStop(workspaceId: string, scope: StopScope): Promise<StopPreview> {
  await requireIds(workspaceId, scope);
  const { id, known, nearest } = await findScope(workspaceId, scope);
  return {
    scope: { type: scope.type, id },
    known,
    nearest,
    matches: await matchesIfCounted(workspaceId, { type: scope.type, id }),
  };
}

/** @throws 422 `unknown_scope` for an agent or a run that is not of the workspace */
export async function requireIds(workspaceId: string, { type, id }: StopScope): Promise<void> {
  if (id === undefined) return;
  if (type === "agent" && !(await agentNames(workspaceId, [id])).has(id))
    throw unknownScope("This agent does not exist here.");
  if (type === "run" && (await runTasks(workspaceId, [id])).size === 0)
    throw unknownScope("This run does not exist here.");
}

export function unknownScope(detail: string, message = "does not exist in this workspace"): UnprocessableError {
  return new UnprocessableError("unknown_scope", detail, [{ path: "scope.id", message }]);
}

/** What is pulled now, as the rules look at it. */
export async function activeStops(workspaceId: string): Promise<ActiveStop[]> {
  const rows = await db().stop.findMany({ where: { workspaceId, standing: "pulled" } });
  return rows.map((r) => ({
    id: r.id,
    scopeType: r.scopeType as StopScopeType,
    scopeId: r.scopeId,
    scopeKeys: r.scopeKeys,
    standing: "pulled",
    reason: r.reason,
    pulledByName: r.pulledByName,
  }));
}
