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
