import type { ActionRequest } from "@/lib/actions/action.schemas";
import type { CatalogType } from "@/lib/catalog/catalog.rules";
import { calendarStretch, calendarUnits } from "@/lib/platform/calendar";
import { inUnits } from "@/lib/platform/money";
import { type ComparedScope, covers, type StopSubject } from "@/lib/scopes/stop.rules";

export const budgetScopes = ["workspace", "kind", "agent", "run", "action"] as const;
export type BudgetScopeType = (typeof budgetScopes)[number];

export const budgetMeasures = ["money", "tokens", "actions"] as const;
export type BudgetMeasure = (typeof budgetMeasures)[number];

/** A stretch of the calendar by the workspace's wall clock, or all time from when the budget was made. */
export const budgetWindows = [...calendarUnits, "total"] as const;
export type BudgetWindow = (typeof budgetWindows)[number];

/** A budget in force, as the gate judges by it. Amounts are whole numbers of ten-thousandths (money.ts). */
export interface LiveBudget extends ComparedScope {
  id: string;
  name: string;
  measure: BudgetMeasure;
  limit: bigint;
  /** Of money. */
  currency: string | null;
  window: BudgetWindow;
  timeZone: string;
  onExceeded: "hold" | "deny";
  maxPerAction: bigint | null;
  /** Unix milliseconds. */
  createdAt: number;
  raises: readonly { by: bigint; untilMs: number }[];
}

/** How much of a budget's measure one action asks for; or why nobody can tell. */
export type AskedAmount =
  | { units: bigint; trouble?: undefined }
  | { trouble: "unknown" | "currency"; units?: undefined };

/** What one action asks of one budget. */
export interface Claim {
  budget: LiveBudget;
  asked: AskedAmount;
}

/** The limit at a moment: the budget's own, and every raise that has not run out. */
export function limitAt({ limit, raises }: Pick<LiveBudget, "limit" | "raises">, atMs: number): bigint {
  return raises.reduce((sum, { by, untilMs }) => (untilMs > atMs ? sum + by : sum), limit);
}

/** The window that a moment is in, as ISO 8601; `until` is no part of it, and null where it never ends. */
export function windowAt(
  { window, timeZone, createdAt }: Pick<LiveBudget, "window" | "timeZone" | "createdAt">,
  atMs: number,
): { from: string; until: string | null } {
  if (window === "total") return { from: new Date(createdAt).toISOString(), until: null };
  const { fromMs, untilMs } = calendarStretch(window, timeZone, atMs);
  return { from: new Date(fromMs).toISOString(), until: new Date(untilMs).toISOString() };
}

type AskedFor = Pick<ActionRequest, "estimatedCost" | "estimatedTokens">;

function moneyAsked(currency: string | null, costs: readonly { amount: string; currency: string }[]): AskedAmount {
  if (costs.length === 0) return { trouble: "unknown" };
  if (costs.some((cost) => cost.currency !== currency)) return { trouble: "currency" };
  return { units: costs.map(({ amount }) => inUnits(amount)).reduce((most, one) => (one > most ? one : most)) };
}

/** The larger of what the agent declares and what the action's type expects. What nobody knows is said so: it is never nothing. */
export function amountAsked(
  { measure, currency }: Pick<LiveBudget, "measure" | "currency">,
  request: AskedFor,
  type: Pick<CatalogType, "expectedCost"> | undefined,
): AskedAmount {
  switch (measure) {
    case "actions":
      return { units: inUnits("1") };
    case "tokens":
      return request.estimatedTokens === undefined
        ? { trouble: "unknown" }
        : { units: inUnits(String(request.estimatedTokens)) };
    case "money":
      return moneyAsked(
        currency,
        [request.estimatedCost, type?.expectedCost].flatMap((cost) => cost ?? []),
      );
  }
}

/** What an action asks of every budget that covers it, in the order of the budgets. */
export function claimsOn(
  budgets: readonly LiveBudget[],
  subject: StopSubject,
  request: AskedFor,
  type: Pick<CatalogType, "expectedCost"> | undefined,
): Claim[] {
  return budgets
    .filter((budget) => covers(budget, subject))
    .map((budget) => ({ budget, asked: amountAsked(budget, request, type) }));
}
