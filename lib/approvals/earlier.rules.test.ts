import fc from "fast-check";
import { expect, test } from "vitest";
import { earlierValues, isUnusual } from "./earlier.rules";

test("each value of now stands beside what it was when it last ran, and figures beside what is usual", () => {
  const runs = [{ nodes: 8, pool: "a" }, { nodes: 6, pool: "b" }, { nodes: 12 }];
  expect(earlierValues({ nodes: 24, pool: "a", fresh: 1 }, runs)).toEqual([
    { name: "nodes", last: 8, usual: { median: 8, least: 6, greatest: 12, n: 3 } },
    { name: "pool", last: "a", usual: null },
  ]);
  expect(earlierValues({ nodes: 24 }, [])).toEqual([]);
});

test("what is no plain value now or was none then is not compared", () => {
  expect(earlierValues({ list: [1], text: "x".repeat(101), gone: 1, was: 1 }, [{ list: [1], text: "x", was: { deep: 1 } }])).toEqual([]);
  expect(earlierValues(JSON.parse('{"__proto__": 1, "constructor": 2}') as Record<string, unknown>, [{}])).toEqual([]);
});

test("a figure is unusual when it lies outside of at least five", () => {
  const of = (n: number) => ({ name: "nodes", last: 8, usual: { median: 8, least: 6, greatest: 12, n } });
  expect([isUnusual(24, of(5)), isUnusual(5, of(5)), isUnusual(12, of(5)), isUnusual(24, of(4)), isUnusual("24", of(5))]).toEqual([true, true, false, false, false]);
});

test("the median is one of the figures, with as many at or below as at or above it, or one more", () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { minLength: 1, maxLength: 20 }), (figures) => {
      const [value] = earlierValues({ n: 0 }, figures.map((n) => ({ n })));
      const median = value?.usual?.median ?? Number.NaN;
      expect(figures).toContain(median);
      expect(figures.filter((n) => n <= median).length * 2).toBeGreaterThanOrEqual(figures.length);
      expect(figures.filter((n) => n >= median).length * 2).toBeGreaterThanOrEqual(figures.length);
    }),
  );
});
