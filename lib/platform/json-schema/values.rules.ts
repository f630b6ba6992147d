import { canonicalText } from "@/lib/platform/canonical-json.rules";
import type { StepBudget } from "./step-budget.rules";

export type JsonRecord = Record<string, unknown>;

export function isObject(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The type of a JSON value as JSON Schema names it; whole numbers are "number" here. */
export function typeName(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

const charactersPerStep = 16;

/** Counts a value's parts and texts before it is looked at as a whole. @throws TooManySteps */
export function spendWhole(value: unknown, budget: StepBudget): void {
  budget.spend(typeof value === "string" ? 1 + value.length / charactersPerStep : 1);
  if (Array.isArray(value)) for (const item of value) spendWhole(item, budget);
  else if (isObject(value)) {
    for (const [name, member] of Object.entries(value)) {
      budget.spend(1 + name.length / charactersPerStep);
      spendWhole(member, budget);
    }
  }
}

/** Equal values have the same text: 1 and 1.0, objects whatever the order of their names. */
export function identityOf(value: unknown, budget: StepBudget): string {
  spendWhole(value, budget);
  return canonicalText(value);
}

/** Characters as people count them: code points (RFC 8259 leaves it open; JSON Schema, 6.3.1, does not). */
export function codePoints(text: string): number {
  let pairs = 0;
  for (let i = 0; i + 1 < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0xd800 && code <= 0xdbff) {
      const next = text.charCodeAt(i + 1);
      if (next >= 0xdc00 && next <= 0xdfff) {
        pairs++;
        i++;
      }
    }
  }
  return text.length - pairs;
}
