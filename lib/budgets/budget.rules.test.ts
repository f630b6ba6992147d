import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { amountOf, inUnits } from "@/lib/platform/money";
import { amountAsked, limitAt, windowAt } from "./budget.rules";

const euros = (amount: string) => ({ amount, currency: "EUR" });
const money = { measure: "money", currency: "EUR" } as const;

describe("amounts", () => {
  it("are exact: as text and as whole numbers they say the same, and what is no amount is refused", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 19n), max: 10n ** 19n }), (units) => inUnits(amountOf(units)) === units),
    );
    expect(inUnits("0.1") + inUnits("0.2")).toBe(inUnits("0.3"));
    expect([amountOf(1_000_000n), amountOf(1n), amountOf(-25_000n)]).toEqual(["100", "0.0001", "-2.5"]);
    for (const text of ["", "1e3", "1.00001", "NaN", ".5"]) expect(() => inUnits(text), text).toThrow(RangeError);
  });
});

describe("what an action asks of a budget", () => {
  it("is the larger of what is declared and what is expected, by value and not by text", () => {
    const asked = (declared?: string, expected?: string) =>
      amountAsked(
        money,
        declared === undefined ? {} : { estimatedCost: euros(declared) },
        expected === undefined ? undefined : { expectedCost: euros(expected) },
      );
    expect(asked("9", "10.5")).toEqual({ units: 105_000n });
    expect(asked("10.5")).toEqual({ units: 105_000n });
    expect(asked(undefined, "0")).toEqual({ units: 0n });
    expect(asked()).toEqual({ trouble: "unknown" });
  });

  it("is not known in another currency, whichever of the two is in it", () => {
    const dollars = { amount: "1", currency: "USD" };
    expect(amountAsked(money, { estimatedCost: dollars }, { expectedCost: euros("1") })).toEqual({
      trouble: "currency",
    });
    expect(amountAsked(money, { estimatedCost: euros("1") }, { expectedCost: dollars })).toEqual({
      trouble: "currency",
    });
  });

  it("is one of actions, and of tokens what is estimated", () => {
    expect(amountAsked({ measure: "actions", currency: null }, {}, undefined)).toEqual({ units: 10_000n });
    const tokens = { measure: "tokens", currency: null } as const;
    expect(amountAsked(tokens, { estimatedTokens: 0 }, undefined)).toEqual({ units: 0n });
    expect(amountAsked(tokens, {}, undefined)).toEqual({ trouble: "unknown" });
  });
});

describe("a budget at a moment", () => {
  it("has its limit and every raise that has not run out, to the millisecond", () => {
    const raised = {
      limit: 10n,
      raises: [
        { by: 5n, untilMs: 1_000 },
        { by: 3n, untilMs: 2_000 },
      ],
    };
    expect([999, 1_000, 1_999, 2_000].map((at) => limitAt(raised, at))).toEqual([18n, 13n, 13n, 10n]);
  });

  it("begins anew exactly at the edge, or never", () => {
    const at = Date.parse("2026-11-30T18:29:59.999Z");
    const monthly = { window: "month", timeZone: "Asia/Kolkata", createdAt: 0 } as const;
    expect(windowAt(monthly, at)).toEqual({ from: "2026-10-31T18:30:00.000Z", until: "2026-11-30T18:30:00.000Z" });
    expect(windowAt(monthly, at + 1).from).toBe("2026-11-30T18:30:00.000Z");
    expect(windowAt({ ...monthly, window: "total" }, at)).toEqual({ from: "1970-01-01T00:00:00.000Z", until: null });
  });
});
