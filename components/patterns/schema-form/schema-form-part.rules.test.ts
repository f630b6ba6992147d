import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  changedFields,
  fieldNames,
  fieldsInSight,
  isDrawnInParts,
  sameJson,
  schemaOfPart,
  valueOfPart,
  withPart,
  withUndeclared,
} from "@/components/patterns/schema-form/schema-form-part.rules";

const many = Object.fromEntries(Array.from({ length: 8_000 }, (_, at) => [`setting${at}`, at]));
const schema = {
  type: "object",
  required: ["setting7999"],
  properties: { setting7999: { type: "number", title: "The last one" }, gone: { type: "string" } },
};

describe("a form of very many fields", () => {
  test("is drawn in parts, unless one field's schema hangs on others", () => {
    expect(isDrawnInParts(schema, many)).toBe(true);
    expect(isDrawnInParts(schema, { setting1: 1 })).toBe(false);
    expect(isDrawnInParts({ ...schema, if: {}, then: {} }, many)).toBe(false);
  });

  test("shows some, finds each by name or title, and keeps what was changed in sight", () => {
    const names = fieldNames(schema, many);
    expect(names).toHaveLength(8_001);
    expect(names.slice(0, 3)).toEqual(["setting7999", "gone", "setting0"]);
    const look = (words: string, changed: string[] = []) =>
      fieldsInSight(names, { schema, words, limit: 30, changed: new Set(changed) });
    expect(look("")).toMatchObject({ left: 7_971 });
    expect(look("", ["setting5000"]).names).toHaveLength(31);
    expect(look("the LAST").names).toEqual(["setting7999"]);
    expect(look("setting4321", ["setting5000"])).toEqual({ names: ["setting4321", "setting5000"], left: 0 });
    const referring = {
      $defs: { rate: { title: "Rate of change" } },
      properties: { r: { $ref: "#/$defs/rate" }, s: {} },
    };
    expect(
      fieldsInSight(["r", "s"], { schema: referring, words: "of change", limit: 30, changed: new Set() }).names,
    ).toEqual(["r"]);
  });

  test("every field of any form comes into sight by its own name", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 60 }),
        fc.nat(),
        (names, at) => {
          const name = names[at % names.length] ?? "";
          const found = fieldsInSight(names, { schema: {}, words: name, limit: names.length, changed: new Set() });
          expect(found.names).toContain(name);
        },
      ),
    );
  });

  test("what is written in a part changes nothing outside of it, and is taken whole", () => {
    const object = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(object, object, fc.array(fc.string()), (whole, part, more) => {
        const names = [
          ...new Set([...Object.keys(part), ...Object.keys(whole).filter((_, at) => at % 2 === 0), ...more]),
        ];
        const next = withPart(whole, names, part);
        expect(valueOfPart(next, names)).toEqual(part);
        const outside = Object.keys(whole).filter((name) => !names.includes(name));
        expect(valueOfPart(next, outside)).toEqual(valueOfPart(whole, outside));
        expect(Object.keys(next).every((name) => names.includes(name) || outside.includes(name))).toBe(true);
      }),
    );
  });

  test("a part has the schema's own limits", () => {
    expect(schemaOfPart(schema, ["gone", "setting1"])).toEqual({
      type: "object",
      required: ["setting7999"],
      properties: { gone: { type: "string" } },
    });
  });
});

test("which fields differ: by value, not by the order of keys", () => {
  expect(
    changedFields({ a: 1, b: { x: 1, y: [2] }, c: 3, d: undefined }, { b: { y: [2], x: 1 }, a: 2, e: null }),
  ).toEqual(new Set(["a", "c", "e"]));
  expect(sameJson({ a: undefined }, {})).toBe(true);
  expect(sameJson([], {})).toBe(false);
  expect(sameJson({ constructor: 1 }, {})).toBe(false);
});

test("a form leaves out nothing that the schema does not name, and is opened for nothing else", () => {
  const open = {
    type: "object",
    properties: {
      to: { type: "object", properties: { iban: { type: "string" } } },
      lines: { type: "array", items: { type: "object", properties: { sku: {} } } },
    },
  };
  expect(withUndeclared(open, { to: { iban: "x" }, lines: [{ sku: 1 }] })).toBe(open);
  expect(
    withUndeclared(open, { to: { iban: "x", note: "y" }, lines: [{ sku: 1 }, { sku: 2, n: 3 }], more: 1 }),
  ).toEqual({
    type: "object",
    additionalProperties: true,
    properties: {
      to: { type: "object", additionalProperties: true, properties: { iban: { type: "string" } } },
      lines: { type: "array", items: { type: "object", additionalProperties: true, properties: { sku: {} } } },
    },
  });
  const closed = { type: "object", additionalProperties: false, properties: {} };
  expect(withUndeclared(closed, { a: 1 })).toBe(closed);
});
