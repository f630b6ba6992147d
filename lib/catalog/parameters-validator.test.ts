import { describe, expect, it } from "vitest";
import { UnprocessableError, type Fault } from "@/lib/platform/errors";
import { formats } from "@/lib/platform/json-schema/formats.rules";
import { StepBudget, TooManySteps } from "@/lib/platform/json-schema/step-budget.rules";
import {
  checkStoredSchema,
  compileParametersSchema,
  storedParametersValidator,
  tooLongToCheck,
} from "./parameters-validator";
import { stepsInAll } from "./parameters-check";

const of = (properties: Record<string, unknown>) => ({ type: "object", properties });

function faultsUnder(schema: Record<string, unknown>, parameters: Record<string, unknown>): Fault[] {
  try {
    return compileParametersSchema(schema)(parameters, new StepBudget(stepsInAll));
  } catch (error) {
    if (error instanceof TooManySteps) return [tooLongToCheck];
    throw error;
  }
}
const faults = (properties: Record<string, unknown>, parameters: Record<string, unknown>) =>
  faultsUnder(of(properties), parameters);

function refusal(schema: Record<string, unknown>): Fault[] {
  try {
    compileParametersSchema(schema);
  } catch (error) {
    if (error instanceof UnprocessableError && error.code === "invalid_schema") return error.options.errors ?? [];
    throw error;
  }
  return [];
}

const long = "a".repeat(200_000);

