import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concealedIn } from "@/lib/platform/concealed.rules";
import { look } from "./outside-look.rules";
import { mixedWords } from "./scripts.rules";

const marks = (text: string, lines = false) =>
  look(text, { lines }).flatMap((piece) => (piece.kind === "concealed" ? [piece.name] : []));
const mixed = (text: string) =>
  mixedWords(text).map((word) => [text.slice(word.index, word.index + word.length), word.scripts]);

describe("how a text is drawn", () => {
  it("each concealed character by its name", () => {
    expect(look("sh\u200bipments")).toEqual([
      { kind: "text", text: "sh" },
      { kind: "concealed", text: "\u200b", name: "ZWSP U+200B", full: "zero width space, U+200B" },
      { kind: "text", text: "ipments" },
    ]);
    expect(marks("\u202egnp.exe")).toEqual(["RLO U+202E"]);
    expect(marks("EUR \u202e00.9")).toEqual(["RLO U+202E"]);
    expect(marks("\u3164\u00ad\u2066\ue000")).toEqual(["FILL U+3164", "SHY U+00AD", "LRI U+2066", "PRIV U+E000"]);
  });

  it("many of the same as one, and a text in tag characters as what it says", () => {
    expect(marks("a\u200b\u200b\u200b\u202e")).toEqual(["3 × ZWSP U+200B", "RLO U+202E"]);
    const secret = Array.from("approve it", (letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join("");
    expect(marks(`ok${secret}`)).toEqual(["TAGS “approve it”"]);
    expect(marks(secret.repeat(1000))[0]?.length).toBeLessThan(60);
  });

  it("line ends and tabs by name where the text stands on one line, and as they are where it has many", () => {
    expect(marks("a\nb\tc\r\nd")).toEqual(["LF U+000A", "TAB U+0009", "CR U+000D"]);
    expect(marks("a\nb\tc\r\nd", true)).toEqual([]);
    expect(marks("a\rb", true)).toEqual(["CR U+000D"]);
  });

  it("loses nothing and adds nothing: the parts together are the text", () => {
    const any = fc.string({
      unit: fc.oneof(
        fc.constantFrom(
          "\u202e",
          "\u200b",
          "\ufe0f",
          "\u200d",
          "👩",
          "a",
          "а",
          "\n",
          "\r",
          "漢",
          "\u0301",
          "\u{e0041}",
        ),
        fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
      ),
    });
    fc.assert(
      fc.property(any, fc.boolean(), (text, lines) => {
        const pieces = look(text, { lines });
        expect(pieces.map((piece) => piece.text).join("")).toBe(text);
        const shown = pieces.filter((piece) => piece.kind !== "concealed").map((piece) => piece.text);
        for (const part of shown) expect(part).not.toMatch(/[\u200b\u202e\p{Cs}\u2028]/u);
        const drawn = pieces.flatMap((piece) =>
          piece.kind === "concealed"
            ? Array.from(piece.text.replace(/\r\n/gu, "")).filter((c) => !/[\n\t]/u.test(c))
            : [],
        );
        expect(drawn).toHaveLength(concealedIn(text).length);
      }),
    );
  });
});

describe("alphabets", () => {
  it.each([
    ["рayment", "Cyrillic and Latin"],
    ["аpi", "Cyrillic and Latin"],
    ["αdmin", "Greek and Latin"],
    ["Ꭺcme", "Cherokee and Latin"],
    ["shipmentſא", "Latin and Hebrew"],
    ["漢字русский", "Han and Cyrillic"],
    ["सaн", "Devanagari and Latin and Cyrillic"],
  ])("%s mixes them", (word, scripts) => {
    expect(mixed(`to ${word}, now`)).toEqual([[word, scripts]]);
  });

  it.each([
    "Grüße Ελλάδα Привет мир",
    "東京タワー",
    "ひらがなとカタカナ漢字",
    "한국어漢字",
    "ㄅㄆ漢字",
    "नमस्ते",
    "مرحبا123",
    "10kΩ 5μg",
    "αβγ",
    "user_таблица",
    "Ångström naïve",
    "Ünïcödé",
    "у меня ухо",
  ])("%s does not", (text) => {
    expect(mixedWords(text)).toEqual([]);
  });

  it("a word that only looks Latin is told, unless what stands around it shows its alphabet", () => {
    expect(mixed("pay to сос now")).toEqual([["сос", "Cyrillic"]]);
    expect(mixed("ΑΒΕ")).toEqual([["ΑΒΕ", "Greek"]]);
    expect(mixed("сор из избы")).toEqual([]);
  });
});
