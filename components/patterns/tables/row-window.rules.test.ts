import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rowsInSight, scrollToRow, withinCount } from "./row-window.rules";

/** Browsers scroll by fractions of a pixel, a sixty-fourth at the finest; what is smaller by far vanishes when it is divided. */
const scrollTop = fc.integer({ min: 0, max: 6_000_000 * 64 }).map((steps) => steps / 64);
const scrolled = fc.record({
  topPx: scrollTop,
  heightPx: fc.integer({ min: 0, max: 3000 }),
  rowPx: fc.integer({ min: 20, max: 200 }),
  overscan: fc.integer({ min: 0, max: 20 }),
});

describe("the window of a long list", () => {
  test("every row that is even partly in sight is drawn, and few others are", () => {
    fc.assert(
      fc.property(scrolled, (at) => {
        const { first, end } = rowsInSight(at);
        expect(first * at.rowPx).toBeLessThanOrEqual(at.topPx);
        expect(end * at.rowPx).toBeGreaterThanOrEqual(at.topPx + at.heightPx);
        expect(end - first).toBeLessThanOrEqual(at.heightPx / at.rowPx + 2 * at.overscan + 10);
      }),
    );
  });

  test("a pixel of scrolling seldom changes what is drawn", () => {
    const at = { heightPx: 720, rowPx: 60, overscan: 8 };
    const ranges = Array.from({ length: 240 }, (_, topPx) =>
      JSON.stringify(rowsInSight({ ...at, topPx: 60_000 + topPx })),
    );
    expect(new Set(ranges).size).toBeLessThanOrEqual(3);
  });

  test("nothing is drawn beyond the last row, and a list that shrank still shows rows", () => {
    expect(withinCount({ first: 80, end: 120 }, 100)).toEqual({ first: 80, end: 100 });
    expect(withinCount({ first: 80, end: 120 }, 50)).toEqual({ first: 10, end: 50 });
    expect(withinCount({ first: 0, end: 24 }, 0)).toEqual({ first: 0, end: 0 });
  });

  test("a row is brought into sight by the shortest way, and stays where it is when it is there", () => {
    const at = { topPx: 600, heightPx: 600, rowPx: 60 };
    expect(scrollToRow(9, at)).toBe(540);
    expect(scrollToRow(10, at)).toBeNull();
    expect(scrollToRow(19, at)).toBeNull();
    expect(scrollToRow(20, at)).toBe(660);
  });
});
