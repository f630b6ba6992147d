import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileSchema } from "./compile.rules";
import { StepBudget } from "./step-budget.rules";
import { annotations, ofAnyType, ofOneType } from "./vocabulary.rules";

const patterns = (pattern: string) => {
  const expression = new RegExp(pattern, "u");
  return (text: string) => expression.test(text);
};
const compile = (schema: unknown) => compileSchema(schema, patterns);
const passes = (schema: unknown, value: unknown) => compile(schema).faults(value, new StepBudget(1e5), 20).length === 0;
const unheld = (schema: unknown) => compile(schema).unheld.map(({ path, message }) => [path.join("."), message]);

/** Of every keyword that is called followed: a schema in which it alone refuses the value. */
const refusing: Record<string, [schema: Record<string, unknown>, value: unknown]> = {
  type: [{ type: "string" }, 1],
  enum: [{ enum: [1] }, 2],
  const: [{ const: 1 }, 2],
  format: [{ format: "date" }, "today"],
  $ref: [{ $ref: "#/$defs/a", $defs: { a: { type: "string" } } }, 1],
  allOf: [{ allOf: [{ type: "string" }] }, 1],
  anyOf: [{ anyOf: [{ type: "string" }] }, 1],
  oneOf: [{ oneOf: [{ type: "string" }] }, 1],
  not: [{ not: { type: "number" } }, 1],
  if: [{ if: { const: 1 }, then: false, else: true }, 1],
  then: [{ if: { const: 1 }, then: false }, 1],
  else: [{ if: { const: 2 }, else: false }, 1],
  multipleOf: [{ multipleOf: 2 }, 3],
  minimum: [{ minimum: 2 }, 1],
  maximum: [{ maximum: 2 }, 3],
  exclusiveMinimum: [{ exclusiveMinimum: 2 }, 2],
  exclusiveMaximum: [{ exclusiveMaximum: 2 }, 2],
  minLength: [{ minLength: 2 }, "a"],
  maxLength: [{ maxLength: 2 }, "abc"],
  pattern: [{ pattern: "^a" }, "b"],
  items: [{ items: { type: "string" } }, [1]],
  prefixItems: [{ prefixItems: [{ type: "string" }] }, [1]],
  contains: [{ contains: { type: "string" } }, [1]],
  minContains: [{ contains: { type: "string" }, minContains: 2 }, ["a"]],
  maxContains: [{ contains: { type: "string" }, maxContains: 1 }, ["a", "b"]],
  minItems: [{ minItems: 2 }, [1]],
  maxItems: [{ maxItems: 2 }, [1, 2, 3]],
  uniqueItems: [{ uniqueItems: true }, [1, 1]],
  unevaluatedItems: [{ unevaluatedItems: false }, [1]],
  properties: [{ properties: { a: { type: "string" } } }, { a: 1 }],
  patternProperties: [{ patternProperties: { "^a": { type: "string" } } }, { a: 1 }],
  additionalProperties: [{ additionalProperties: false }, { a: 1 }],
  propertyNames: [{ propertyNames: { maxLength: 1 } }, { ab: 1 }],
  required: [{ required: ["a"] }, {}],
  minProperties: [{ minProperties: 2 }, { a: 1 }],
  maxProperties: [{ maxProperties: 1 }, { a: 1, b: 1 }],
  dependentRequired: [{ dependentRequired: { a: ["b"] } }, { a: 1 }],
  dependentSchemas: [{ dependentSchemas: { a: { required: ["b"] } } }, { a: 1 }],
  dependencies: [{ dependencies: { a: ["b"] } }, { a: 1 }],
  unevaluatedProperties: [{ unevaluatedProperties: false }, { a: 1 }],
};

