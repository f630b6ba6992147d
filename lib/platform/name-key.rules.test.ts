import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nameKey, plainName } from "./name-key.rules";

describe("two names are one", () => {
  it.each([
    ["in another case", "Finance", "finance"],
    ["in another width", "ＦＩＮＡＮＣＥ", "finance"],
    ["composed or not", "caf\u00e9", "cafe\u0301"],
    ["with spaces around", "  finance\t", "finance"],
    ["with other spaces inside", "prod\u00a0 west", "prod west"],
    ["with a character that cannot be seen", "fin\u200bance", "finance"],
    ["with a mark of direction", "\u202afinance", "finance"],
    ["with a ligature", "ﬁnance", "finance"],
    ["with ß and SS", "Straße", "STRASSE"],
    ["with a final sigma", "ΟΔΟΣ", "οδος"],
  ])("%s", (_, one, other) => {
    expect(nameKey(one)).toBe(nameKey(other));
  });

  it("unless case is declared to tell them apart; width and spaces never do", () => {
    expect(nameKey("AB12", { caseSensitive: true })).not.toBe(nameKey("ab12", { caseSensitive: true }));
    expect(nameKey("ＡＢ12 ", { caseSensitive: true })).toBe(nameKey("AB12", { caseSensitive: true }));
  });

  it("only where nothing else differs", () => {
    const names = ["finance", "finances", "fin ance", "fin-ance", "f", ""];
    expect(new Set(names.map((name) => nameKey(name))).size).toBe(names.length);
  });
});

const text = fc.string({ unit: "binary", maxLength: 20 });

it("normalising what is normalised changes nothing, for any text", () => {
  fc.assert(
    fc.property(text, (name) => {
      expect(plainName(plainName(name))).toBe(plainName(name));
      expect(nameKey(nameKey(name))).toBe(nameKey(name));
      expect(nameKey(plainName(name))).toBe(nameKey(name));
    }),
    { numRuns: 3_000 },
  );
});

it("a name's key is the same in NFC, NFD, NFKC and NFKD, with spaces around it, and in capitals, for any text", () => {
  fc.assert(
    fc.property(text, (name) => {
      for (const form of ["NFC", "NFD", "NFKC", "NFKD"] as const)
        expect(nameKey(name.normalize(form))).toBe(nameKey(name));
      expect(nameKey(` ${name}\u3000`)).toBe(nameKey(name));
      expect(nameKey(plainName(name).toUpperCase())).toBe(nameKey(name));
    }),
    { numRuns: 3_000 },
  );
});

it("what the catalog and the registry accept as names of kinds is its own key", () => {
  fc.assert(fc.property(fc.stringMatching(/^[a-z][a-z0-9_-]{0,49}$/), (kind) => nameKey(kind) === kind));
});
