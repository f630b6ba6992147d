import type { Action } from "@/lib/actions/action.schemas";
import type { Money } from "@/lib/platform/common.schemas";

/** What several actions do together. */
export interface CombinedEffect {
  count: number;
  /** One sum for each currency. */
  costs: Money[];
  /** How many name no cost: the sums leave them out. */
  withoutCost: number;
  /** Top-level numeric parameters that every one of them has, added up. */
  sums: { name: string; total: string }[];
  agents: number;
  resources: number;
}

/** Adds decimal numbers written as text without losing a cent to binary fractions. */
export function sumDecimals(amounts: readonly string[]): string {
  const places = Math.max(0, ...amounts.map((amount) => fractionOf(amount).length));
  const total = amounts.reduce((sum, amount) => sum + scaled(amount, places), 0n);
  const digits = (total < 0n ? -total : total).toString().padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits.slice(digits.length - places).replace(/0+$/u, "");
  return (total < 0n ? "-" : "") + whole + (fraction ? `.${fraction}` : "");
}

function fractionOf(amount: string): string {
  return amount.split(".")[1] ?? "";
}

function scaled(amount: string, places: number): bigint {
  const [whole = "0", fraction = ""] = amount.split(".");
  return BigInt(whole + fraction.padEnd(places, "0"));
}

/** A number as plain decimal text; null for what has none (1e30, NaN). */
function decimalText(value: unknown): string | null {
  if (typeof value !== "number" || !Number.isFinite(value)) return null;
  const text = String(value);
  return /^-?\d+(?:\.\d+)?$/u.test(text) ? text : null;
}

/** The combined effect of actions of one type: shown before they are decided together. */
export function combinedEffect(actions: readonly Action[]): CombinedEffect {
  const costs = new Map<string, string[]>();
  for (const { estimatedCost } of actions) {
    if (estimatedCost)
      costs.set(estimatedCost.currency, [...(costs.get(estimatedCost.currency) ?? []), estimatedCost.amount]);
  }
  return {
    count: actions.length,
    costs: [...costs].map(([currency, amounts]) => ({ amount: sumDecimals(amounts), currency })),
    withoutCost: actions.filter((action) => !action.estimatedCost).length,
    sums: parameterSums(actions),
    agents: new Set(actions.map((action) => action.agentId)).size,
    resources: new Set(actions.flatMap(({ resource }) => (resource ? [`${resource.type}:${resource.id}`] : []))).size,
  };
}

function parameterSums(actions: readonly Action[]): CombinedEffect["sums"] {
  return Object.keys(actions[0]?.parameters ?? {}).flatMap((name) => {
    const values = actions.map((action) => decimalText(action.parameters[name]));
    return values.every((value) => value !== null) ? [{ name, total: sumDecimals(values) }] : [];
  });
}
