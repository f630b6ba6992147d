import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { unitAt, unitOf, withUnit } from "@/lib/platform/unit.rules";

const said = (value: unknown, unit: string) => {
  const read = unitOf(unit);
  return read && withUnit(value, read)?.replaceAll("\u00a0", " ");
};

describe("an amount as its catalog measures it", () => {
  test.each([
    [1250, "EUR", "1,250.00 EUR"],
    [125000, "EUR/100", "1,250.00 EUR"],
    [5, "EUR/100", "0.05 EUR"],
    [-5, "EUR/100", "−0.05 EUR"],
    ["1250.505", "EUR", "1,250.505 EUR"],
    [1250, "JPY", "1,250 JPY"],
    [12_000.5, "kg", "12,000.5 kg"],
    [1e21, "EUR", undefined],
    ["all of it", "EUR", undefined],
    [true, "EUR", undefined],
  ])("%j in %s", (value, unit, words) => {
    expect(said(value, unit)).toBe(words);
  });

  test.each(["", "approved by the CFO", "EUR/7", "€ paid", 5, null, "a\u202eb"])("%j is no unit", (unit) => {
    expect(unitOf(unit)).toBeNull();
  });

  test("no digit is lost or added, however many there are", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), (cents) => {
        const digits = (said(String(cents), "EUR/100") ?? "").replace(/[^\d]/gu, "").replace(/^0+(?=\d)/u, "");
        expect(digits).toBe(String(cents < 0n ? -cents : cents));
      }),
    );
  });

  test("is found at its place in a schema, and not in what every object has", () => {
    const schema = { properties: { pay: { properties: { amount: { "x-unit": "EUR" } } } } };
    expect(unitAt(schema, ["pay", "amount"])).toEqual({ words: "EUR", currency: true, shift: 0 });
    expect(unitAt(schema, ["constructor", "name"])).toBeUndefined();
    const referring = {
      $defs: { price: { "x-unit": "EUR/100" } },
      properties: { net: { $ref: "#/$defs/price" }, gross: { $ref: "#/$defs/price", "x-unit": "USD" } },
    };
    expect([unitAt(referring, ["net"])?.shift, unitAt(referring, ["gross"])?.words]).toEqual([2, "USD"]);
  });
});