describe("patterns", () => {
  // A backtracking engine would not come back from any of these.
  it.each(["^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "(.*)*!$", "^([a-z]+)*-$", "^(?:a?){30}a{30}-$", "(a*)*b*(c|a)*-$"])(
    "%s is answered though the text is made to be slow",
    (pattern) => {
      expect(faults({ a: { type: "string", pattern } }, { a: `${long}!` }).length).toBe(pattern === "(.*)*!$" ? 0 : 1);
    },
  );

  it("of names and of the names of properties are matched the same way", () => {
    expect(faultsUnder({ type: "object", propertyNames: { pattern: "^(a+)+$" } }, { [`${long}!`]: 1 })).not.toEqual([]);
    const schema = {
      type: "object",
      patternProperties: { "^(a+)+$": { type: "number" } },
      additionalProperties: false,
    };
    expect(faultsUnder(schema, { [long]: 1 })).toEqual([]);
    expect(faultsUnder(schema, { [`${long}!`]: 1 })).toHaveLength(1);
  });

  it("are each matched as themselves", () => {
    expect(faults({ a: { pattern: "^x$" }, b: { pattern: "^y$" } }, { a: "x", b: "y" })).toEqual([]);
    expect(faults({ a: { pattern: "^x$" }, b: { pattern: "^y$" } }, { a: "y", b: "y" })).toEqual([
      { path: "parameters.a", message: 'must match pattern "^x$"' },
    ]);
  });

  it.each([
    [
      "looks ahead",
      { a: { pattern: "^(?=.*\\d)" } },
      "parametersSchema.properties.a.pattern",
      /looks ahead or behind, which cannot be matched in linear time/,
    ],
    [
      "refers back",
      { a: { items: { pattern: "(a)\\1" } } },
      "parametersSchema.properties.a.items.pattern",
      /refers back .* linear time/,
    ],
    [
      "repeats too often",
      { a: { pattern: "^.{1,4000}$" } },
      "parametersSchema.properties.a.pattern",
      /more than 1000 times/,
    ],
    [
      "stands for very many steps",
      { a: { pattern: "a{1000}".repeat(60) } },
      "parametersSchema.properties.a.pattern",
      /repeats too much/,
    ],
    [
      "is very long",
      { a: { pattern: "a".repeat(1_001) } },
      "parametersSchema.properties.a.pattern",
      /longer than 1000 characters/,
    ],
    [
      "names a property so",
      { a: { patternProperties: { "a(?!b)": {}, "c(?!d)": { type: "number" } } } },
      "parametersSchema.properties.a.patternProperties.a(?!b)",
      /looks ahead/,
    ],
  ])("that %s is refused where the schema is stored, at its path and with the reason", (_, properties, path, why) => {
    expect(refusal(of(properties))).toEqual([{ path, message: expect.stringMatching(why) as string }]);
  });

  it("may together not be longer than can be compiled quickly", () => {
    const properties = Object.fromEntries(
      Array.from({ length: 100 }, (_, i) => [`p${i}`, { pattern: `^${"ab".repeat(100)}${i}$` }]),
    );
    expect(refusal(of(properties))[0]?.message).toMatch(/10000 characters/);
  });
});

describe("steps", () => {
  const costly = { pattern: "^[ab]*a[ab]{900}c$" };

  it("are counted: what would take too long is not checked, and does not pass", () => {
    const tooLong = [{ path: "parameters", message: "take too long to check against this schema" }];
    expect(faults({ a: costly }, { a: "ab".repeat(100_000) })).toEqual(tooLong);
    expect(faults({ a: { not: costly } }, { a: "ab".repeat(100_000) })).toEqual(tooLong);
    expect(faults({ a: { anyOf: [costly, {}] } }, { a: "ab".repeat(100_000) })).toEqual(tooLong);
  });

  it("are no limit for parameters of the greatest size under a usual pattern", () => {
    expect(faults({ a: { pattern: "^[^<>]*$" } }, { a: "x".repeat(250_000) })).toEqual([]);
    expect(
      faults(
        { a: { type: "array", items: { pattern: "^[A-Z]{3}$" } } },
        { a: Array.from({ length: 40_000 }, () => "EUR") },
      ),
    ).toEqual([]);
  });
});

describe("formats", () => {
  const seeds = [
    "a",
    "1",
    "-",
    ".",
    ":",
    "@",
    "/",
    "%20",
    "~0",
    "{a}",
    "{a,",
    "a.",
    "a-",
    "1.",
    "#",
    "0:",
    "ab@",
    "\n",
    "AAAA",
    "+",
  ];
  const heads = ["", "http://", "http://a", "a@a", "/", "#", "P", "2020-01-01T", "https://[", "::", "//"];

  it.each([...formats.keys()])("%s is answered though the text is made to be slow", (format) => {
    const answers = heads.flatMap((head) =>
      seeds.map((seed) => faults({ a: { format } }, { a: `${head}${seed.repeat(50_000 / seed.length)}\0` }).length),
    );
    expect(answers.every((n) => n <= 1)).toBe(true);
  });

  it("are still checked", () => {
    expect(
      faults({ a: { format: "url" }, b: { format: "email" } }, { a: "https://signalbox.dev/x", b: "a@b.test" }),
    ).toEqual([]);
    expect(faults({ a: { format: "url" }, b: { format: "email" } }, { a: "nowhere", b: "nobody" })).toHaveLength(2);
  });
});

describe("unique items", () => {
  const unique = { type: "array", uniqueItems: true };

  it("of a long list of objects are each looked at once", () => {
    const items = Array.from({ length: 15_000 }, (_, n) => ({ n, s: "a" }));
    expect(faults({ a: unique }, { a: items })).toEqual([]);
    expect(faults({ a: unique }, { a: [...items, { s: "a", n: 7 }] })).toEqual([
      { path: "parameters.a", message: "must NOT have duplicate items (items ## 7 and 15000 are identical)" },
    ]);
  });

  it.each([
    [[1, "1", true, "true", null, "null", [], {}], 0],
    [
      [
        { a: 1, b: [2] },
        { b: [2], a: 1 },
      ],
      1,
    ],
    [[0, -0], 1],
    [["__proto__", "__proto__"], 1],
    [["constructor"], 0],
    [
      [
        [1, 2],
        [2, 1],
      ],
      0,
    ],
  ])("%j has %i faults", (a, count) => {
    expect(faults({ a: unique }, { a })).toHaveLength(count);
  });

  it("are not asked for where the keyword is false", () => {
    expect(faults({ a: { type: "array", uniqueItems: false } }, { a: [1, 1] })).toEqual([]);
  });
});

describe("a schema's own weight", () => {
  const chain = (depth: number) =>
    Object.fromEntries(
      Array.from({ length: depth }, (_, i) => [
        `d${i}`,
        { allOf: [{ $ref: `#/$defs/d${i + 1}` }, { $ref: `#/$defs/d${i + 1}` }] },
      ]),
    );

  it.each([
    [
      "references that double with every link",
      { $defs: { ...chain(22), d22: {} }, properties: { a: { $ref: "#/$defs/d0" } } },
      /asks one value more than 1000 times/,
    ],
    [
      "branches of branches",
      {
        properties: {
          a: { oneOf: Array.from({ length: 40 }, () => ({ anyOf: Array.from({ length: 40 }, () => ({ const: 1 })) })) },
        },
      },
      /asks one value more than 1000 times/,
    ],
    ["one that refers to itself without end", { allOf: [{ $ref: "#" }] }, /refers to itself without end/],
    [
      "two that refer to each other without end",
      { $defs: { a: { not: { $ref: "#/$defs/b" } }, b: { if: { $ref: "#/$defs/a" } } } },
      /refers to itself without end/,
    ],
    [
      "too many schemas",
      { properties: Object.fromEntries(Array.from({ length: 5_001 }, (_, i) => [`p${i}`, {}])) },
      /may hold 5000 schemas/,
    ],
    [
      "too much text",
      { properties: { a: { enum: Array.from({ length: 30_000 }, (_, i) => `value ${i}`) } } },
      /larger than 256 KiB/,
    ],
  ])("is limited where it is stored: %s", (_, schema, why) => {
    expect(refusal({ type: "object", ...schema })[0]?.message).toMatch(why);
  });

  it("leaves room for trees and for lists of variants", () => {
    const tree = { type: "object", properties: { children: { type: "array", items: { $ref: "#" } } } };
    expect(faultsUnder(tree, { children: [{ children: [{ children: [] }] }] })).toEqual([]);
    expect(faults({ a: { oneOf: Array.from({ length: 300 }, (_, i) => ({ const: i })) } }, { a: 7 })).toEqual([]);
  });
});

describe("faults", () => {
  const line = (i: number) => ({ type: "object", required: Array.from({ length: 8 }, (_, k) => `f${i}_${k}`) });

  it("end at the twentieth, however many there are", () => {
    const lines = { type: "array", items: { oneOf: Array.from({ length: 10 }, (_, i) => line(i)) } };
    const budget = new StepBudget(stepsInAll);
    expect(
      compileParametersSchema(of({ lines }))({ lines: Array.from({ length: 87_000 }, () => ({})) }, budget),
    ).toHaveLength(20);
    expect(budget.spent).toBeLessThan(2_000);
  });

  it("do not weigh more than they help, whatever the names in them", () => {
    const said = faultsUnder({ type: "object", additionalProperties: false }, { [long]: 1 });
    expect(JSON.stringify(said).length).toBeLessThan(400);
  });

  it("of several branches are those of the likeliest", () => {
    const to = {
      oneOf: [
        { properties: { kind: { const: "iban" }, iban: { type: "string", minLength: 5 } } },
        { properties: { kind: { const: "card" } } },
      ],
    };
    expect(faults({ to }, { to: { kind: "iban", iban: "DE" } })[0]).toEqual({
      path: "parameters.to.iban",
      message: "must NOT have fewer than 5 characters",
    });
  });
});

describe("amounts", () => {
  it.each([0.29, 1.15, 19.99, 0.07, 1.1, 4.35, 8.2, 1234567.89, 1e21, 0, -0.29])(
    "of cents: %d is a multiple of 0.01",
    (amount) => {
      expect(faults({ amount: { multipleOf: 0.01 } }, { amount })).toEqual([]);
    },
  );
  it.each([0.291, 1e-3, 19.999, 5e-324])("of cents: %d is none", (amount) => {
    expect(faults({ amount: { multipleOf: 0.01 } }, { amount })).toHaveLength(1);
  });
});

it("a schema stored before a rule lets nothing through and says why", () => {
  expect(storedParametersValidator(of({ a: { pattern: "^(?!x)" } }))({}, new StepBudget(0))).toEqual([
    {
      path: "parameters",
      message: expect.stringMatching(/cannot be checked.*looks ahead.*Whoever keeps the catalog/) as string,
    },
  ]);
});

describe("a keyword that nothing holds to", () => {
  const loose = of({
    amount: { type: "number", maxmum: 500 },
    day: { type: "string", format: "datetime", minimum: 1 },
  });

  it("is refused where a schema is to be stored: each at its path, and all in one answer", () => {
    expect(refusal(loose)).toEqual([
      {
        path: "parametersSchema.properties.amount.maxmum",
        message: expect.stringContaining('did you mean "maximum"?') as string,
      },
      {
        path: "parametersSchema.properties.day.format",
        message: expect.stringContaining('did you mean "date-time"?') as string,
      },
      {
        path: "parametersSchema.properties.day.minimum",
        message: expect.stringContaining("only about a number") as string,
      },
    ]);
    expect(() => compileParametersSchema(loose)).toThrow(
      /properties\.amount\.maxmum is not a keyword .* \(and 2 more\)\.$/,
    );
  });

  it("of a schema that is stored already is passed over, as ever, and said where one asks", () => {
    expect(storedParametersValidator(loose)({ amount: 1_000 }, new StepBudget(100))).toEqual([]);
    expect(storedParametersValidator(loose)({ amount: "much" }, new StepBudget(100))).toHaveLength(1);
    expect(checkStoredSchema(loose)).toEqual({ usable: true, faults: refusal(loose) });
    expect(checkStoredSchema(of({ amount: { type: "number", maximum: 500 } }))).toEqual({ usable: true, faults: [] });
    expect(checkStoredSchema(of({ a: { pattern: "^(?!x)" } }))).toEqual({
      usable: false,
      faults: refusal(of({ a: { pattern: "^(?!x)" } })),
    });
  });

  it("is told in few words, however long the names that lead to it", () => {
    const deep = of({ [long]: Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`unknown${i}`, 1])) });
    expect(JSON.stringify(refusal(deep)).length).toBeLessThan(10_000);
  });
});

describe("a name that is too long to repeat", () => {
  it("is not cut in half of a character, in a refusal of parameters or of a schema", () => {
    for (const length of [58, 59, 118, 119]) {
      const name = `${"a".repeat(length)}${"😀".repeat(3)}`;
      const told = [
        ...faultsUnder({ ...of({}), additionalProperties: false }, { [name]: 1 }),
        ...refusal(of({ [name]: { type: "nothing" } })),
        ...refusal({ ...of({}), [name]: 1 }),
      ];
      expect(told.length).toBeGreaterThanOrEqual(2);
      for (const { path, message } of told) expect(path + message).not.toMatch(/\p{Surrogate}|\\ud/u);
    }
  });
});
