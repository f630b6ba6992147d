import { amountOf } from "@/lib/platform/money";
import { type Claim, limitAt, type LiveBudget } from "./budget.rules";

/** What a window of a budget has counted, in ten-thousandths. */
export interface Counted {
  spent: bigint;
  reserved: bigint;
}

/** An amount with what it is measured in: `12.5 EUR`, `3000 tokens`. */
export function amountInWords(units: bigint, { measure, currency }: Pick<LiveBudget, "measure" | "currency">): string {
  return `${amountOf(units)} ${measure === "money" ? (currency ?? "") : measure}`;
}

/** Names the budget, its limit, what is spent and reserved of it, and what was asked. */
export function exceededInWords(budget: LiveBudget, asked: bigint, { spent, reserved }: Counted, atMs: number): string {
  const told = (units: bigint) => amountInWords(units, budget);
  return `The budget “${budget.name}” allows ${told(limitAt(budget, atMs))}, of which ${told(spent)} is spent and ${told(reserved)} is reserved. This asks for ${told(asked)}.`;
}

/** Why a claim cannot be put to its budget by itself; null where it can. */
export function troubleOf({ budget, asked }: Claim): { code: string; message: string } | null {
  const of = `the budget “${budget.name}”`;
  if (asked.trouble === "currency")
    return {
      code: "budget_currency",
      message: `Its cost is in another currency than ${of}, which counts ${budget.currency ?? "another one"}.`,
    };
  if (asked.trouble)
    return {
      code: "budget_unknown_cost",
      message:
        budget.measure === "tokens"
          ? `Nobody says how many tokens it takes, and ${of} counts them.`
          : `Nobody says what it costs, and ${of} counts that.`,
    };
  if (budget.maxPerAction !== null && asked.units > budget.maxPerAction)
    return {
      code: "budget_per_action",
      message: `It asks for ${amountInWords(asked.units, budget)}, and ${of} allows one action ${amountInWords(budget.maxPerAction, budget)} without a person.`,
    };
  return null;
}
