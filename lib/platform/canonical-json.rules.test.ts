import canonicalize from "canonicalize";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalText } from "./canonical-json.rules";

describe("canonical JSON", () => {
  it("sorts keys by UTF-16 code units (the example of RFC 8785, 3.2.3)", () => {
    const value = {
      "\u20ac": "Euro Sign",
      "\r": "Carriage Return",
      "\ufb33": "Hebrew Letter Dalet With Dagesh",
      "1": "One",
      "\ud83d\ude00": "Emoji: Grinning Face",
      "\u0080": "Control",
      "\u00f6": "Latin Small Letter O With Diaeresis",
    };
    expect([...canonicalText(value).matchAll(/:"([^"]*)"/g)].map((m) => m[1])).toEqual([
      "Carriage Return",
      "One",
      "Control",
      "Latin Small Letter O With Diaeresis",
      "Euro Sign",
      "Emoji: Grinning Face",
      "Hebrew Letter Dalet With Dagesh",
    ]);
  });

  it.each([
    [333333333.33333329, "333333333.3333333"],
    [1e30, "1e+30"],
    [4.5, "4.5"],
    [2e-3, "0.002"],
    [1e-27, "1e-27"],
    [-0, "0"],
    [5e-324, "5e-324"],
    [9007199254740992, "9007199254740992"],
  ])("writes the number %d as RFC 8785 does", (number, text) => {
    expect(canonicalText(number)).toBe(text);
  });

  it("is what another implementation says, for any JSON value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => canonicalText(value) === canonicalize(value)),
      { numRuns: 500 },
    );
  });

  it("stays itself when read and written again", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => canonicalText(JSON.parse(canonicalText(value))) === canonicalText(value)),
      { numRuns: 200 },
    );
  });

  it("leaves out undefined members and takes dates as JSON does", () => {
    expect(canonicalText({ b: undefined, a: new Date(0) })).toBe('{"a":"1970-01-01T00:00:00.000Z"}');
  });

  it.each([
    [Number.NaN],
    [Infinity],
    [undefined],
    [10n],
    [() => 1],
    [Symbol("x")],
    [[undefined]],
    [{ a: { b: Number.NaN } }],
  ])("refuses what JSON cannot say: %s", (value) => {
    expect(() => canonicalText(value)).toThrow(TypeError);
  });
});
