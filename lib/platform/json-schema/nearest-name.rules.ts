/** Longer names are nobody's slip of a known one; the comparison takes the product of the lengths. */
const maxLength = 40;

/** Letters and digits alone, in one case: max_length, maxlength and maxLength are one slip apart from nothing. */
const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, "");

/** How many letters are left out, added, wrong or swapped with the next (optimal string alignment; Damerau, CACM 7(3), 1964). */
function slipsBetween(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (beforeLast[j - 2] ?? 0) + 1);
      row.push(least);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/** The known name that was probably meant: at most a third of its letters differ. undefined where none is that near. */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  if (name.length > maxLength) return undefined;
  let nearest: string | undefined;
  let fewest = Infinity;
  for (const candidate of known) {
    const [a, b] = [plain(name), plain(candidate)];
    const slips = slipsBetween(a, b);
    if (slips < fewest && slips <= Math.floor(b.length / 3)) [nearest, fewest] = [candidate, slips];
  }
  return nearest;
}
