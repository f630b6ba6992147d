/** A regular expression that cannot be used, and why. The words continue "The pattern …". */
export class PatternError extends Error {}

/** What `\s` means in ECMA-262: its white space and line terminators, as ranges. RE2 means the ASCII ones only. */
const spaces: readonly (readonly [number, number])[] = [
  [0x09, 0x0d],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];
const lastCodePoint = 0x10ffff;

const point = (code: number) => `\\x{${code.toString(16)}}`;
const range = (from: number, to: number) => `${point(from)}-${point(to)}`;
const everything = range(0, lastCodePoint);
const spaceRanges = spaces.map(([from, to]) => range(from, to)).join("");
const otherRanges = [...spaces, [lastCodePoint + 1, lastCodePoint + 1] as const]
  .map(([from], i) => [(spaces[i - 1]?.[1] ?? -1) + 1, from - 1] as const)
  .filter(([from, to]) => from <= to)
  .map(([from, to]) => range(from, to))
  .join("");

const controls: Record<string, number> = { t: 9, n: 10, v: 11, f: 12, r: 13, "0": 0 };
const isHigh = (code: number) => code >= 0xd800 && code <= 0xdbff;

/** One member of a set or one symbol outside of it: a single character, or a set that stands for several. */
type Atom = { code: number } | { set: string };

/** Reads a pattern once, from left to right. It has passed JavaScript's own parser, so that it is well-formed is known. */
class Reader {
  private at = 0;

  constructor(private readonly pattern: string) {}

  translated(): string {
    let text = "";
    while (this.at < this.pattern.length) text += this.term();
    return text;
  }

  private take(expression: RegExp): RegExpExecArray | null {
    const sticky = new RegExp(expression.source, "uy");
    sticky.lastIndex = this.at;
    const found = sticky.exec(this.pattern);
    if (found) this.at = sticky.lastIndex;
    return found;
  }

  private character(): number {
    const code = this.pattern.codePointAt(this.at) ?? 0;
    this.at += code > 0xffff ? 2 : 1;
    return code;
  }

  private term(): string {
    if (this.take(/\(/)) return this.group();
    if (this.take(/\[/)) return this.set();
    if (this.take(/\./)) return `[^${point(0x0a)}${point(0x0d)}${range(0x2028, 0x2029)}]`;
    // Quantifiers, alternatives, ends of groups and anchors are written alike; so are the edges of words, which are ASCII in both.
    const same = this.take(/\{[0-9,]+\}|[*+?|)^$]|\\[bB]/);
    if (same) return same[0];
    const atom = this.atom();
    return "set" in atom ? `[${atom.set}]` : point(atom.code);
  }

  private group(): string {
    if (this.take(/\?<?[=!]/)) throw new PatternError("looks ahead or behind");
    if (this.take(/\?[a-z-]/)) throw new PatternError("sets flags of its own");
    // Only whether a text matches is asked, so no group needs to remember what it matched.
    this.take(/\?:|\?<[^>]*>/);
    return "(?:";
  }

  private set(): string {
    const negated = this.take(/\^/) !== null;
    let members = "";
    while (!this.take(/\]/)) {
      const from = this.atom();
      if (!("code" in from)) members += from.set;
      else if (this.take(/-(?!\])/)) {
        const to = this.atom();
        members += "code" in to ? range(from.code, to.code) : "";
      } else members += point(from.code);
    }
    // RE2 cannot write an empty set; what is not in it is everything.
    if (members === "") return negated ? `[${everything}]` : `[^${everything}]`;
    return `[${negated ? "^" : ""}${members}]`;
  }

  private atom(): Atom {
    return this.take(/\\/) ? this.escaped() : { code: this.character() };
  }

  private escaped(): Atom {
    if (this.take(/[1-9]|k/)) throw new PatternError("refers back to what a group has matched");
    if (this.take(/s/)) return { set: spaceRanges };
    if (this.take(/S/)) return { set: otherRanges };
    const same = this.take(/[dDwW]/);
    if (same) return { set: `\\${same[0]}` };
    const property = this.take(/([pP])\{(?:(?:Script|sc|General_Category|gc)=)?([^}]*)\}/);
    if (property) return { set: `\\${property[1]}{${property[2]}}` };
    const hex = this.take(/x([0-9a-fA-F]{2})|u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})/);
    if (hex) return { code: this.paired(Number.parseInt(hex[1] ?? hex[2] ?? hex[3] ?? "", 16), hex[3] !== undefined) };
    const control = this.take(/c([a-zA-Z])/);
    if (control) return { code: (control[1]?.charCodeAt(0) ?? 0) % 32 };
    const named = this.take(/[tnvfr0]/);
    if (named) return { code: controls[named[0]] ?? 0 };
    // Inside a set, \b is the backspace; everything else that may be escaped stands for itself.
    return this.take(/b/) ? { code: 8 } : { code: this.character() };
  }

  /** Two escapes of UTF-16 halves are one character (ECMA-262, RegExpUnicodeEscapeSequence). */
  private paired(code: number, half: boolean): number {
    const low = half && isHigh(code) ? this.take(/\\u([dD][c-fC-F][0-9a-fA-F]{2})/) : null;
    return low ? (code - 0xd800) * 0x400 + (Number.parseInt(low[1] ?? "", 16) - 0xdc00) + 0x10000 : code;
  }
}

/**
 * JSON Schema's patterns are ECMA-262 with the flag `u`; this writes one in RE2's syntax so that it matches the same texts.
 * @throws PatternError for what JavaScript does not read, and for what no engine can do in linear time
 */
export function inRe2Syntax(pattern: string): string {
  try {
    // Only parsed, never run.
    new RegExp(pattern, "u");
  } catch {
    throw new PatternError("is not a regular expression");
  }
  return new Reader(pattern).translated();
}
