import { db } from "@/lib/platform/db/client";
import type { Zone } from "@/lib/platform/zone.rules";
import type { ActionStatus } from "./action.schemas";
import { decidedByType } from "./action.views";
import { askedSentences } from "./asked-words.views";

/** By status; `failed`: of those that ran, how many failed or never reported. */
export type StatusCounts = Record<ActionStatus | "failed", number>;

/** How many actions each run has, by status, and how many failed; a run without any is missing. */
export async function actionCounts(workspaceId: string, runIds: readonly string[]): Promise<Map<string, StatusCounts>> {
  const counts = new Map<string, StatusCounts>();
  if (runIds.length === 0) return counts;
  const groups = await db().action.groupBy({
    by: ["runId", "status", "executionStatus"],
    where: { workspaceId, runId: { in: [...runIds] } },
    _count: true,
  });
  for (const { runId, status, executionStatus, _count } of groups) {
    if (runId === null) continue;
    const of = counts.get(runId) ?? { pending: 0, approved: 0, denied: 0, expired: 0, cancelled: 0, failed: 0 };
    of[status as ActionStatus] += _count;
    if (executionStatus === "failed" || executionStatus === "lost") of.failed += _count;
    counts.set(runId, of);
  }
  return counts;
}

/** The actions of a run in the order they were asked, in brief, each with who decided it. */
export async function actionsOfRun(workspaceId: string, runId: string, limit: number) {
  const rows = await db().action.findMany({
    where: { workspaceId, runId },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take: limit,
    select: {
      id: true,
      action: true,
      typeVersion: true,
      resourceType: true,
      resourceId: true,
      zone: true,
      status: true,
      executionStatus: true,
      createdAt: true,
      decidedAt: true,
      expiresAt: true,
    },
  });
  const [decisions, sentenceOf] = await Promise.all([
    db().decision.findMany({
      where: { workspaceId, actionId: { in: rows.map((r) => r.id) } },
      select: { actionId: true, byType: true, byId: true, byName: true },
    }),
    askedSentences(workspaceId, rows),
  ]);
  const deciders = new Map(
    decisions.map((d) => [d.actionId, { type: decidedByType(d.byType), id: d.byId, name: d.byName }]),
  );
  return rows.map(({ typeVersion: _version, resourceType: _type, resourceId: _resource, ...r }) => ({
    ...r,
    sentence: sentenceOf(r.id),
    zone: r.zone as Zone,
    status: r.status as ActionStatus,
    executionStatus: r.executionStatus as "started" | "succeeded" | "failed" | "partial" | "lost" | null,
    createdAt: r.createdAt.toISOString(),
    decidedAt: r.decidedAt?.toISOString() ?? null,
    decidedBy: deciders.get(r.id) ?? null,
    expiresAt: r.expiresAt.toISOString(),
  }));
}
