import { describe, expect, test } from "vitest";
import { schemaLabel } from "@/components/patterns/schema/schema-labels";
import { inWordsOf } from "@/components/patterns/schema/schema-words";

const now = {
  type: "object",
  title: "Pay in cents",
  required: ["amount"],
  properties: {
    amount: { type: "integer", minimum: 1, title: "Amount in cents", description: "Since May" },
    title: { type: "string", title: "Heading" },
    to: { type: "array", items: { type: "object", properties: { iban: { type: "string", title: "Account" } } } },
    constructor: { type: "string", title: "Maker" },
    either: {
      anyOf: [
        { const: 1, title: "One" },
        { const: 2, title: "Two" },
      ],
    },
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
        either: {
          anyOf: [
            { const: 1, title: "First" },
            { const: 2, title: "Two" },
          ],
        },
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
    expect(inWordsOf(now, null)["properties"]).toMatchObject({
      amount: { minimum: 1 },
      $open: { enum: [{ title: "a value" }] },
    });
  });

  test("its own words change nothing", () => {
    expect(inWordsOf(now, now)).toEqual(now);
  });

  const euros = {
    $defs: { money: { type: "number", title: "Euros", description: "With VAT" } },
    properties: { a: { $ref: "#/$defs/money" }, b: { $ref: "#/$defs/money", title: "Net" }, c: { type: "number" } },
  };
  const cents = {
    $defs: { money: { type: "integer", title: "Cents" } },
    properties: { a: { $ref: "#/$defs/money" }, b: { $ref: "#/$defs/money" }, c: { $ref: "#/$defs/money" } },
  };
  const words = (schema: object, ...path: string[]) => schemaLabel(schema, path);

  test("what references lead to is told in the other's words, and its own change nothing", () => {
    const told = inWordsOf(cents, euros);
    expect(told["$defs"]).toEqual({ money: { type: "integer", title: "Euros", description: "With VAT" } });
    expect(words(told, "a")).toMatchObject({ title: "Euros", description: "With VAT" });
    expect(words(told, "b")).toMatchObject({ title: "Net", description: "With VAT" });
    expect(inWordsOf(cents, cents)).toEqual(cents);
    expect(inWordsOf(euros, euros)).toEqual(euros);
  });

  test("whichever of the two refers, a place has the other's words, and a fresh one its own", () => {
    const plain = { properties: { a: { type: "number", title: "Euros" }, b: { type: "number" } } };
    const referring = inWordsOf(cents, plain);
    expect([words(referring, "a").title, words(referring, "b").title, words(referring, "c").title]).toEqual([
      "Euros",
      undefined,
      "Cents",
    ]);
    const inlined = inWordsOf(
      {
        properties: {
          a: { type: "integer", title: "Cents" },
          b: { type: "integer" },
          c: { type: "integer", title: "Cents" },
        },
      },
      euros,
    );
    expect([words(inlined, "a").title, words(inlined, "b").title, words(inlined, "c").title]).toEqual([
      "Euros",
      "Net",
      undefined,
    ]);
    expect(JSON.stringify(inWordsOf(cents, null))).not.toContain("Cents");
  });

  test("of schemas that refer in circles it comes to an end", () => {
    const circle = {
      $defs: { a: { $ref: "#/$defs/b" }, b: { $ref: "#/$defs/a" } },
      properties: { tree: { $ref: "#", title: "Tree" }, a: { $ref: "#/$defs/a" } },
    };
    expect(inWordsOf(circle, { properties: { a: { title: "A" }, tree: { $ref: "#" } }, title: "Old" })).toMatchObject({
      properties: { a: { title: "A" }, tree: { $ref: "#" } },
      title: "Old",
    });
    expect(inWordsOf(circle, circle)).toEqual(circle);
  });
});
