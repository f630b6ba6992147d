import { describe, expect, it } from "vitest";
import { schemaValidator } from "@/components/patterns/schema-form/schema-validator";

const schema = {
  type: "object" as const,
  required: ["pool", "nodeCount"],
  additionalProperties: false,
  properties: {
    pool: { type: "string" as const, minLength: 1 },
    nodeCount: { type: "integer" as const, minimum: 1, maximum: 64 },
    rules: {
      type: "array" as const,
      items: { type: "object" as const, required: ["port"], properties: { port: { type: "integer" as const } } },
    },
  },
};

const faults = (value: unknown) =>
  schemaValidator.validateFormData(value, schema).errors.map((fault) => [fault.property, fault.name]);

describe("a form's value against its schema", () => {
  it("finds nothing in a value that fits", () => {
    expect(faults({ pool: "a", nodeCount: 24, rules: [{ port: 443 }] })).toEqual([]);
  });

  it("names the field that is missing, out of range, of the wrong type or unknown", () => {
    expect(faults({ nodeCount: 1 })).toEqual([[".pool", "required"]]);
    expect(faults({ pool: "a", nodeCount: 65 })).toEqual([[".nodeCount", "maximum"]]);
    expect(faults({ pool: "a", nodeCount: "24" })).toEqual([[".nodeCount", "type"]]);
    expect(faults({ pool: "a", nodeCount: 2, more: 1 }).length).toBeGreaterThan(0);
    expect(faults({ pool: "a", nodeCount: 2, rules: [{ port: 1 }, {}] })).toEqual([[".rules.1.port", "required"]]);
  });

  it("puts the words at the field in the form", () => {
    const { errorSchema } = schemaValidator.validateFormData({ nodeCount: 0 }, schema);
    expect(errorSchema).toMatchObject({ pool: { __errors: ["Required."] } });
  });

  it("takes amounts in cents for what they are, in decimal", () => {
    const amount = { type: "object" as const, properties: { amount: { type: "number" as const, multipleOf: 0.01 } } };
    for (const value of [0.29, 1.15, 19.99])
      expect(schemaValidator.validateFormData({ amount: value }, amount).errors).toEqual([]);
    expect(schemaValidator.validateFormData({ amount: 0.291 }, amount).errors).toHaveLength(1);
  });

  it("takes a schema that refers to nothing as fitting nothing, without failing the page", () => {
    expect(schemaValidator.isValid({ $ref: "#/$defs/none" }, {}, { type: "object" })).toBe(false);
    expect(schemaValidator.validateFormData({}, { $ref: "#/$defs/none" }).errors).toHaveLength(1);
  });
});
