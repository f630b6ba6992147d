import { canonicalText } from "@/lib/platform/canonical-json.rules";
import { pathText, type ValuePath } from "@/lib/platform/value-path.rules";
import { cutText } from "@/lib/platform/words.rules";

/** One place in which two contents differ. */
export interface Difference {
  /** Where, in writing: `parametersSchema.properties.amount.maximum`. */
  path: string;
  change: "added" | "removed" | "changed";
  /** What was there; null where nothing was, and where it is too long to repeat. */
  before: unknown;
  /** What is there; null where nothing is, and where it is too long to repeat. */
  after: unknown;
  /** What was or is there is too long to be repeated here. */
  cut: boolean;
}

/** How many differences are listed, and how much of one value and of one path, in UTF-16 units. */
export const maxDifferences = 200;
export const maxDifferenceValue = 2_000;
const maxPath = 300;
/** How many places are kept beside a version. */
export const maxChangedPaths = 20;

interface Place {
  path: ValuePath;
  before: unknown;
  after: unknown;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Lists are compared place by place where things stand in them; lists of plain values whole, since a place in them means nothing by itself. */
const hasThings = (list: unknown[]): boolean => list.some((item) => typeof item === "object" && item !== null);

function stepsOf(before: unknown, after: unknown): (string | number)[] | null {
  if (isObject(before) && isObject(after)) return [...new Set([...Object.keys(after), ...Object.keys(before)])];
  if (Array.isArray(before) && Array.isArray(after) && (hasThings(before) || hasThings(after)))
    return Array.from({ length: Math.max(before.length, after.length) }, (_, index) => index);
  return null;
}

function memberAt(value: unknown, step: string | number): unknown {
  if (Array.isArray(value)) return value[Number(step)];
  return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

function same(a: unknown, b: unknown): boolean {
  if (a === undefined || b === undefined) return a === b;
  return canonicalText(a) === canonicalText(b);
}

/** Every place in which two JSON values differ, as far down as both have something there; the order of members is no difference. */
function* placesOf({ path, before, after }: Place): Generator<Place> {
  const steps = stepsOf(before, after);
  if (steps === null) {
    if (!same(before, after)) yield { path, before, after };
    return;
  }
  for (const step of steps)
    yield* placesOf({ path: [...path, step], before: memberAt(before, step), after: memberAt(after, step) });
}

function pathOf({ path }: Place): string {
  return cutText(pathText(path), maxPath);
}

const isLong = (value: unknown): boolean => value !== undefined && JSON.stringify(value).length > maxDifferenceValue;

function told(place: Place): Difference {
  const { before, after } = place;
  const shown = (value: unknown): unknown => (value === undefined || isLong(value) ? null : value);
  return {
    path: pathOf(place),
    change: before === undefined ? "added" : after === undefined ? "removed" : "changed",
    before: shown(before),
    after: shown(after),
    cut: isLong(before) || isLong(after),
  };
}

/** The first of some, and how many more there are. */
function firstOf<T>(all: Iterable<Place>, most: number, tell: (place: Place) => T): { items: T[]; more: number } {
  const items: T[] = [];
  let more = 0;
  for (const place of all) {
    if (items.length < most) items.push(tell(place));
    else more += 1;
  }
  return { items, more };
}

/** Where two contents differ, with what was and what is: at most `maxDifferences`, and how many more there are. */
export function differencesOf(before: unknown, after: unknown): { items: Difference[]; more: number } {
  return firstOf(placesOf({ path: [], before, after }), maxDifferences, told);
}

/** Where two contents differ, by path alone: at most `maxChangedPaths`, and how many more there are. */
export function changedPaths(before: unknown, after: unknown): { items: string[]; more: number } {
  return firstOf(placesOf({ path: [], before, after }), maxChangedPaths, pathOf);
}
