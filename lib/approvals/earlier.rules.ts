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
  return value === null || typeof value === "number" || typeof value === "boolean" || (typeof value === "string" && value.length <= maxCharacters);
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
export function earlierValues(parameters: Readonly<Record<string, unknown>>, runs: readonly Readonly<Record<string, unknown>>[]): EarlierValue[] {
  const [last] = runs;
  if (!last) return [];
  return Object.entries(parameters)
    .flatMap(([name, now]): EarlierValue[] => {
      const then = Object.hasOwn(last, name) ? last[name] : undefined;
      if (!isComparable(now) || !isComparable(then)) return [];
      const figures = runs.flatMap((run) => (Object.hasOwn(run, name) && typeof run[name] === "number" ? [run[name]] : [])).sort((a, b) => a - b);
      const [least, greatest] = [figures[0], figures.at(-1)];
      const usual = typeof now === "number" && least !== undefined && greatest !== undefined ? { median: median(figures), least, greatest, n: figures.length } : null;
      return [{ name, last: then, usual }];
    })
    .slice(0, maxValues);
}

/** From so many runs on a range says something. */
const enough = 5;

/** Whether a figure is outside of all that ran before. */
export function isUnusual(now: unknown, { usual }: EarlierValue): boolean {
  return typeof now === "number" && usual !== null && usual.n >= enough && (now < usual.least || now > usual.greatest);
}
