import { describe, expect, test } from "vitest";
import { inWordsOf } from "@/components/patterns/schema-words";

const now = {
  type: "object",
  title: "Pay in cents",
  required: ["amount"],
  properties: {
    amount: { type: "integer", minimum: 1, title: "Amount in cents", description: "Since May" },
    title: { type: "string", title: "Heading" },
    to: { type: "array", items: { type: "object", properties: { iban: { type: "string", title: "Account" } } } },
    constructor: { type: "string", title: "Maker" },
    either: { anyOf: [{ const: 1, title: "One" }, { const: 2, title: "Two" }] },
    fresh: { type: "boolean", title: "New since" },
    $open: { enum: [{ title: "a value" }] },
  },
};
const asked = {
  type: "object",
  title: "Pay in euros",
  properties: {
    amount: { type: "number", title: "Amount in euros" },
    title: { type: "string" },
    to: { items: { properties: { iban: { title: "IBAN" } } } },
    either: { anyOf: [{ title: "First" }] },
    $open: {},
  },
};

describe("a schema in the words of another version", () => {
  test("limits stay, words are the other's, and where it had none there are none", () => {
    expect(inWordsOf(now, asked)).toEqual({
      type: "object",
      title: "Pay in euros",
      required: ["amount"],
      properties: {
        amount: { type: "integer", minimum: 1, title: "Amount in euros" },
        title: { type: "string" },
        to: { type: "array", items: { type: "object", properties: { iban: { type: "string", title: "IBAN" } } } },
        constructor: { type: "string", title: "Maker" },
        either: { anyOf: [{ const: 1, title: "First" }, { const: 2, title: "Two" }] },
        fresh: { type: "boolean", title: "New since" },
        $open: { enum: [{ title: "a value" }] },
      },
    });
  });

  test("properties keep their order, whichever the other has", () => {
    const { properties } = inWordsOf(now, { properties: { title: {}, amount: {} } }) as typeof now;
    expect(Object.keys(properties)).toEqual(Object.keys(now.properties));
  });

  test("of words that were not kept there are none, at any depth; values that look like words stay", () => {
    expect(JSON.stringify(inWordsOf(now, null))).not.toMatch(/cents|Heading|Account|Maker|One|Two|New since|Since May/);
    expect(inWordsOf(now, null)["properties"]).toMatchObject({ amount: { minimum: 1 }, $open: { enum: [{ title: "a value" }] } });
  });

  test("its own words change nothing", () => {
    expect(inWordsOf(now, now)).toEqual(now);
  });
});
