import { describe, expect, it } from "vitest";
import {
  blankDraft,
  draftOf,
  readDraft,
  schemaFaultInWords,
  schemaFaultsInWords,
} from "@/components/catalog/draft.rules";
import { placesOf, sampleOf } from "@/components/catalog/sample.rules";
import type { ActionType } from "@/lib/catalog/action-type.schemas";
import { changedSettings } from "@/lib/catalog/catalog.rules";

const type: ActionType = {
  id: "aty_1",
  name: "pay",
  version: 3,
  title: "Pay",
  description: "d",
  parametersSchema: { type: "object", properties: { amount: { type: "number" } } },
  zone: "yellow",
  destructive: true,
  reversible: false,
  expectedCost: { amount: "12.5", currency: "EUR" },
  decideWithinSeconds: 5_400,
  confidenceThreshold: 0.85,
  kindThresholds: { finance: 0.7 },
  reviewProbability: 0.1,
  resourceType: "invoice",
  resourceCaseSensitive: true,
  schemaCheck: { usable: true, faults: [] },
  sentence: "Pay {amount}",
  createdAt: "2026-11-20T00:00:00.000Z",
  updatedAt: "2026-11-20T00:00:00.000Z",
};

describe("a draft of a catalog entry", () => {
  it("that was not touched changes nothing", () => {
    const { settings } = readDraft(draftOf(type));
    expect(settings && changedSettings(type, settings)).toEqual([]);
  });

  it("shows the time to decide in the largest unit that is whole", () => {
    expect(draftOf(type)).toMatchObject({ decideWithin: "90", decideUnit: "minutes" });
    expect(draftOf({ ...type, decideWithinSeconds: 172_800 })).toMatchObject({ decideWithin: "2", decideUnit: "days" });
    expect(draftOf({ ...type, decideWithinSeconds: 61 })).toMatchObject({ decideWithin: "61", decideUnit: "seconds" });
  });

  it.each([
    ["confidenceThreshold", "1.2"],
    ["confidenceThreshold", "high"],
    ["confidenceThreshold", ""],
    ["reviewProbability", "-1"],
    ["decideWithin", "0"],
    ["decideWithin", "1.0001"],
    ["costAmount", "12,50"],
    ["schemaText", "[]"],
    ["schemaText", "{"],
    ["title", " "],
  ] as const)("with %s %j is refused at that field", (field, value) => {
    expect(Object.keys(readDraft({ ...draftOf(type), [field]: value }).faults ?? {})).toEqual([field]);
  });

  it("refuses a kind that stands twice, or is no kind", () => {
    const rows = (...kinds: string[]) =>
      readDraft({ ...draftOf(type), kindThresholds: kinds.map((kind) => ({ kind, threshold: "0.5" })) }).faults;
    expect(rows("finance", "support")).toBeNull();
    expect(rows("finance", "finance")).toHaveProperty("kindThresholds");
    expect(rows("Finance")).toHaveProperty("kindThresholds");
  });

  it("starts blank with a schema that can be used, in the riskiest zone", () => {
    expect(readDraft({ ...blankDraft, name: "pay", title: "Pay" }).settings).toMatchObject({
      zone: "red",
      parametersSchema: { type: "object" },
    });
  });
});

it("a sample has every declared value, the schema's own examples first", () => {
  const schema = {
    type: "object",
    properties: {
      n: { type: "integer", minimum: 3 },
      s: { type: "string", examples: ["Ada"] },
      deep: { type: "object", properties: { on: { type: "boolean" } } },
      e: { enum: ["a"] },
      list: { type: "array" },
    },
  };
  expect(sampleOf(schema)).toEqual({ n: 3, s: "Ada", deep: { on: true }, e: "a", list: [] });
  expect(placesOf(schema)).toEqual(["n", "s", "deep.on", "e", "list"]);
  const money = {
    type: "object",
    properties: { cents: { type: "integer", examples: [125_000] }, of: { $ref: "#/$defs/money" } },
  };
  const referring = {
    type: "object",
    $defs: { money },
    properties: { pay: { $ref: "#/$defs/money" }, fee: { $ref: "#/$defs/money", default: 5 } },
  };
  expect(sampleOf(referring)).toMatchObject({ pay: { cents: 125_000, of: { cents: 125_000 } }, fee: 5 });
  const wide = {
    type: "object",
    properties: Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`p${n}`, { $ref: "#" }])),
  };
  expect(JSON.stringify(sampleOf(wide)).length).toBeLessThan(500_000);
  expect(placesOf(referring)).toEqual(["pay.cents", "pay.of", "fee.cents", "fee.of"]);
});

describe("a fault of the schema, in words", () => {
  it.each([
    [
      { path: "parametersSchema.properties.amount.type", message: "must name one of the JSON types" },
      "properties.amount.type: must name one of the JSON types",
    ],
    [{ path: "parametersSchema", message: "must be an object" }, "must be an object"],
  ])("names where it is: %j", (fault, words) => expect(schemaFaultInWords(fault)).toBe(words));
});

it("several faults of a schema are told a line each, up to the third", () => {
  const fault = (n: number) => ({ path: `parametersSchema.a${n}`, message: "is wrong" });
  expect(schemaFaultsInWords([])).toBeUndefined();
  expect(schemaFaultsInWords([fault(1), fault(2)])).toBe("a1: is wrong\na2: is wrong");
  expect(schemaFaultsInWords([1, 2, 3, 4, 5].map(fault))).toBe("a1: is wrong\na2: is wrong\na3: is wrong\nAnd 2 more.");
});
