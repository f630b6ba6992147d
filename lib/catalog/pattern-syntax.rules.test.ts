import fc from "fast-check";
import { RE2JS } from "re2js";
import { describe, expect, it } from "vitest";
import { inRe2Syntax, PatternError } from "./pattern-syntax.rules";

const re2 = (pattern: string, text: string) => RE2JS.compile(inRe2Syntax(pattern)).test(text);
const ecma = (pattern: string, text: string) => new RegExp(pattern, "u").test(text);

const patterns = [
  "^20\\d{2}-Q[1-4]$",
  "^[A-Z]{2}\\d{2}[A-Z0-9]{10,30}$",
  "^.$",
  "^\\s$",
  "^\\S$",
  "^[\\s]$",
  "^[^\\s]$",
  "^[\\S]$",
  "^[^\\S]$",
  "^[^]$",
  "[]",
  "^\\w$",
  "^\\W$",
  "\\bab\\b",
  "a\\Bb",
  "^[\\b]$",
  "^\\cA$",
  "^\\x41$",
  "^\\u0041$",
  "^\\u{1F600}$",
  "^\\uD83D\\uDE00$",
  "^[\\uD83D\\uDE00-\\uD83D\\uDE10]$",
  "^\\p{L}$",
  "^\\P{L}$",
  "^[\\p{Lu}\\d]$",
  "^\\p{Script=Greek}$",
  "^\\p{gc=Nd}$",
  "^[[a]$",
  "^[a&&b]$",
  "^[-a]$",
  "^[a-]$",
  "^[a-c-e]$",
  "^[\\-\\]]$",
  "^\\/$",
  "^\\0$",
  "(?<n>a)|^b$",
  "^(?:ab|c)*?$",
  "^(a|b)+$",
  "^[\\^a]$",
  "^\\$\\.\\*$",
  "^a??$",
  "^\\t\\n\\v\\f\\r$",
  "^[#-~]$",
  "^[\\u2028.]$",
  "^ſ$",
  "$^",
  "^a$",
];
const texts = [
  "",
  "a",
  "b",
  "ab",
  "a b",
  "c",
  "A",
  "Z",
  "é",
  "α",
  "ſ",
  "7",
  "٣",
  "-",
  "]",
  "[",
  "^",
  "&",
  ".",
  "*",
  "$.*",
  "/",
  "\0",
  "\x01",
  "\b",
  "\t",
  "\n",
  "\r",
  "\v",
  "a\n",
  "\u00a0",
  "\u2028",
  "\u3000",
  "\ufeff",
  "😀",
  "\u{1F610}",
  "\t\n\v\f\r",
  "2027-Q1",
  "2027-Q5",
  "DE89370400440532013000",
  "#",
  "~",
  " ",
];

describe("a pattern in RE2's syntax", () => {
  it.each(patterns)("%s matches what it matches in JavaScript", (pattern) => {
    const matched = (test: typeof re2) => texts.filter((text) => test(pattern, text));
    expect(matched(re2)).toEqual(matched(ecma));
  });

  it("matches what it matches in JavaScript, whatever it is made of", () => {
    const set = fc
      .array(fc.constantFrom("a", "b-d", "\\d", "\\s", "\\S", "\\W", "\\-", "[", "^", "\\n", "é", "😀"), {
        maxLength: 4,
      })
      .map((m) => m.join(""));
    const atom = fc.oneof(
      fc.constantFrom("a", "b", "\\d", "\\D", "\\s", "\\S", "\\w", ".", "\\.", "\\u0061", "😀", "é", "\\b", "^", "$"),
      set.map((s) => `[${s}]`),
      set.map((s) => `[^${s}]`),
    );
    const piece = fc
      .tuple(atom, fc.constantFrom("", "?", "*", "+", "{1,2}", "+?"))
      .map(([a, q]) => (/^(?:\\b|\^|\$)$/.test(a) ? a : a + q));
    const sequence = fc.array(piece, { maxLength: 4 }).map((p) => p.join(""));
    const pattern = fc.tuple(sequence, sequence, sequence).map(([a, b, c]) => `${a}(${b}|${c})`);
    const text = fc
      .array(fc.constantFrom("a", "b", "1", " ", "\n", "\r", "\u00a0", "é", "😀", ".", "-"), { maxLength: 6 })
      .map((t) => t.join(""));
    fc.assert(
      fc.property(pattern, fc.array(text, { maxLength: 5 }), (p, ts) => ts.every((t) => re2(p, t) === ecma(p, t))),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ["a(?=b)", /looks ahead/],
    ["a(?!b)", /looks ahead/],
    ["(?<=a)b", /behind/],
    ["(?<!a)b", /behind/],
    ["(a)\\1", /refers back/],
    ["(?<n>a)\\k<n>", /refers back/],
    ["(", /not a regular expression/],
    ["[[:alpha:]]", /not a regular expression/],
    ["\\Aab\\z", /not a regular expression/],
  ])("is not made of %s", (pattern, why) => {
    expect(() => inRe2Syntax(pattern)).toThrow(PatternError);
    expect(() => inRe2Syntax(pattern)).toThrow(why);
  });
});
