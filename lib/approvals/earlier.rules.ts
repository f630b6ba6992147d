/** A value that is compared at a glance; objects, lists and long texts are not. */
export type Comparable = string | number | boolean | null;

/** How one value of the parameters stood when the same was done before. */
export interface EarlierValue {
  /** Its name: a parameter at the top. */
  name: string;
  /** What it was when the action last ran. */
  last: Comparable;
  /** Of figures: the median, the least and the greatest of all the runs that had one; null of anything else. */
  usual: { median: number; least: number; greatest: number; n: number } | null;
}

/** Longer texts are read, not compared. */
const maxCharacters = 100;
const maxValues = 50;

function isComparable(value: unknown): value is Comparable {
  return (
    value === null ||
    typeof value === "number" ||
    typeof value === "boolean" ||
    (typeof value === "string" && value.length <= maxCharacters)
  );
}

/** From so many runs on, words that were never the same twice are no choice among a few. */
const enoughWords = 3;
/** From so many runs on a range says something. */
const enough = 5;

/**
 * Whether the values of the runs only tell one run from another, as a title does, or a number that counts up: all different, and of figures
 * whole and close together. What such a one was last time says nothing about what it is now.
 */
function isName(values: readonly unknown[]): boolean {
  if (values.length < enoughWords || new Set(values).size < values.length) return false;
  const figures = values.filter((value) => typeof value === "number").sort((a, b) => a - b);
  if (figures.length < values.length) return true;
  const [least = 0, greatest = 0] = [figures[0], figures.at(-1)];
  return values.length >= enough && figures.every(Number.isInteger) && greatest - least < greatest / 10;
}

/** The middle of some figures; of an even number of them the lower middle, which was one of them. */
function median(sorted: readonly number[]): number {
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

/**
 * How the parameters' own values stood in earlier runs.
 *
 * @param parameters what is asked now
 * @param runs the parameters with which it ran before, newest first
 * @returns one for each top-level value of now that the last run had, too, in the order of now
 */
export function earlierValues(
  parameters: Readonly<Record<string, unknown>>,
  runs: readonly Readonly<Record<string, unknown>>[],
): EarlierValue[] {
  const [last] = runs;
  if (!last) return [];
  return Object.entries(parameters)
    .flatMap(([name, now]): EarlierValue[] => {
      const then = Object.hasOwn(last, name) ? last[name] : undefined;
      const values = runs.flatMap((run) => (Object.hasOwn(run, name) ? [run[name]] : []));
      if (!isComparable(now) || !isComparable(then) || isName(values)) return [];
      const figures = values.filter((value) => typeof value === "number").sort((a, b) => a - b);
      const [least, greatest] = [figures[0], figures.at(-1)];
      const usual =
        typeof now === "number" && least !== undefined && greatest !== undefined
          ? { median: median(figures), least, greatest, n: figures.length }
          : null;
      return [{ name, last: then, usual }];
    })
    .slice(0, maxValues);
}

/** Whether a figure is far outside of all that ran before: further than the whole of their range is wide. */
export function isUnusual(now: unknown, { usual }: EarlierValue): boolean {
  if (typeof now !== "number" || usual === null || usual.n < enough) return false;
  const range = usual.greatest - usual.least;
  return now < usual.least - range || now > usual.greatest + range;
}
