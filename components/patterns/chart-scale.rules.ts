/** About so many steps an axis has. */
const steps = 4;

/**
 * Where an axis from nought is marked, from the bottom up; the last mark is the greatest value or above it. Steps are 1, 2 or 5 times a power of ten.
 * @param whole only whole numbers are counted: no mark lies between two of them
 */
export function ticksTo(greatest: number, whole: boolean): number[] {
  const least = whole ? 1 : Number.MIN_VALUE;
  const target = Math.max(Number.isFinite(greatest) && greatest > 0 ? greatest / steps : 1, least);
  const power = 10 ** Math.floor(Math.log10(target));
  const step = ([1, 2, 5].find((factor) => factor * power >= target * (1 - 1e-9)) ?? 10) * power;
  const count = Math.max(1, Math.ceil((greatest > 0 ? greatest : 1) / step - 1e-9));
  return Array.from({ length: count + 1 }, (_, at) => Number((at * step).toPrecision(12)));
}

/** Every how manieth of so many points is named, that at most `most` are. */
export function namedEvery(points: number, most: number): number {
  return Math.max(1, Math.ceil(points / most));
}
