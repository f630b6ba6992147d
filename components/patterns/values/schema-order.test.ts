import { describe, expect, it } from "vitest";
import { inSchemaOrder } from "@/components/patterns/values/schema-order";

const schema = {
  properties: {
    zone: { type: "string" },
    now: { type: "integer" },
    wanted: { type: "integer" },
    rules: { items: { properties: { port: {}, action: {} } } },
    target: { properties: { name: {}, id: {} } },
  },
};

describe("parameters in the order of their schema", () => {
  it("follows the schema at every depth, in lists too", () => {
    const kept = {
      rules: [{ action: "allow", port: 1 }],
      target: { id: 7, name: "a" },
      wanted: 24,
      now: 8,
      zone: "eu",
    };
    expect(JSON.stringify(inSchemaOrder(kept, schema))).toBe(
      '{"zone":"eu","now":8,"wanted":24,"rules":[{"port":1,"action":"allow"}],"target":{"name":"a","id":7}}',
    );
  });

  it("puts what the schema does not know after what it knows, and loses none of it", () => {
    expect(JSON.stringify(inSchemaOrder({ extra: null, wanted: 1, another: [], now: 2 }, schema))).toBe(
      '{"now":2,"wanted":1,"extra":null,"another":[]}',
    );
  });

  it("leaves a value alone where there is no schema, or where it is not what the schema says", () => {
    const value = { b: 1, a: 2 };
    expect(inSchemaOrder(value, null)).toBe(value);
    expect(JSON.stringify(inSchemaOrder(value, { properties: ["a"] }))).toBe('{"b":1,"a":2}');
    expect(JSON.stringify(inSchemaOrder({ target: "none", rules: 3 }, schema))).toBe('{"rules":3,"target":"none"}');
    expect(inSchemaOrder("text", schema)).toBe("text");
  });

  it("takes a key named like something every object has for what it is", () => {
    expect(JSON.stringify(inSchemaOrder({ constructor: 1, zone: "eu" }, schema))).toBe('{"zone":"eu","constructor":1}');
  });

  it("follows its references, one to the whole too", () => {
    const tree = {
      $defs: { node: { properties: { name: {}, size: {} } } },
      properties: { node: { $ref: "#/$defs/node" }, inner: { $ref: "#" } },
    };
    const value = { inner: { inner: { node: { size: 1, name: "b" } }, node: { size: 2, name: "a" } } };
    expect(JSON.stringify(inSchemaOrder(value, tree))).toBe(
      '{"inner":{"node":{"name":"a","size":2},"inner":{"node":{"name":"b","size":1}}}}',
    );
  });
});