/** Every place where a schema may stand: the schema around it, and the path to it. */
const places: [string, (schema: unknown) => unknown][] = [
  ["", (s) => s],
  ["properties.a", (s) => ({ properties: { a: s } })],
  ["patternProperties.^a", (s) => ({ patternProperties: { "^a": s } })],
  ["additionalProperties", (s) => ({ additionalProperties: s })],
  ["unevaluatedProperties", (s) => ({ unevaluatedProperties: s })],
  ["propertyNames", (s) => ({ propertyNames: s })],
  ["dependentSchemas.a", (s) => ({ dependentSchemas: { a: s } })],
  ["dependencies.a", (s) => ({ dependencies: { a: s } })],
  ["items", (s) => ({ items: s })],
  ["prefixItems.0", (s) => ({ prefixItems: [s] })],
  ["contains", (s) => ({ contains: s })],
  ["unevaluatedItems", (s) => ({ unevaluatedItems: s })],
  ["allOf.0", (s) => ({ allOf: [s] })],
  ["anyOf.1", (s) => ({ anyOf: [true, s] })],
  ["oneOf.0", (s) => ({ oneOf: [s] })],
  ["not", (s) => ({ not: s })],
  ["if", (s) => ({ if: s, then: true })],
  ["then", (s) => ({ if: true, then: s })],
  ["else", (s) => ({ if: true, else: s })],
  ["$defs.a", (s) => ({ $defs: { a: s } })],
  ["definitions.a", (s) => ({ definitions: { a: s } })],
];

const followed = [...ofOneType.keys(), ...ofAnyType].filter((keyword) => !keyword.startsWith("$"));
const known = new Set([...followed, ...annotations]);
/** A known keyword with one slip in it: a letter left out, doubled, swapped with the next, or in the other case. */
const slips = fc
  .tuple(fc.constantFrom(...followed), fc.nat(), fc.constantFrom("left out", "doubled", "swapped", "other case"))
  .map(([name, n, how]) => {
    const at = n % name.length;
    const [before, letter, next, after] = [name.slice(0, at), name.charAt(at), name.charAt(at + 1), name.slice(at + 2)];
    if (how === "left out") return before + next + after;
    if (how === "doubled") return before + letter + letter + next + after;
    if (how === "swapped") return before + next + letter + after;
    return before + (letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase()) + next + after;
  });

describe("a keyword", () => {
  it("that is called followed has a schema here", () => {
    expect(Object.keys(refusing).sort()).toEqual([...ofOneType.keys(), ...ofAnyType].sort());
  });

  it.each(Object.entries(refusing))("%s that is called followed refuses by itself", (keyword, [schema, value]) => {
    expect(unheld(schema)).toEqual([]);
    expect(passes(schema, value)).toBe(false);
    const { [keyword]: _, ...others } = schema;
    expect(passes(others, value)).toBe(true);
  });

  it.each([...annotations])("%s that is called an annotation refuses nothing, and may stand anywhere", (keyword) => {
    for (const value of [1, "a", [1], { a: 1 }])
      expect(
        passes(
          {
            [keyword]:
              keyword.endsWith("nly") || keyword === "deprecated" ? true : keyword === "definitions" ? {} : "words",
          },
          value,
        ),
      ).toBe(true);
    expect(
      unheld({
        type: "string",
        [keyword]:
          keyword.endsWith("nly") || keyword === "deprecated" ? true : keyword === "definitions" ? {} : "words",
      }),
    ).toEqual([]);
  });

  it("that nobody knows is told wherever a schema may stand, at its path", () => {
    fc.assert(
      fc.property(slips, fc.constantFrom(...places), (slip, [path, around]) => {
        fc.pre(!known.has(slip));
        expect(unheld(around({ [slip]: 1 })).map(([at]) => at)).toEqual([path === "" ? slip : `${path}.${slip}`]);
      }),
      { numRuns: 2_000 },
    );
  });

  it("is only looked for where a schema stands, not in names and values", () => {
    expect(
      unheld({
        properties: { maxmum: { default: { maxmum: 1 }, examples: [{ maxmum: 1 }], const: { maxmum: 1 } } },
        $defs: { maxmum: true },
        required: ["maxmum"],
        "x-ours": { maxmum: 1 },
        enum: [{ maxmum: 1 }],
      }),
    ).toEqual([]);
  });

  it.each([
    ["maxmum", "maximum"],
    ["Maximum", "maximum"],
    ["max_length", "maxLength"],
    ["additonalProperties", "additionalProperties"],
    ["requried", "required"],
    ["propertes", "properties"],
    ["allof", "allOf"],
    ["ref", "$ref"],
    ["defs", "$defs"],
    ["discription", "description"],
  ])("%s is told with the nearest name, %s", (slip, meant) => {
    expect(unheld({ [slip]: 1 })[0]?.[1]).toContain(`did you mean "${meant}"?`);
  });

  it.each(["colour", "__proto__", "constructor", "", "components"])("%j is near none", (name) => {
    const said = unheld(JSON.parse(`{ ${JSON.stringify(name)}: 1 }`));
    expect(said).toEqual([
      [name, expect.stringMatching(/^is not a keyword of JSON Schema 2020-12, so nothing/) as string],
    ]);
  });

  it("of tens of thousands is looked for in moments, and told up to the twentieth", () => {
    const many = Object.fromEntries(Array.from({ length: 40_000 }, (_, i) => [`k${i}`, 1]));
    expect(unheld({ ...many, ["y".repeat(100_000)]: 1 })).toHaveLength(20);
  });
});

