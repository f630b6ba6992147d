import { type Mixed, mixedWords } from "@/components/patterns/outside/scripts.rules";
import { codeOf, type Concealed, concealedIn } from "@/lib/platform/concealed.rules";

/** A part of a text, as it is drawn. All parts together are the text, character by character. */
export type Piece =
  | { kind: "text"; text: string }
  /** Shown as its name: `RLO U+202E`; `full` is what hover and screen readers give. */
  | { kind: "concealed"; text: string; name: string; full: string }
  /** A word whose letters are not of one alphabet; `scripts` names them. */
  | ({ kind: "mixed"; text: string } & Mixed);

/** Code points, their short and their long names. What is not listed is named by its kind. */
const named = new Map(
  `ad SHY soft hyphen|34f CGJ combining grapheme joiner|61c ALM Arabic letter mark|115f FILL Hangul filler|1160 FILL Hangul filler|3164 FILL Hangul filler|ffa0 FILL half-width Hangul filler|180e MVS Mongolian vowel separator|200b ZWSP zero width space|200c ZWNJ zero width non-joiner|200d ZWJ zero width joiner|200e LRM left-to-right mark|200f RLM right-to-left mark|202a LRE left-to-right embedding|202b RLE right-to-left embedding|202c PDF end of a direction|202d LRO left-to-right override|202e RLO right-to-left override|2066 LRI left-to-right isolate|2067 RLI right-to-left isolate|2068 FSI first strong isolate|2069 PDI end of an isolate|2060 WJ word joiner|2028 LSEP line separator|2029 PSEP paragraph separator|feff BOM byte order mark|2800 BLANK braille blank|a0 NBSP no-break space|202f NNBSP narrow no-break space|3000 IDSP ideographic space|9 TAB tab|a LF line end|d CR carriage return|1b ESC escape|7f DEL delete|0 NUL null|7 BEL bell|8 BS backspace`
    .split("|")
    .map((line) => {
      const [code = "", short = "", ...words] = line.split(" ");
      return [Number.parseInt(code, 16), [short, words.join(" ")] as const];
    }),
);

const kinds = [
  [/^[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u, "VS", "variation selector"],
  [/^[\u{e0000}-\u{e007f}]/u, "TAG", "tag character"],
  [/^\p{M}/u, "MARK", "combining mark"],
  [/^\p{Zs}/u, "SP", "unusual space"],
  [/^\p{Cc}/u, "CTRL", "control character"],
  [/^\p{Cs}/u, "HALF", "half of a character"],
  [/^\p{Co}/u, "PRIV", "private character"],
  [/^\p{Cn}/u, "NONE", "character that does not exist"],
] as const;

function nameOf(character: string): readonly [short: string, full: string] {
  const known = named.get(character.codePointAt(0) ?? 0);
  if (known) return known;
  const kind = kinds.find(([pattern]) => pattern.test(character));
  return kind ? [kind[1], kind[2]] : ["FMT", "format character"];
}

/** So much of a text in tag characters stands in its badge, and so much is shown on hover. */
const maxTagText = 40;
const maxTagsTold = 1000;

const isTag = (character: string) => /^[\u{e0020}-\u{e007e}]/u.test(character);

/** The names of one concealed character, or of several of a kind in a row: many of the same as one, and tag letters, which carry a text that nobody sees, with that text. */
export function namedRun(run: readonly string[]): { name: string; full: string } {
  const [first = ""] = run;
  if (run.length > 1 && isTag(first)) {
    const text = run.map((tag) => String.fromCodePoint((tag.codePointAt(0) ?? 0) - 0xe0000)).join("");
    const shown = text.length > maxTagText ? `${text.slice(0, maxTagText)}…` : text;
    return {
      name: `TAGS “${shown}”`,
      full: `${run.length} tag characters, which cannot be seen: “${text.slice(0, maxTagsTold)}”`,
    };
  }
  const [short, full] = nameOf(first);
  const times = run.length > 1 ? `${run.length} × ` : "";
  return { name: `${times}${short} ${codeOf(first)}`, full: `${times}${full}, ${codeOf(first)}` };
}

/** What a text on one line would lose without a sign: line ends, tabs, and plain spaces in a row. */
const flattened = /\r\n|[\t\n]/gu;

function inOrder(text: string, lines: boolean): Concealed[] {
  const found = concealedIn(text);
  if (lines) return found;
  const ends = Array.from(text.matchAll(flattened), (match) => ({ index: match.index, text: match[0] }));
  return ends.length === 0 ? found : [...found, ...ends].sort((a, b) => a.index - b.index);
}

function withMixed(text: string, mixed: readonly Mixed[]): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const word of mixed) {
    if (word.index > end) pieces.push({ kind: "text", text: text.slice(end, word.index) });
    pieces.push({ kind: "mixed", text: text.slice(word.index, word.index + word.length), ...word });
    end = word.index + word.length;
  }
  if (end < text.length) pieces.push({ kind: "text", text: text.slice(end) });
  return pieces;
}

/**
 * A text as it is drawn, so that nothing in it is unseen.
 * @param lines whether line ends and tabs are shown as such; else they are named, too
 */
export function look(text: string, { lines = false }: { lines?: boolean } = {}): Piece[] {
  const pieces: Piece[] = [];
  const found = inOrder(text, lines);
  let end = 0;
  for (let at = 0; at < found.length; ) {
    const { index, text: character } = found[at] as Concealed;
    if (index > end) pieces.push(...withMixed(text.slice(end, index), mixedWords(text.slice(end, index))));
    const run = [character];
    end = index + character.length;
    for (
      at++;
      found[at]?.index === end && (found[at]?.text === character || (isTag(character) && isTag(found[at]?.text ?? "")));
      at++
    ) {
      const next = found[at]?.text ?? "";
      run.push(next);
      end += next.length;
    }
    pieces.push({ kind: "concealed", text: run.join(""), ...namedRun(run) });
  }
  if (end < text.length) pieces.push(...withMixed(text.slice(end), mixedWords(text.slice(end))));
  return pieces;
}
