import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changedSettings, plainAmount, sameSetting, thresholdFor, titleOf, unknownPlaces, type CatalogType, type TypeSettings } from "@/lib/catalog/catalog.rules";

const settings: TypeSettings = {
  title: "Pay",
  description: "",
  parametersSchema: { type: "object", properties: { amount: { type: "number" } } },
  zone: "green",
  destructive: false,
  reversible: true,
  expectedCost: { amount: "12.5", currency: "EUR" },
  decideWithinSeconds: 3600,
  confidenceThreshold: 0.85,
  kindThresholds: { finance: 0.7 },
  reviewProbability: 0.1,
  sentence: null,
};

describe("what an update changes", () => {
  it("is nothing for the same values, in any order of keys and with zeros that mean nothing", () => {
    expect(changedSettings(settings, settings)).toEqual([]);
    expect(changedSettings(settings, { parametersSchema: { properties: { amount: { type: "number" } }, type: "object" }, expectedCost: { currency: "EUR", amount: "12.5000" } })).toEqual([]);
  });

  it("names each setting that differs", () => {
    expect(changedSettings(settings, { zone: "red", kindThresholds: {}, expectedCost: null, sentence: "Pay {amount}" })).toEqual(["zone", "expectedCost", "kindThresholds", "sentence"]);
  });

  it("sees every difference between two JSON values", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        expect(sameSetting(a, a)).toBe(true);
        if (JSON.stringify(a) !== JSON.stringify(b) && sameSetting(a, b)) {
          // Only the order of keys, or -0, may be the difference.
          expect(JSON.stringify(sorted(a))).toBe(JSON.stringify(sorted(b)));
        }
      }),
    );
  });
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return Object.is(value, -0) ? 0 : value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => [k, sorted(v)]));
}

describe("a sentence's places", () => {
  const schema = { type: "object", properties: { amount: { type: "number" }, to: { type: "object", properties: { iban: { type: "string" } } }, open: { type: "object" } } };

  it("are known when the schema declares them, or leaves open what lies below", () => {
    expect(unknownPlaces("Pay {amount} to {to.iban} for {open.anything}", schema)).toEqual([]);
  });

  it("are unknown otherwise, each named once", () => {
    expect(unknownPlaces("Pay {amont} to {to.bic}, {amont}", schema)).toEqual(["amont", "to.bic"]);
    expect(unknownPlaces("{constructor}", schema)).toEqual(["constructor"]);
  });
});

it("a kind's own threshold wins, and no inherited property counts as one", () => {
  const type = { kindThresholds: { finance: 0.7, careful: 0 }, confidenceThreshold: 0.85 } as unknown as CatalogType;
  expect([thresholdFor(type, "finance"), thresholdFor(type, "careful"), thresholdFor(type, "other"), thresholdFor(type, "constructor")]).toEqual([0.7, 0, 0.85, 0.85]);
});

it("amounts lose only the zeros that mean nothing", () => {
  expect(["9216.0000", "12.5000", "100", "0.0100"].map(plainAmount)).toEqual(["9216", "12.5", "100", "0.01"]);
});

it("a title is made from a name", () => {
  expect([titleOf("allocate_budget"), titleOf("k8s.scale-nodes")]).toEqual(["Allocate budget", "K8s scale nodes"]);
});
