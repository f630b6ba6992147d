import { agentNames } from "@/lib/directory/agent-names.views";
import { runTasks } from "@/lib/directory/run-tasks.views";
import type { Page } from "@/lib/platform/common.schemas";
import { decodeCursor, encodeCursor } from "@/lib/platform/cursor";
import { db, type Prisma } from "@/lib/platform/db/client";
import { NotFoundError } from "@/lib/platform/errors";
import { amountOf, inUnits } from "@/lib/platform/money";
import { type BudgetScopeType, limitAt, windowAt } from "./budget.rules";
import type { Budget, BudgetHistory, BudgetHistoryQuery, BudgetQuery } from "./budget.schemas";

export type BudgetRow = Prisma.BudgetGetPayload<object>;

const plain = (amount: { toFixed(): string }): string => amountOf(inUnits(amount.toFixed()));

function idsOf(rows: readonly BudgetRow[], type: BudgetScopeType): string[] {
  return rows.flatMap((row) => (row.scopeType === type && row.scopeId !== null ? [row.scopeId] : []));
}

/** The window that is now, of each. */
async function currentOf(rows: readonly BudgetRow[], timeZone: string, raises: readonly RaiseRow[], at: Date) {
  const windows = rows.map((row) => {
    const window = row.window as Budget["window"];
    return { budgetId: row.id, ...windowAt({ window, timeZone, createdAt: row.createdAt.getTime() }, at.getTime()) };
  });
  const counted = await db().budgetWindow.findMany({
    where: { OR: windows.map(({ budgetId, from }) => ({ budgetId, startsAt: new Date(from) })) },
  });
  return rows.map((row, place): Budget["current"] => {
    const { from, until } = windows[place] ?? { from: row.createdAt.toISOString(), until: null };
    const now = counted.find(({ budgetId }) => budgetId === row.id);
    const spent = inUnits(now?.spent.toFixed() ?? "0");
    const reserved = inUnits(now?.reserved.toFixed() ?? "0");
    const own = raises.filter(({ budgetId }) => budgetId === row.id);
    const limit = limitAt(
      {
        limit: inUnits(row.limitAmount.toFixed()),
        raises: own.map(({ amount, until: end }) => ({ by: inUnits(amount.toFixed()), untilMs: end.getTime() })),
      },
      at.getTime(),
    );
    const left = limit - spent - reserved;
    return {
      from,
      until,
      limit: amountOf(limit),
      spent: amountOf(spent),
      reserved: amountOf(reserved),
      remaining: amountOf(left > 0n ? left : 0n),
      forecast: null,
    };
  });
}

type RaiseRow = Prisma.BudgetRaiseGetPayload<object>;

async function toBudgets(workspaceId: string, rows: readonly BudgetRow[], at = new Date()): Promise<Budget[]> {
  const { timeZone } = await db().workspace.findUniqueOrThrow({
    where: { id: workspaceId },
    select: { timeZone: true },
  });
  const raises = await db().budgetRaise.findMany({
    where: { budgetId: { in: rows.map(({ id }) => id) }, until: { gt: at } },
    orderBy: { at: "asc" },
  });
  const [agents, runs, current] = await Promise.all([
    agentNames(workspaceId, idsOf(rows, "agent")),
    runTasks(workspaceId, idsOf(rows, "run")),
    currentOf(rows, timeZone, raises, at),
  ]);
  return rows.flatMap((row, place) => {
    const now = current[place];
    if (!now) return [];
    const id = row.scopeId ?? "";
    return {
      id: row.id,
      name: row.name,
      scope: {
        type: row.scopeType as BudgetScopeType,
        id: row.scopeId,
        name: agents.get(id)?.name ?? runs.get(id) ?? null,
      },
      measure: row.measure as Budget["measure"],
      limit: plain(row.limitAmount),
      currency: row.currency,
      window: row.window as Budget["window"],
      softShare: row.softShare,
      onExceeded: row.onExceeded as Budget["onExceeded"],
      maxPerAction: row.maxPerAction && plain(row.maxPerAction),
      raises: raises
        .filter(({ budgetId }) => budgetId === row.id)
        .map((raise) => ({
          by: plain(raise.amount),
          until: raise.until.toISOString(),
          reason: raise.reason,
          person: { id: raise.personId, name: raise.personName },
          at: raise.at.toISOString(),
        })),
      current: now,
      createdAt: row.createdAt.toISOString(),
      endedAt: row.endedAt?.toISOString() ?? null,
    };
  });
}

/** Budgets, newest first. @throws 400 for a cursor of another list */
export async function listBudgets(workspaceId: string, { limit, cursor, ended }: BudgetQuery): Promise<Page<Budget>> {
  const after = decodeCursor(cursor, ["time", "text"]);
  const createdAt = new Date(after?.[0] ?? 0);
  const rows = await db().budget.findMany({
    where: {
      workspaceId,
      ...(ended === undefined ? {} : { endedAt: ended === "true" ? { not: null } : null }),
      ...(after ? { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: String(after[1]) } }] } : {}),
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit + 1,
  });
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    items: await toBudgets(workspaceId, shown),
    nextCursor: last ? encodeCursor([last.createdAt.toISOString(), last.id]) : null,
  };
}

/** @throws 404 outside the workspace */
export async function getBudget(workspaceId: string, id: string): Promise<Budget> {
  const row = await db().budget.findFirst({ where: { id, workspaceId } });
  const [budget] = row ? await toBudgets(workspaceId, [row]) : [];
  if (!budget) throw new NotFoundError("This budget");
  return budget;
}

/** What a budget counted, window by window, the newest first. @throws 400 for a cursor of another list; 404 outside the workspace */
export async function budgetHistory(
  workspaceId: string,
  id: string,
  { limit, cursor }: BudgetHistoryQuery,
): Promise<BudgetHistory> {
  if (!(await db().budget.findFirst({ where: { id, workspaceId }, select: { id: true } })))
    throw new NotFoundError("This budget");
  const after = decodeCursor(cursor, ["time"]);
  const rows = await db().budgetWindow.findMany({
    where: { budgetId: id, ...(after ? { startsAt: { lt: new Date(after[0] ?? 0) } } : {}) },
    orderBy: { startsAt: "desc" },
    take: limit + 1,
  });
  const shown = rows.slice(0, limit);
  const overridden = await db().budgetReservation.groupBy({
    by: ["startsAt"],
    where: { budgetId: id, overridden: true, startsAt: { in: shown.map(({ startsAt }) => startsAt) } },
    _count: true,
  });
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    items: shown.map(({ startsAt, endsAt, spent, reserved }) => ({
      from: startsAt.toISOString(),
      until: endsAt?.toISOString() ?? null,
      spent: plain(spent),
      reserved: plain(reserved),
      overridden: overridden.find((one) => one.startsAt.getTime() === startsAt.getTime())?._count ?? 0,
    })),
    nextCursor: last ? encodeCursor([last.startsAt.toISOString()]) : null,
  };
}
