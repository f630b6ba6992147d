/**
 * Characters that cannot be seen, that turn text around, or that pass for a plain space: with them a text is not what it looks like.
 * Small, since every page carries it; their names are components/patterns/outside/outside-look.rules.ts.
 */

/** What may stand in any text without a closer look: ASCII, Latin letters, and the usual punctuation. */
const plain = /^[\t\n\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2015\u2018-\u2022\u2026\u20ac\u2190-\u21ff]*$/u;

/**
 * A character without a shape of its own, each as one match: controls, format characters and whatever Unicode says may be left undrawn,
 * separators and spaces other than the plain one, what is unassigned or private, half surrogates; a mark with nothing to stand on, and the
 * fifth mark on one letter. Not where it does what it is there for: the line end, the tab, and inside a joined emoji.
 */
export const concealedPattern =
  /(?:(?![\t\n ])[\p{Cc}\p{Cf}\p{Z}\p{Cs}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}\u2800]|^\p{M}|(?<=\p{M}{4})\p{M})(?<!\r(?=\n)|\p{Extended_Pictographic}[\ufe0e\ufe0f]|[0-9#*]\ufe0f(?=\u20e3)|\p{Extended_Pictographic}[\ufe0f\u{1f3fb}-\u{1f3ff}]?\u200d(?=\p{Extended_Pictographic})|\p{sc=Han}[\u{e0100}-\u{e01ef}])/gu;

/** A character that is not what it looks like, where it stands in the text. */
export interface Concealed {
  index: number;
  text: string;
}

/** Whether a text needs no closer look: one test, and true for nearly all. */
export function isPlain(text: string): boolean {
  return plain.test(text);
}

/** The concealed characters of a text, in order. */
export function concealedIn(text: string): Concealed[] {
  return isPlain(text)
    ? []
    : Array.from(text.matchAll(concealedPattern), (match) => ({ index: match.index, text: match[0] }));
}

/** `U+202E` */
export function codeOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/**
 * The text with each concealed character spelled out, `⟨U+202E⟩`, and many of the same in a row counted, `⟨9 × U+200B⟩`: for places that
 * take nothing but words (a title on hover, what a screen reader is told, a sentence). Applied again it changes nothing.
 */
export function spelledOut(text: string): string {
  const found = concealedIn(text);
  let spelled = "";
  let end = 0;
  for (let at = 0; at < found.length; ) {
    const { index, text: character } = found[at] as Concealed;
    let count = 1;
    while (found[at + count]?.text === character && found[at + count]?.index === index + count * character.length)
      count++;
    spelled += `${text.slice(end, index)}⟨${count > 1 ? `${count} × ` : ""}${codeOf(character)}⟩`;
    end = index + count * character.length;
    at += count;
  }
  return end === 0 ? text : spelled + text.slice(end);
}

/** How much of a JSON value is concealed, names of members counted as their values are. */
export interface ConcealedCount {
  /** How many characters. */
  count: number;
  /** The members that lead to the first of them; empty where the value itself is a text. Null where there is none. */
  first: readonly (string | number)[] | null;
}

/** Counts what a JSON value conceals. Walks without recursion: values may be nested as deep as the API takes. */
export function countConcealed(value: unknown): ConcealedCount {
  const left: { value: unknown; path: readonly (string | number)[]; name?: string }[] = [{ value, path: [] }];
  let count = 0;
  let first: readonly (string | number)[] | null = null;
  const see = (text: string, path: readonly (string | number)[]) => {
    const found = concealedIn(text).length;
    if (found > 0) first ??= path;
    count += found;
  };
  for (let next = left.pop(); next; next = left.pop()) {
    const { value: here, path, name } = next;
    if (name !== undefined) see(name, path);
    if (typeof here === "string") see(here, path);
    if (typeof here !== "object" || here === null) continue;
    const isList = Array.isArray(here);
    // The last goes in first, so that all are seen in the order in which they stand.
    for (const [key, member] of Object.entries(here).reverse())
      left.push(
        isList ? { value: member, path: [...path, Number(key)] } : { value: member, path: [...path, key], name: key },
      );
  }
  return { count, first };
}

/** Whether any of these texts, or anything in these values, conceals something. */
export function conceals(...values: readonly unknown[]): boolean {
  return countConcealed(values).count > 0;
}
