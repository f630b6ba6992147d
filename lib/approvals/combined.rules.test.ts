import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Action } from "@/lib/actions/action.schemas";
import { combinedEffect, sumDecimals } from "./combined.rules";

const action = (parameters: Record<string, unknown>, amount?: string, currency = "EUR") =>
  ({
    agentId: "agt_1",
    resource: { type: "order", id: JSON.stringify(parameters) },
    parameters,
    estimatedCost: amount ? { amount, currency } : null,
  }) as unknown as Action;

describe("adding decimals", () => {
  it("loses nothing to binary fractions", () => {
    expect(sumDecimals(["0.1", "0.2"])).toBe("0.3");
    expect(sumDecimals(["12.50", "0.5", "-3"])).toBe("10");
    expect(sumDecimals(["-0.05", "0.02"])).toBe("-0.03");
    expect(sumDecimals([])).toBe("0");
  });

  it("agrees with whole cents, whatever is added", () => {
    const cents = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { maxLength: 40 });
    fc.assert(
      fc.property(cents, (list) => {
        const written = list.map(
          (n) => (n < 0 ? "-" : "") + `${Math.trunc(Math.abs(n) / 100)}.${String(Math.abs(n) % 100).padStart(2, "0")}`,
        );
        expect(Math.round(Number(sumDecimals(written)) * 100)).toBe(list.reduce((a, b) => a + b, 0));
      }),
    );
  });
});

describe("the combined effect", () => {
  it("keeps currencies apart and says how many name no cost", () => {
    const effect = combinedEffect([
      action({ amount: 1 }, "10.10"),
      action({ amount: 2 }, "0.90"),
      action({ amount: 3 }, "5", "USD"),
      action({ amount: 4 }),
    ]);
    expect(effect.costs).toEqual([
      { amount: "11", currency: "EUR" },
      { amount: "5", currency: "USD" },
    ]);
    expect(effect.withoutCost).toBe(1);
    expect(effect.resources).toBe(4);
  });

  it("adds up only what every one of them has as a number", () => {
    const effect = combinedEffect([action({ amount: 0.1, note: "x", n: 1 }), action({ amount: 0.2, note: 2, n: "1" })]);
    expect(effect.sums).toEqual([{ name: "amount", total: "0.3" }]);
  });
});
