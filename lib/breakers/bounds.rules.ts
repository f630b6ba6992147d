import type { Fault } from "@/lib/platform/errors";
import type { BreakerRule } from "./rule.schemas";

/** The newest actions of an agent that one look considers; what needs more than these to trip could never trip. */
export const mostActions = 2_000;
/** The longest window there is, in seconds; rules without a window look back as far. */
export const longestWindow = 86_400;

type Bound = [least: number, most: number];
const windowBound: Bound = [10, longestWindow];
const countBound: Bound = [2, mostActions];
const wholeFields = new Set(["windowSeconds", "minimum", "times", "length"]);

function outside(path: string, value: number, [least, most]: Bound, whole: boolean): Fault[] {
  if (Number.isFinite(value) && value >= least && value <= most && (!whole || Number.isInteger(value))) return [];
  return [{ path, message: `must be ${whole ? "a whole number " : ""}from ${least} to ${most}` }];
}

function numbersOf(rule: BreakerRule): [field: string, value: number, bound: Bound][] {
  const found: [string, number, Bound][] = [];
  if ("windowSeconds" in rule) found.push(["windowSeconds", rule.windowSeconds, windowBound]);
  if ("minimum" in rule) found.push(["minimum", rule.minimum, countBound]);
  if ("times" in rule) found.push(["times", rule.times, countBound]);
  if ("length" in rule) found.push(["length", rule.length, [2, 5]]);
  if ("sigmas" in rule) found.push(["sigmas", rule.sigmas, [0.1, 10]]);
  // More than `above` of so many must be looked at.
  if (rule.type === "action_rate" || rule.type === "novelty") found.push(["above", rule.above, [1, mostActions - 1]]);
  return found;
}

/** What keeps a rule of bounds that are each kept from ever tripping. */
function unreachable(rule: BreakerRule, path: (field: string) => string): Fault[] {
  if ("minimum" in rule && "above" in rule && !(rule.above >= 0 && rule.above < 1))
    return [{ path: path("above"), message: "must be from 0 to below 1: no share is above 1, so it could never trip" }];
  if (rule.type === "cycle" && rule.length * rule.times > mostActions)
    return [
      {
        path: path("times"),
        message: `asks for ${rule.length * rule.times} actions, and ${mostActions} are looked at: it could never trip`,
      },
    ];
  return [];
}

/** What is out of bounds in a rule, by the field's path; nothing where it can trip. */
export function ruleFaults(rule: BreakerRule): Fault[] {
  const path = (field: string) => `rule.${field}`;
  const faults = numbersOf(rule).flatMap(([field, value, bound]) =>
    outside(path(field), value, bound, wholeFields.has(field)),
  );
  return [...faults, ...unreachable(rule, path)];
}
