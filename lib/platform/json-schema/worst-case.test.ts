import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileSchema, maxAsksOfOneValue } from "./compile.rules";
import { InvalidSchema } from "./compiling.rules";
import { StepBudget, TooManySteps } from "./step-budget.rules";

const noPatterns = () => () => true;
const names = ["a", "b", "c"];
const parts = names.map((name) => ({ $ref: `#/$defs/${name}` }));

/** Schemas whose definitions refer to each other in every way: under members, items and branches, forwards, backwards and to themselves. */
const part = fc.constantFrom(...parts);
const several = fc.array(part, { minLength: 1, maxLength: 4 });
const definitions = fc.record(
  {
    properties: fc.dictionary(fc.constantFrom(...names), part, { maxKeys: 3 }),
    additionalProperties: part,
    items: part,
    contains: part,
    anyOf: several,
    oneOf: several,
    allOf: several,
    not: part,
    unevaluatedProperties: part,
    uniqueItems: fc.constant(true),
    enum: fc.constant([{ a: 1 }, [1, 2]]),
    required: fc.constant(names),
  },
  { requiredKeys: [] },
);
const schemas = fc.record({
  $defs: fc.record({ a: definitions, b: definitions, c: definitions }),
  properties: fc.record({ a: part, b: part }),
});

const { value: values } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 12, withCrossShrink: true },
    fc.integer(),
    fc.string(),
    fc.array(tie("value"), { maxLength: 8 }),
    fc.dictionary(fc.constantFrom(...names), tie("value")),
  ),
}));

describe("any schema and any value", () => {
  it("take no more steps than their budget has, and no more work than their steps", () => {
    fc.assert(
      fc.property(schemas, values, fc.integer({ min: 0, max: 20_000 }), (schema, value, steps) => {
        const budget = new StepBudget(steps);
        // Whatever is visited is read: reads of the value's own parts are the work, counted from outside.
        let reads = 0;
        const counted = (inner: unknown): unknown =>
          typeof inner === "object" && inner !== null
            ? new Proxy(inner, {
                get: (target, key, receiver) => {
                  reads += 1;
                  return counted(Reflect.get(target, key, receiver));
                },
                ownKeys: (target) => {
                  reads += 1;
                  return Reflect.ownKeys(target);
                },
              })
            : inner;
        try {
          expect(compileSchema(schema, noPatterns).faults(counted(value), budget, 20).length).toBeLessThanOrEqual(20);
        } catch (error) {
          if (error instanceof InvalidSchema) return;
          expect(error).toBeInstanceOf(TooManySteps);
        }
        expect(budget.spent).toBeLessThanOrEqual(steps);
        expect(reads).toBeLessThanOrEqual(8 * steps + 64);
      }),
      { numRuns: 500 },
    );
  }, 120_000);

  it("that would be asked more often than a schema may are refused when the schema is compiled", () => {
    const wide = (of: unknown, times: number) => ({ anyOf: Array.from({ length: times }, () => of) });
    expect(() =>
      compileSchema({ $defs: { a: wide({ $ref: "#/$defs/b" }, 50), b: wide({}, 50) }, $ref: "#/$defs/a" }, noPatterns),
    ).toThrow(String(maxAsksOfOneValue));
  });
});

describe("what was not looked at", () => {
  const faults = (schema: Record<string, unknown>, value: unknown) =>
    compileSchema(schema, noPatterns)
      .faults(value, new StepBudget(1e5), 20)
      .map((fault) => fault.path.join("."));

  it("is refused by unevaluatedProperties, and what a branch that failed looked at was not", () => {
    const schema = {
      anyOf: [{ properties: { a: { type: "string" } }, required: ["a"] }, { properties: { b: true } }],
      unevaluatedProperties: false,
    };
    expect(faults(schema, { a: "x", b: 1 })).toEqual([]);
    expect(faults(schema, { a: 1, b: 1 })).toEqual(["a"]);
    expect(faults(schema, { b: 1, c: 1 })).toEqual(["c"]);
  });

  it("is refused by unevaluatedItems", () => {
    const schema = {
      $defs: { pair: { prefixItems: [true, true] } },
      allOf: [{ $ref: "#/$defs/pair" }],
      contains: { const: "x" },
      unevaluatedItems: { type: "null" },
    };
    expect(faults(schema, [1, 2, "x", null])).toEqual([]);
    expect(faults(schema, [1, "x", 3])).toEqual(["2"]);
    expect(faults({ anyOf: [{ type: "null", items: false }, {}], unevaluatedItems: false }, [null])).toEqual(["0"]);
  });
});
