import type { DebitRow } from "@/lib/actions/action-rows.rules";
import type { Claim } from "@/lib/budgets/budget.rules";
import type { Action, Tx } from "@/lib/platform/db/client";
import { inUnits } from "@/lib/platform/money";
import { debitsFor, markOfWindow, withinBudgets, type WindowsTold } from "./interlocks/budget/over-budget.rules";
import type { Judgement } from "./judge.rules";

/** @param hold keeps the windows as they are until the transaction ends */
async function windowsOf(
  tx: Tx,
  workspaceId: string,
  debits: readonly DebitRow[],
  hold: boolean,
): Promise<WindowsTold> {
  if (hold) await tx.$executeRaw`SELECT budget_lock(${workspaceId}, ${JSON.stringify(debits)}::json)`;
  const rows = await tx.budgetWindow.findMany({
    where: { OR: debits.map(({ budget, from }) => ({ budgetId: budget, startsAt: new Date(from) })) },
  });
  return new Map(
    rows.map(({ budgetId, startsAt, spent, reserved }) => [
      markOfWindow(budgetId, startsAt.toISOString()),
      { spent: inUnits(spent.toFixed()), reserved: inUnits(reserved.toFixed()) },
    ]),
  );
}

/**
 * What budgets say of a held action now. One that has its reservation has its room; of the others the action asks anew, and what an
 * approval takes of them is told.
 */
export async function judgedByBudgets(
  tx: Tx,
  { id, workspaceId }: Pick<Action, "id" | "workspaceId">,
  judged: Judgement,
  claims: readonly Claim[],
  hold: boolean,
): Promise<Judgement & { debits: DebitRow[] }> {
  if (claims.length === 0) return { ...judged, debits: [] };
  const at = new Date();
  const reserved = await tx.budgetReservation.findMany({ where: { actionId: id }, select: { budgetId: true } });
  const asking = claims.filter(({ budget }) => !reserved.some(({ budgetId }) => budgetId === budget.id));
  if (asking.length === 0) return { ...judged, debits: [] };
  const debits = debitsFor(asking, { id, at, expiresAt: at.toISOString() });
  const told = await windowsOf(tx, workspaceId, debits, hold);
  return { ...withinBudgets(judged, asking, told, new Map(), at.getTime()), debits };
}