describe("a limit that would pass silently is told", () => {
  it.each([
    [
      "a keyword of another type",
      { type: "string", maximum: 5 },
      "maximum",
      /only about a number, and the type here is string/,
    ],
    [
      "a keyword of another type than several",
      { type: ["string", "null"], maxItems: 5 },
      "maxItems",
      /only about an array, and the type here is string or null/,
    ],
    ["members of what is no object", { type: "array", properties: { a: {} } }, "properties", /only about an object/],
    [
      "a format that nobody checks",
      { format: "idn-email" },
      "format",
      /"idn-email" is not a format that is checked here/,
    ],
    ["a format with a slip in it", { type: "string", format: "datetime" }, "format", /did you mean "date-time"\?/],
    ["a format of another type", { type: "string", format: "int32" }, "format", /only about a number/],
    ["an encoding", { type: "string", contentEncoding: "base64" }, "contentEncoding", /not decoded here.*"byte"/],
    ["a schema of what is within a text", { contentSchema: { type: "object" } }, "contentSchema", /not held to/],
    ["an earlier draft's items", { additionalItems: false }, "additionalItems", /earlier draft/],
    ["OpenAPI's null", { type: "string", nullable: true }, "nullable", /among the types/],
    ["a count of nothing", { minContains: 2 }, "minContains", /does nothing without "contains"/],
    ["a consequence without a condition", { then: { required: ["a"] } }, "then", /does nothing without "if"/],
    ["a condition without a consequence", { if: { required: ["a"] } }, "if", /does nothing without "then" or "else"/],
  ])("%s", (_, schema, path, words) => {
    expect(unheld(schema)).toEqual([[path, expect.stringMatching(words) as string]]);
  });

  it.each([
    ["whole numbers are numbers", { type: "integer", maximum: 5, format: "int64" }],
    ["one of several types is enough", { type: ["string", "integer", "null"], maxLength: 3, maximum: 5 }],
    ["where no type is named, every keyword may speak", { maximum: 5, maxLength: 3, items: true }],
    [
      "OpenAPI's words about how a value is shown and kept",
      { properties: { a: { type: "string", format: "password" }, b: { type: "number", format: "double" } } },
    ],
    ["words of one's own", { "x-order": 1, properties: { a: { "x-unit": "EUR" } } }],
  ])("but not where %s", (_, schema) => {
    expect(unheld(schema)).toEqual([]);
  });

  it.each(["$dynamicRef", "$recursiveRef", "$data", "$async"])(
    "and %s is refused outright, in whatever was stored, too",
    (keyword) => {
      expect(() => compile({ [keyword]: "#a" })).toThrow(/cannot be followed/);
    },
  );
});
