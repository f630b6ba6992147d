import type { ControlSource } from "@/lib/judging/control-source.rules";
import { inUnits } from "@/lib/platform/money";
import type { LiveBudget } from "./budget.rules";

interface BudgetRow {
  id: string;
  name: string;
  scope_type: LiveBudget["scopeType"];
  scope_id: string | null;
  scope_keys: string[];
  measure: LiveBudget["measure"];
  limit_amount: string;
  currency: string | null;
  window: LiveBudget["window"];
  time_zone: string;
  on_exceeded: LiveBudget["onExceeded"];
  max_per_action: string | null;
  created_at: string;
  raises: { by: string; until: string }[] | null;
}

export function liveBudgetOf(row: BudgetRow): LiveBudget {
  return {
    id: row.id,
    name: row.name,
    scopeType: row.scope_type,
    scopeId: row.scope_id,
    scopeKeys: row.scope_keys,
    measure: row.measure,
    limit: inUnits(row.limit_amount),
    currency: row.currency,
    window: row.window,
    timeZone: row.time_zone,
    onExceeded: row.on_exceeded,
    maxPerAction: row.max_per_action === null ? null : inUnits(row.max_per_action),
    createdAt: Date.parse(row.created_at),
    raises: (row.raises ?? []).map(({ by, until }) => ({ by: inUnits(by), untilMs: Date.parse(until) })),
  };
}

/** Budgets that have not ended, with the raises that have not run out, and the wall clock they go by. In one order, by id. */
export const budgetsInForce: ControlSource<BudgetRow, readonly LiveBudget[]> = {
  name: "budgets",
  read: `SELECT b.id, b.name, b.scope_type, b.scope_id, b.scope_keys, b.measure, b.limit_amount::text AS limit_amount, b.currency, b."window",
      w.time_zone, b.on_exceeded, b.max_per_action::text AS max_per_action, b.created_at,
      (SELECT json_agg(json_build_object('by', r.amount::text, 'until', r.until)) FROM budget_raises r
        WHERE r.budget_id = b.id AND r.until > clock_timestamp()) AS raises
      FROM budgets b WHERE b.workspace_id = w.id AND b.ended_at IS NULL ORDER BY b.id`,
  compile: (rows) => rows.map(liveBudgetOf),
};
