import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { namedEvery, ticksTo } from "@/components/patterns/chart-scale.rules";

describe("the marks of an axis", () => {
  test.each([
    [0, true, [0, 1]],
    [1, true, [0, 1]],
    [3, true, [0, 1, 2, 3]],
    [7, true, [0, 2, 4, 6, 8]],
    [40, true, [0, 10, 20, 30, 40]],
    [412, true, [0, 200, 400, 600]],
    [0.7, false, [0, 0.2, 0.4, 0.6, 0.8]],
    [1_842, true, [0, 500, 1_000, 1_500, 2_000]],
  ])("to %d", (greatest, whole, ticks) => {
    expect(ticksTo(greatest, whole)).toEqual(ticks);
  });

  test("they begin at nought, are evenly spaced, few, and reach the greatest value", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), (greatest) => {
        const ticks = ticksTo(greatest, true);
        expect(ticks[0]).toBe(0);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(greatest);
        expect(ticks.length).toBeLessThanOrEqual(6);
        const [, step = 0] = ticks;
        expect(Number.isInteger(step)).toBe(true);
        expect(ticks).toEqual(ticks.map((_, at) => at * step));
      }),
    );
  });
});

test("of many points some are named", () => {
  expect([namedEvery(24, 12), namedEvery(24, 6), namedEvery(3, 12), namedEvery(0, 12)]).toEqual([2, 4, 1, 1]);
});
