import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  changedSettings,
  loosenedBy,
  plainAmount,
  sameSetting,
  thresholdFor,
  titleOf,
  unknownPlaces,
  type CatalogType,
  type TypeSettings,
} from "@/lib/catalog/catalog.rules";

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
  resourceType: null,
  resourceCaseSensitive: false,
  sentence: null,
};

describe("what an update changes", () => {
  it("is nothing for the same values, in any order of keys and with zeros that mean nothing", () => {
    expect(changedSettings(settings, settings)).toEqual([]);
    expect(
      changedSettings(settings, {
        parametersSchema: { properties: { amount: { type: "number" } }, type: "object" },
        expectedCost: { currency: "EUR", amount: "12.5000" },
      }),
    ).toEqual([]);
  });

  it("names each setting that differs", () => {
    expect(
      changedSettings(settings, { zone: "red", kindThresholds: {}, expectedCost: null, sentence: "Pay {amount}" }),
    ).toEqual(["zone", "expectedCost", "kindThresholds", "sentence"]);
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
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, sorted(v)]),
  );
}

describe("a sentence's places", () => {
  const schema = {
    type: "object",
    properties: {
      amount: { type: "number" },
      to: { type: "object", properties: { iban: { type: "string" } } },
      open: { type: "object" },
    },
  };

  it("are known when the schema declares them, or leaves open what lies below", () => {
    expect(unknownPlaces("Pay {amount} to {to.iban} for {open.anything}", schema)).toEqual([]);
  });

  it("are unknown otherwise, each named once", () => {
    expect(unknownPlaces("Pay {amont} to {to.bic}, {amont}", schema)).toEqual(["amont", "to.bic"]);
    expect(unknownPlaces("{constructor}", schema)).toEqual(["constructor"]);
    const referring = {
      $defs: { account: { properties: { iban: {} } } },
      properties: { to: { $ref: "#/$defs/account" } },
    };
    expect(unknownPlaces("Pay {to.iban} by {to.bic}", referring)).toEqual(["to.bic"]);
  });
});

it("a kind's own threshold wins, and no inherited property counts as one", () => {
  const type = { kindThresholds: { finance: 0.7, careful: 0 }, confidenceThreshold: 0.85 } as unknown as CatalogType;
  expect([
    thresholdFor(type, "finance"),
    thresholdFor(type, "careful"),
    thresholdFor(type, "other"),
    thresholdFor(type, "constructor"),
  ]).toEqual([0.7, 0, 0.85, 0.85]);
});

it("amounts lose only the zeros that mean nothing", () => {
  expect(["9216.0000", "12.5000", "100", "0.0100"].map(plainAmount)).toEqual(["9216", "12.5", "100", "0.01"]);
});

it("a title is made from a name", () => {
  expect([titleOf("allocate_budget"), titleOf("k8s.scale-nodes")]).toEqual(["Allocate budget", "K8s scale nodes"]);
});

describe("what lets more through", () => {
  it("is said for a lower zone, a lower threshold, a milder effect, a higher expected cost", () => {
    const strict: TypeSettings = { ...settings, zone: "yellow", destructive: true, reversible: false };
    expect(loosenedBy({ ...strict, zone: "red" }, strict)).toEqual(["The zone goes from red to yellow."]);
    expect(loosenedBy(strict, { ...strict, confidenceThreshold: 0.5 })).toEqual([
      "Confidence from 0.5 on passes, where it took 0.85.",
    ]);
    expect(loosenedBy(strict, { ...strict, kindThresholds: { finance: 0.6 } })).toEqual([
      "For finance, confidence from 0.6 on passes, where it took 0.7.",
    ]);
    expect(loosenedBy({ ...strict, kindThresholds: { finance: 0.99 } }, { ...strict, kindThresholds: {} })).toEqual([
      "For finance, confidence from 0.85 on passes, where it took 0.99.",
    ]);
    expect(loosenedBy(strict, { ...strict, destructive: false, reversible: true })).toHaveLength(2);
    expect(loosenedBy(strict, { ...strict, expectedCost: null })).toHaveLength(1);
    expect(loosenedBy(strict, { ...strict, expectedCost: { amount: "100", currency: "EUR" } })).toHaveLength(1);
  });

  it("is nothing when a change is stricter, or of words only", () => {
    expect(loosenedBy(settings, settings)).toEqual([]);
    expect(loosenedBy(settings, { ...settings, zone: "red", confidenceThreshold: 0 })).toEqual([]);
    expect(
      loosenedBy(settings, {
        ...settings,
        zone: "red",
        confidenceThreshold: 0.99,
        kindThresholds: { finance: 0.8 },
        destructive: true,
        reversible: false,
        expectedCost: { amount: "1", currency: "EUR" },
        title: "Other",
      }),
    ).toEqual([]);
  });
});
