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
  /** What should notice: files of tests, as vitest is given them. */
  tests: readonly string[];
}

/** @throws where the text is not there: a list that has grown old proves nothing */
export function mutated(text: string, { name, from, to, at = 0 }: Mutation): string {
  let index = -1;
  for (let i = 0; i <= at; i++) {
    index = text.indexOf(from, index + 1);
    if (index < 0) throw new Error(`"${name}": the file does not have this text any more: ${from}`);
  }
  return text.slice(0, index) + to + text.slice(index + from.length);
}
