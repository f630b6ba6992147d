import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CatalogType } from "@/lib/catalog/catalog.rules";
import { sentenceFor } from "./sentence.rules";

const type = { title: "Refund", sentence: "Refund {amount.value} {amount.currency} to order {order}" } as CatalogType;

describe("the sentence", () => {
  it("is made from the catalog's words and the parameters", () => {
    expect(sentenceFor(type, { action: "refund", parameters: { amount: { value: 12, currency: "EUR" }, order: "88213" } })).toBe("Refund 12 EUR to order 88213");
  });

  it("says so where a parameter is missing or the catalog knows nothing", () => {
    expect(sentenceFor(type, { action: "refund", parameters: {} })).toContain("?");
    expect(sentenceFor(undefined, { action: "rm_all", parameters: {} })).toContain("which the catalog does not know");
  });

  it("an agent's words stay on one line, short, and cannot turn the direction of reading", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 400 }), (order) => {
        const sentence = sentenceFor(type, { action: "refund", parameters: { amount: { value: 1, currency: "EUR" }, order: `${order}\u202e\n\u0007` } });
        expect(sentence).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        expect(sentence.length).toBeLessThanOrEqual(300);
      }),
    );
  });

  it("nothing of an object's prototype is a parameter", () => {
    expect(sentenceFor({ ...type, sentence: "{constructor.name}" }, { action: "x", parameters: {} })).toBe("?");
  });
});

describe("a list or an object in the sentence", () => {
  const say = (value: unknown) => sentenceFor({ title: "Export", sentence: "Export {fields}" }, { action: "export", parameters: { fields: value } }).slice("Export ".length);

  it.each([
    ["one value", ["full_record"], "full_record"],
    ["two", ["full_record", "address"], "full_record and address"],
    ["as many as are said", ["a", "b", "c", "d"], "a, b, c and d"],
    ["figures and truths as they are", [1, 2.5, true, null], "1, 2.5, true and null"],
    ["more than are said", ["a", "b", "c", "d", "e", "f"], "a, b, c and 3 more"],
    ["nothing", [], "none"],
    ["an object", { value: 12, currency: "EUR" }, "value 12 and currency EUR"],
    ["an empty object", {}, "none"],
    ["objects in a list", [{ sku: "A-1", count: 2 }, { sku: "B-2", count: 1 }], "(sku A-1 and count 2) and (sku B-2 and count 1)"],
    ["a list in an object", { to: ["x", "y"], subject: "Hello" }, "to (x and y) and subject Hello"],
    ["what lies deeper", { a: { b: { c: 1 } } }, "a (b …)"],
  ])("%s reads as words", (_, value, words) => {
    expect(say(value)).toBe(words);
  });

  it("does not let one value pass for several, for none, or for how many there are", () => {
    expect(say(["full_record and address"])).toBe('"full_record and address"');
    expect(say(["a, b", "c"])).toBe('"a, b" and c');
    expect(say(["(x)", "none", ""])).toBe('"(x)", "none" and ""');
    expect(say(["a", "3 more and more"])).toBe('a and "3 more and more"');
    expect(say({ "amount 1, to": 5 })).toBe('"amount 1, to" 5');
  });

  it("leaves a text that stands alone as it is", () => {
    expect(say("salt and pepper, (both)")).toBe("salt and pepper, (both)");
  });

  it("however long, is short, on one line, and says how many there are", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme", maxLength: 120 }), { minLength: 2, maxLength: 40 }), (values) => {
        const words = say(values.map((value) => `x${value}\u202e\n`));
        expect(words.length).toBeLessThanOrEqual(80);
        expect(words).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        if (values.length > 4) expect(words).toMatch(/ and \d+ more$/);
      }),
    );
    expect(say(["x".repeat(200), "y", "z"])).toMatch(/^x+… and 2 more$/);
  });
});
