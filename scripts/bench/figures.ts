/** One measured figure beside what it should be. */
export interface Figure {
  name: string;
  value: string;
  target: string;
  met: boolean;
}

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** Nearest-rank percentile. @throws RangeError for no values */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil((p / 100) * sorted.length) - 1)];
  if (value === undefined) throw new RangeError("no values");
  return value;
}

export const ms = (value: number) => `${value.toFixed(value < 10 ? 2 : 0)} ms`;

export function table(figures: readonly Figure[]): string {
  const rows = figures.map((f) => `| ${f.name} | ${f.value} | ${f.target} | ${f.met ? "yes" : "**no**"} |`);
  return ["| figure | measured | target | met |", "| --- | --- | --- | --- |", ...rows].join("\n");
}
