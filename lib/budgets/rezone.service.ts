import type { Tx } from "@/lib/platform/db/client";
import { type BudgetWindow, windowAt } from "./budget.rules";

/**
 * Gives every budget in force the window that is current by a new wall clock, with what was reserved since that began. In the change of
 * the time zone, under the exclusive lock: nobody reserves or settles anything meanwhile.
 */
export async function rezoneBudgets(tx: Tx, workspaceId: string, timeZone: string, at = new Date()): Promise<void> {
  const budgets = await tx.budget.findMany({ where: { workspaceId, endedAt: null, window: { not: "total" } } });
  for (const { id, window, createdAt } of budgets) {
    const of = { window: window as BudgetWindow, timeZone, createdAt: createdAt.getTime() };
    const { from, until } = windowAt(of, at.getTime());
    await tx.$executeRaw`SELECT budget_rezone(${workspaceId}, ${id}, ${from}::timestamptz, ${until}::timestamptz)`;
  }
}
