import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileSchema } from "./compile.rules";
import { membersAt, placeAt, placeOf, saidAt, type SchemaPlace } from "./place.rules";

const at = (schema: unknown, ...path: (string | number)[]) => path.reduce<SchemaPlace>(placeAt, placeOf(schema));
const title = (schema: unknown, ...path: (string | number)[]) => saidAt(at(schema, ...path), "title");

const money = {
  type: "object",
  title: "Money",
  properties: { cents: { title: "Cents", "x-unit": "EUR/100" }, note: { $ref: "#/definitions/note" } },
};
const schema = {
  $defs: {
    money,
    "a/b~c %": { title: "Escaped" },
    named: { $anchor: "here", title: "By its anchor" },
    pair: { prefixItems: [{ title: "From" }], items: { $ref: "#/$defs/money" } },
  },
  definitions: { note: { description: "In words" } },
  properties: {
    pay: { $ref: "#/$defs/money" },
    own: { $ref: "#/$defs/money", title: "Its own", properties: { cents: { description: "No title here" } } },
    other: { $ref: "#/$defs/a~1b~0c%20%25" },
    named: { $ref: "#here" },
    list: { $ref: "#/$defs/pair" },
    tree: { $ref: "#" },
    through: { $ref: "#/$defs/through" },
  },
};

describe("what a schema says of a place", () => {
  test.each([
    ["where its reference leads", ["pay"], "Money"],
    ["inside of that", ["pay", "cents"], "Cents"],
    ["itself, before its reference does", ["own"], "Its own"],
    ["by its reference, where it has the member, but no word for it", ["own", "cents"], "Cents"],
    ["by a pointer with escaped names", ["other"], "Escaped"],
    ["by an anchor", ["named"], "By its anchor"],
    ["of items, the first ones and the others", ["list", 0], "From"],
    ["of items by a reference in a reference", ["list", 7, "cents"], "Cents"],
    ["by the whole schema, at any depth", ["tree", "tree", "pay"], "Money"],
  ])("%s", (_, path, words) => {
    expect(title(schema, ...path)).toBe(words);
  });

  test("its description and its unit are found as its title is", () => {
    expect([
      saidAt(at(schema, "own", "cents"), "description"),
      saidAt(at(schema, "pay", "note"), "description"),
      saidAt(at(schema, "pay", "cents"), "x-unit"),
    ]).toEqual(["No title here", "In words", "EUR/100"]);
  });

  test("members are named once, its own first", () => {
    expect(
      membersAt(
        at({ $defs: { a: { properties: { x: {}, y: {} } } }, $ref: "#/$defs/a", properties: { y: {}, z: {} } }),
      ),
    ).toEqual(["y", "z", "x"]);
  });

  test.each([
    ["itself", { a: { $ref: "#/$defs/a" } }],
    ["another, which refers back", { a: { $ref: "#/$defs/b" }, b: { $ref: "#/$defs/a" } }],
    ["the whole, which refers to it", { a: { $ref: "#" } }],
  ])("a reference in a circle ends: to %s", (_, $defs) => {
    const circle = { $defs, $ref: "#/$defs/a", properties: { a: { $ref: "#/$defs/a" } } };
    expect(title(circle)).toBeUndefined();
    expect(title(circle, "a", "a", "a")).toBeUndefined();
    expect(title({ ...circle, title: "Whole" })).toBe("Whole");
  });

  test("a chain that is very long is not followed to its end", () => {
    const chain = Object.fromEntries(
      Array.from({ length: 1_000 }, (_, n) => [`d${n}`, n === 999 ? { title: "End" } : { $ref: `#/$defs/d${n + 1}` }]),
    );
    expect(title({ $defs: chain, $ref: "#/$defs/d990" })).toBe("End");
    expect(title({ $defs: chain, $ref: "#/$defs/d0" })).toBeUndefined();
    expect(at({ $defs: chain, $ref: "#/$defs/d0" }).schemas.length).toBeLessThan(100);
  });

  test.each([
    "#/$defs/none",
    "#/$defs/constructor",
    "#none",
    "#/$defs/%",
    "https://example.test/schema.json",
    "schema.json#/$defs/x",
    5,
    null,
  ])("nothing is found by %j, and what stands beside it is", ($ref) => {
    const missing = { $defs: { x: { title: "X" } }, properties: { a: { $ref }, b: { $ref, title: "B" } } };
    expect([title(missing, "a"), title(missing, "b"), title(missing, "a", "constructor")]).toEqual([
      undefined,
      "B",
      undefined,
    ]);
  });

  test("a reference leads where it leads when values are checked", () => {
    const names = ["x", "y/z", "~", "%25", "#"];
    const references = names.flatMap((name) => [
      `#/$defs/${encodeURIComponent(name.replaceAll("~", "~0").replaceAll("/", "~1"))}`,
      `https://example.test/s#/$defs/${name}`,
      `#${name}`,
    ]);
    fc.assert(
      fc.property(fc.constantFrom(...references, "", "#"), fc.boolean(), ($ref, hasId) => {
        const whole = {
          ...(hasId ? { $id: "https://example.test/s" } : {}),
          title: "root",
          $defs: Object.fromEntries(names.map((name) => [name, { title: name, const: name }])),
          properties: { a: { $ref } },
        };
        const found = title(whole, "a");
        const compiled = () =>
          compileSchema(whole, () => {
            throw new Error("no patterns");
          });
        if (found === undefined) expect(compiled).toThrow(/not in this schema/);
        else expect(compiled).not.toThrow();
      }),
    );
  });
});
