import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseStrictJson, StrictJsonError } from "./strict-json";

const encode = (text: string) => new TextEncoder().encode(text);
const parse = (text: string, maxDepth?: number) =>
  parseStrictJson(encode(text), maxDepth === undefined ? {} : { maxDepth });

function refusal(input: string | Uint8Array, maxDepth?: number): Pick<StrictJsonError, "code" | "path" | "message"> {
  try {
    parseStrictJson(typeof input === "string" ? encode(input) : input, maxDepth === undefined ? {} : { maxDepth });
  } catch (error) {
    if (error instanceof StrictJsonError) return error;
    throw error;
  }
  throw new Error("the input was accepted");
}

describe("strict JSON", () => {
  it("gives what JSON.parse gives for every value that a program can print", () => {
    const values = fc.jsonValue({ maxDepth: 6, stringUnit: "binary" }).filter((value) => {
      const text = JSON.stringify(value);
      return (
        !text.includes('"__proto__"') && !/\\u0000|\\ud[89a-f]/.test(text) && !/\p{Noncharacter_Code_Point}/u.test(text)
      );
    });
    fc.assert(
      fc.property(values, fc.constantFrom(undefined, 2, "\t\r\n "), (value, space) => {
        const text = JSON.stringify(value, null, space);
        let strict: unknown;
        try {
          strict = parse(text);
        } catch (error) {
          // The one other difference: whole numbers that JSON.stringify prints past 2^53 − 1.
          expect(error).toMatchObject({ code: "number_out_of_range" });
          expect(text).toMatch(/\d{16,}/);
          return;
        }
        expect(strict).toStrictEqual(JSON.parse(text));
      }),
      { numRuns: 2000 },
    );
  });

  it("accepts nothing that JSON.parse refuses", () => {
    const fragments = fc.array(
      fc.constantFrom(
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        '"',
        "\\",
        "a",
        "0",
        "1",
        "-",
        ".",
        "e",
        "+",
        "true",
        "null",
        " ",
        "\n",
        "\\u00e9",
        "\\u",
        '"k"',
        '"k":1',
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(fragments, (parts) => {
        const text = parts.join("");
        let strict: unknown;
        try {
          strict = parse(text);
        } catch (error) {
          expect(error).toBeInstanceOf(StrictJsonError);
          return;
        }
        expect(strict).toStrictEqual(JSON.parse(text));
      }),
      { numRuns: 20_000 },
    );
  });

  it.each([
    "",
    " ",
    "{",
    "[1,]",
    '{"a":1,}',
    "{a:1}",
    "'a'",
    '{"a" 1}',
    '"a',
    '"\\x"',
    '"\\u12"',
    '"tab\t"',
    "01",
    "+1",
    ".5",
    "1.",
    "1e",
    "-",
    "NaN",
    "Infinity",
    "-Infinity",
    "undefined",
    "tru",
    "nul",
    "1 2",
    "{} x",
    "/* */1",
    "[1 2]",
    '{"a":}',
    '"\u0000"',
    "\u00a01",
  ])("refuses %j, which is not JSON", (text) => {
    expect(refusal(text).code).toBe("syntax");
  });

  it("accepts a number only if what it becomes is what was written", () => {
    const digits = (max: number) =>
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: max }).map((all) => all.join(""));
    const literals = fc
      .tuple(digits(20), fc.option(digits(20)), fc.option(fc.integer({ min: -320, max: 320 })))
      .map(
        ([whole, fraction, exponent]) =>
          `${BigInt(whole)}${fraction === null ? "" : `.${fraction}`}${exponent === null ? "" : `e${exponent}`}`,
      );
    const exact = (text: string) => {
      const [mantissa = "", exponent = "0"] = text.split("e");
      const [whole = "", fraction = ""] = mantissa.split(".");
      const digits = `${whole}${fraction}`.replace(/^0+/, "");
      const kept = digits.replace(/0+$/, "");
      return kept === "" ? "0" : `${kept}e${Number(exponent) - fraction.length + digits.length - kept.length}`;
    };
    fc.assert(
      fc.property(literals, (literal) => {
        let value: unknown;
        try {
          value = parse(literal);
        } catch (error) {
          expect(error).toMatchObject({ code: "number_out_of_range" });
          return;
        }
        expect(exact(String(value))).toBe(exact(literal));
      }),
      { numRuns: 5_000 },
    );
  });

  it("names the path of a fault", () => {
    expect(refusal('{"parameters":{"lines":[{"amount":1},{"amount":1e309}]}}').path).toBe("parameters.lines.1.amount");
    expect(refusal('{"a":[1,2,}').path).toBe("a.2");
  });

  it("refuses a repeated member name, however it is written", () => {
    expect(refusal('{"a":1,"a":1}')).toMatchObject({ code: "duplicate_key", path: "a" });
    expect(refusal('{"x":{"amount":10,"\\u0061mount":10000}}')).toMatchObject({
      code: "duplicate_key",
      path: "x.amount",
    });
    expect(parse('[{"a":1},{"a":2}]')).toEqual([{ a: 1 }, { a: 2 }]);
  });

  it("refuses __proto__ and reads the other inherited names as plain members", () => {
    expect(refusal('{"__proto__":{"admin":true}}').code).toBe("forbidden_key");
    expect(refusal('{"a":[{"\\u005f_proto__":1}]}').path).toBe("a.0.__proto__");
    const text = '{"constructor":1,"toString":2,"hasOwnProperty":3}';
    const value = parse(text);
    expect(value).toStrictEqual(JSON.parse(text));
    expect(Object.keys(value ?? {})).toEqual(["constructor", "toString", "hasOwnProperty"]);
    expect(Object.getPrototypeOf({})).not.toHaveProperty("admin");
  });

  it.each([
    ['{"a":"x\\u0000y"}', "nul_character", "a"],
    ['{"\\u0000":1}', "nul_character", ""],
    ['{"a":"\\ud800"}', "invalid_character", "a"],
    ['{"a":"\\udc00\\ud800"}', "invalid_character", "a"],
    ['{"\\ud83d":1}', "invalid_character", ""],
    ['["\\uffff"]', "invalid_character", "0"],
    ['["\ufdd0"]', "invalid_character", "0"],
  ])("refuses the characters in %s", (text, code, path) => {
    expect(refusal(text)).toMatchObject({ code, path });
  });

  it("keeps paired surrogates, escaped or not", () => {
    expect(parse('["\\ud83d\\ude00","😀","é","\\u00e9","\\/"]')).toEqual(["😀", "😀", "é", "é", "/"]);
  });

  it("refuses bytes that are not UTF-8 and a byte order mark", () => {
    expect(refusal(Uint8Array.of(0x22, 0xff, 0x22)).code).toBe("invalid_utf8");
    expect(refusal(Uint8Array.of(0x22, 0xc0, 0x80, 0x22)).code).toBe("invalid_utf8");
    expect(refusal(Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22)).code).toBe("invalid_utf8");
    expect(refusal("\ufeff{}").code).toBe("byte_order_mark");
  });

  it.each([
    "1e309",
    "-1e309",
    "9007199254740992",
    "-9007199254740992",
    "9007199254740993.0",
    "9007199254740993e0",
    "12345678901234567890",
    "1e-400",
    "1234567890123.456789",
    "-0.12345678901234567890",
    "0.30000000000000000001",
    "4.9406564584124654e-324",
    "1.00000000000000000000001",
  ])("refuses the number %s, which a double would change", (text) => {
    expect(refusal(`{"n":${text}}`)).toMatchObject({ code: "number_out_of_range", path: "n" });
  });

  it.each([
    "0",
    "-0",
    "0.1",
    "0.10",
    "-1.5e3",
    "9007199254740991",
    "-9007199254740991",
    "6.02e23",
    "1E+300",
    "1.7976931348623157e308",
    "5e-324",
    "0e999",
    "19.99",
    "0.30000000000000004",
    "1234567890123.456",
    "1.50000000000000000000000",
    "0.000000000000000000001",
    "12.3400e-5",
    "123456789012345.6",
  ])("reads the number %s as JSON.parse does", (text) => {
    expect(parse(text)).toBe(JSON.parse(text));
  });

  it("counts arrays and objects and refuses one level too many", () => {
    const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
    expect(parse(nested(64))).toBeDefined();
    expect(refusal(nested(65))).toMatchObject({ code: "too_deep" });
    expect(refusal('{"a":{"b":{}}}', 2)).toMatchObject({ code: "too_deep", path: "a.b" });
    expect(refusal(nested(10_000)).code).toBe("too_deep");
    expect(refusal('{"a":'.repeat(10_000)).code).toBe("too_deep");
  });
});
