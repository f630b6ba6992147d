import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concealedIn, conceals, countConcealed, isPlain, spelledOut } from "./concealed.rules";

const hidden = [
  ["a bidi override", "\u202e"],
  ["a bidi isolate", "\u2066"],
  ["a bidi mark", "\u061c"],
  ["a zero width space", "\u200b"],
  ["a joiner that joins nothing", "\u200d"],
  ["a byte order mark", "\ufeff"],
  ["a soft hyphen", "\u00ad"],
  ["a Hangul filler", "\u3164"],
  ["a half-width filler", "\uffa0"],
  ["a Khmer vowel without a shape", "\u17b4"],
  ["a combining grapheme joiner", "\u034f"],
  ["a braille blank", "\u2800"],
  ["a tag letter", "\u{e0061}"],
  ["a lone variation selector", "\ufe0f"],
  ["a supplementary variation selector", "\u{e0101}"],
  ["a no-break space", "\u00a0"],
  ["an ideographic space", "\u3000"],
  ["a line separator", "\u2028"],
  ["a paragraph separator", "\u2029"],
  ["a control", "\u0007"],
  ["an escape", "\u001b"],
  ["a carriage return alone", "\r"],
  ["a control of the second set", "\u0085"],
  ["a half surrogate", "\ud800"],
  ["a noncharacter", "\ufdd0"],
  ["a private character", "\ue000"],
  ["an interlinear mark", "\ufff9"],
] as const;

describe("what a text conceals", () => {
  it.each(hidden)("%s is found wherever it stands", (_, character) => {
    for (const text of [character, `ab${character}cd`, `ab${character}`, `é${character}漢`]) {
      expect(concealedIn(text).map((found) => found.text)).toEqual([character]);
      expect(spelledOut(text)).not.toContain(character);
    }
  });

  it.each([
    "Grüße, “Zoë” – 5 €",
    "Привет",
    "東京タワー 서울",
    "مرحبا",
    "שלום",
    "two\nlines\r\nthree\tcells",
    "👩‍💻 👨🏽‍🚀 ❤️ 1️⃣ 🏳️‍🌈",
    "葛\u{e0100}",
    "นี้",
    "a → b ≤ c",
  ])("%s conceals nothing", (text) => {
    expect(concealedIn(text)).toEqual([]);
    expect(spelledOut(text)).toBe(text);
  });

  it("selectors and joiners are found where they do nothing, and marks that are heaped or stand on nothing", () => {
    expect(concealedIn("❤\ufe0f\ufe0f")).toHaveLength(1);
    expect(concealedIn("a\u200d👩")).toHaveLength(1);
    expect(concealedIn(`a${"\u0301".repeat(7)}`)).toHaveLength(3);
    expect(concealedIn("\u0338a")).toHaveLength(1);
  });

  it("every control, format character, separator and ignorable of Unicode is found", () => {
    for (let code = 0; code <= 0x10ffff; code++) {
      const character = String.fromCodePoint(code);
      if (
        !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}]/u.test(character) ||
        /[\t\n]/u.test(character)
      )
        continue;
      if (isPlain(character) || concealedIn(`a${character}`).length !== 1)
        expect.fail(`U+${code.toString(16)} is not found`);
    }
  });

  it("what is plain conceals nothing, and what is spelled out is plain to the eye", () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.oneof(
            fc.constantFrom(...hidden.map(([, character]) => character)),
            fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
          ),
        }),
        (text) => {
          if (isPlain(text)) expect(text).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u);
          const spelled = spelledOut(text);
          expect(concealedIn(spelled)).toEqual([]);
          expect(spelledOut(spelled)).toBe(spelled);
        },
      ),
    );
  });

  it("many of the same are counted, not repeated", () => {
    expect(spelledOut(`a${"\u200b".repeat(3000)}b\u202e`)).toBe("a⟨3000 × U+200B⟩b⟨U+202E⟩");
  });
});

describe("what a value conceals", () => {
  it("is counted in names and values, with the way to the first", () => {
    expect(countConcealed({ table: "sh\u200bipments", note: "\u202Egnp.exe" })).toEqual({ count: 2, first: ["table"] });
    expect(countConcealed({ a: 1, list: [{ ok: "x" }, { "k\u200by": "\u200b" }] })).toEqual({
      count: 2,
      first: ["list", 1, "k\u200by"],
    });
    expect(countConcealed({ table: "\u200b", "k\u200b": 1 }).first).toEqual(["table"]);
    expect(countConcealed({ a: ["b", null, true, 2] })).toEqual({ count: 0, first: null });
    expect(countConcealed("\u200b")).toEqual({ count: 1, first: [] });
    expect(conceals("EUR", { amount: "1" }, null, undefined)).toBe(false);
    expect(conceals("EUR", { amount: "1", currency: "EUR \u202e00.9" })).toBe(true);
  });

  it("no depth and no name of an object hides it", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom("__proto__x", "constructor", "")), { maxLength: 60 }),
        (names) => {
          const value = names.reduce<unknown>((inner, name) => ({ z: 1, [name]: inner }), "\u202e");
          expect(countConcealed(value).count).toBeGreaterThanOrEqual(1);
        },
      ),
    );
  });
});
