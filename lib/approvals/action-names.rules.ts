/** So many different actions are named; of more it is said how many. */
const maxNamed = 5;

/** Which different actions there are among these, in the order they come in: the first few by name, and how many more. */
export function differentActions(of: readonly { action: string }[]): { named: string[]; more: number } {
  const names = [...new Set(of.map(({ action }) => action))];
  return { named: names.slice(0, maxNamed), more: Math.max(0, names.length - maxNamed) };
}

/** The same as words: `a, b and c`, `a, b, c, d, e and 12 more`. */
export function actionsInWords(of: readonly { action: string }[]): string {
  const { named, more } = differentActions(of);
  const parts = more > 0 ? [...named, `${more} more`] : named;
  return parts.length < 2 ? (parts[0] ?? "") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1) ?? ""}`;
}
