import { nameKey } from "@/lib/platform/name-key.rules";

/** How many letters differ, are missing, are too many or have changed places with their neighbour (optimal string alignment distance). */
function distance(a: string, b: string): number {
  const rows: number[][] = Array.from({ length: a.length + 1 }, (_, i) => [i]);
  for (let j = 0; j <= b.length; j++) at(rows, 0)[j] = j;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      at(rows, i)[j] = Math.min(
        cell(rows, i - 1, j) + 1,
        cell(rows, i, j - 1) + 1,
        cell(rows, i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1),
        swapped ? cell(rows, i - 2, j - 2) + 1 : Infinity,
      );
    }
  }
  return cell(rows, a.length, b.length);
}

const at = (rows: number[][], i: number): number[] => rows[i] ?? [];
const cell = (rows: number[][], i: number, j: number): number => rows[i]?.[j] ?? Infinity;

/** How many letters are compared: names are that long at most, and what somebody types is not bounded by that. */
const compared = 128;

/** The names that somebody who wrote `wanted` may have meant, the likeliest first: few letters off, or one a part of the other. */
export function nearestNames(wanted: string, names: readonly string[], most = 3): string[] {
  const key = nameKey(wanted).slice(0, compared);
  return names
    .map((name) => {
      const other = nameKey(name).slice(0, compared);
      const part = key.length >= 3 && (other.includes(key) || key.includes(other));
      return { name, away: part ? 1 : distance(key, other), allowed: Math.max(2, Math.floor(key.length / 3)) };
    })
    .filter(({ away, allowed }) => away <= allowed)
    .sort((a, b) => a.away - b.away || (a.name < b.name ? -1 : 1))
    .slice(0, most)
    .map(({ name }) => name);
}
