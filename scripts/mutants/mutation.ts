/** One guard of the product, broken on purpose. */
export interface Mutation {
  /** What is wrong then, as one would say it of the product. */
  name: string;
  /** From the repository's root. */
  file: string;
  /** The text that is replaced; it must be there, and `at` tells which where it is there several times (0 is the first). */
  from: string;
  to: string;
  at?: number;
  /** What is broken with it: guards that stand behind one another are broken together, or no test could notice. */
  also?: readonly { file: string; from: string; to: string }[];
  /** What should notice: files of tests, as vitest is given them. */
  tests: readonly string[];
}

/** @throws where the text is not there: a list that has grown old proves nothing */
export function mutated(
  text: string,
  { name, from, to, at = 0 }: Pick<Mutation, "name" | "from" | "to" | "at">,
): string {
  let index = -1;
  for (let i = 0; i <= at; i++) {
    index = text.indexOf(from, index + 1);
    if (index < 0) throw new Error(`"${name}": the file does not have this text any more: ${from}`);
  }
  return text.slice(0, index) + to + text.slice(index + from.length);
}

/**
 * Every file that a mutation breaks, as it is then.
 * @param read gives the text of a file, from the repository's root
 * @throws where a text is not there any more
 */
export function brokenFiles(mutation: Mutation, read: (file: string) => string): ReadonlyMap<string, string> {
  const broken = new Map([[mutation.file, mutated(read(mutation.file), mutation)]]);
  for (const { file, from, to } of mutation.also ?? [])
    broken.set(file, mutated(broken.get(file) ?? read(file), { name: mutation.name, from, to }));
  return broken;
}
