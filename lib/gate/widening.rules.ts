import { pathText, type ValuePath } from "@/lib/platform/value-path.rules";
import { cutText } from "@/lib/platform/words.rules";

export const wideningKinds = ["larger", "more", "added", "removed", "other_kind", "other_target", "switched"] as const;

/** One way in which an edit makes an action do more, or something else, than the agent asked for. */
export interface Widening {
  /** In writing, so that no two are alike: see value-path.rules. */
  path: string;
  kind: (typeof wideningKinds)[number];
  /** In a sentence's part: "amount goes from 1 to 1000000000". */
  words: string;
}

/** So many are reported; an edit that rewrites everything is reported by its first. */
const maxTold = 50;
const maxValueLength = 60;
const decimal = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/u;
/** Fields that say whom or what an action is for, by their last word. */
const targetWord =
  /(?:^|[_.\-\s]|(?<=[a-z0-9])(?=[A-Z]))(ids?|key|name|type|kind|account|iban|to|cc|bcc|recipients?|target|resource|scope|path|url|uri|host|e?mail|address|env|environment|region|currency|table|bucket|project|tenant)$/iu;

type Resource = { type: string; id: string } | null;

/**
 * In which ways edited parameters go beyond those that were asked for: larger numbers (also such as are written as text), longer
 * lists, fields that came or went (a filter or a limit may have gone), values of another kind, other targets, switches. A smaller
 * number and a shorter list are none.
 */
export function widenings(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  resource: Resource,
): Widening[] {
  const found: Widening[] = [];
  compare([], before, after, resource, found);
  return found.slice(0, maxTold);
}

function compare(path: ValuePath, before: unknown, after: unknown, resource: Resource, found: Widening[]): void {
  if (found.length >= maxTold || Object.is(before, after)) return;
  const tell = (kind: Widening["kind"], words: string) =>
    found.push({ path: pathText(path), kind, words: `${pathText(path)} ${words}` });
  const numbers = bothNumbers(before, after);
  if (numbers) {
    if (Math.abs(numbers[1]) > Math.abs(numbers[0]) || Math.sign(numbers[1]) * Math.sign(numbers[0]) < 0)
      tell("larger", `goes from ${shown(before)} to ${shown(after)}`);
  } else if (kindOf(before) !== kindOf(after)) {
    tell(
      "other_kind",
      `was ${nouns[kindOf(before)]}, ${shown(before)}, and becomes ${nouns[kindOf(after)]}, ${shown(after)}`,
    );
  } else if (Array.isArray(before) && Array.isArray(after)) {
    if (after.length > before.length) tell("more", `goes from ${before.length} to ${after.length} items`);
    for (let i = 0; i < Math.min(before.length, after.length); i += 1)
      compare([...path, i], before[i], after[i], resource, found);
  } else if (isObject(before) && isObject(after)) {
    compareFields(path, before, after, resource, found);
  } else if (typeof before === "boolean") {
    tell("switched", `is switched from ${shown(before)} to ${shown(after)}`);
  } else if (typeof before === "string" && isTarget(path, before, resource)) {
    tell("other_target", `goes from ${shown(before)} to ${shown(after)}`);
  }
}

function compareFields(
  path: ValuePath,
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  resource: Resource,
  found: Widening[],
): void {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (found.length >= maxTold) return;
    const inside = [...path, name];
    const written = pathText(inside);
    if (!Object.hasOwn(before, name))
      found.push({ path: written, kind: "added", words: `${written} is added: ${shown(after[name])}` });
    else if (!Object.hasOwn(after, name))
      found.push({ path: written, kind: "removed", words: `${written} is taken away; it was ${shown(before[name])}` });
    else compare(inside, before[name], after[name], resource, found);
  }
}

function bothNumbers(before: unknown, after: unknown): [number, number] | null {
  if (typeof before === "number" && typeof after === "number") return [before, after];
  if (
    typeof before === "string" &&
    typeof after === "string" &&
    decimal.test(before.trim()) &&
    decimal.test(after.trim())
  )
    return [Number(before), Number(after)];
  return null;
}

function isTarget(path: ValuePath, before: string, resource: Resource): boolean {
  if (resource && (before === resource.id || before === resource.type || before === `${resource.type}:${resource.id}`))
    return true;
  const last = String(path.findLast((step) => typeof step === "string") ?? "");
  return targetWord.test(last) || (resource !== null && last.toLowerCase() === resource.type.toLowerCase());
}

const nouns = {
  number: "a number",
  text: "text",
  "true or false": "true or false",
  "a list": "a list",
  "an object": "an object",
  nothing: "nothing",
} as const;

function kindOf(value: unknown): keyof typeof nouns {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "number") return "number";
  if (typeof value === "string") return "text";
  return typeof value === "boolean" ? "true or false" : "an object";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  return cutText(JSON.stringify(value) ?? "nothing", maxValueLength);
}
