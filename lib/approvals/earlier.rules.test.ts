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
  expect(
    earlierValues({ list: [1], text: "x".repeat(101), gone: 1, was: 1 }, [{ list: [1], text: "x", was: { deep: 1 } }]),
  ).toEqual([]);
  expect(earlierValues(JSON.parse('{"__proto__": 1, "constructor": 2}') as Record<string, unknown>, [{}])).toEqual([]);
});

test("a figure is unusual when it lies further outside of at least five than their range is wide", () => {
  const of = (n: number) => ({ name: "nodes", last: 8, usual: { median: 8, least: 6, greatest: 12, n } });
  expect([24, 19, -1, 18, 0, "24"].map((now) => isUnusual(now, of(5)))).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
  expect(isUnusual(24, of(4))).toBe(false);
  expect(isUnusual(9, { name: "nodes", last: 8, usual: { median: 8, least: 8, greatest: 8, n: 5 } })).toBe(true);
});

test("titles and numbers that count up tell one run from another, and are not compared; choices among a few and amounts are", () => {
  const names = (runs: Record<string, unknown>[]) =>
    earlierValues({ title: "d", pull: 1184, pool: "a", amount: 40, nodes: 9 }, runs).map(({ name }) => name);
  const run = (n: number) => ({
    title: `t${n}`,
    pull: 1100 + n * 7,
    pool: n % 2 ? "a" : "b",
    amount: 30 + n * 25,
    nodes: 8,
  });
  expect(names([run(1), run(2), run(3), run(4), run(5)])).toEqual(["pool", "amount", "nodes"]);
  expect(names([run(1), run(2)])).toEqual(["title", "pull", "pool", "amount", "nodes"]);
});

test("the median is one of the figures, with as many at or below as at or above it, or one more", () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { minLength: 1, maxLength: 20 }), (figures) => {
      const [value] = earlierValues(
        { n: 0 },
        figures.map((n) => ({ n })),
      );
      const median = value?.usual?.median ?? Number.NaN;
      expect(figures).toContain(median);
      expect(figures.filter((n) => n <= median).length * 2).toBeGreaterThanOrEqual(figures.length);
      expect(figures.filter((n) => n >= median).length * 2).toBeGreaterThanOrEqual(figures.length);
    }),
  );
});
