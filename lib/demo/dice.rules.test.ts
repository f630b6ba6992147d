import { describe, expect, it } from "vitest";
import { Dice } from "./dice.rules";

describe("dice", () => {
  it("throw the same for the same name, and otherwise for another", () => {
    const first = Array.from(
      { length: 20 },
      (
        (d) => () =>
          d.next32()
      )(new Dice("a")),
    );
    expect(
      Array.from(
        { length: 20 },
        (
          (d) => () =>
            d.next32()
        )(new Dice("a")),
      ),
    ).toEqual(first);
    expect(
      Array.from(
        { length: 20 },
        (
          (d) => () =>
            d.next32()
        )(new Dice("b")),
      ),
    ).not.toEqual(first);
    expect(new Dice("a").fork("x").next32()).not.toBe(new Dice("a").fork("y").next32());
  });

  it("are uniform, normal and log-normal as named", () => {
    const dice = new Dice("distribution");
    const many = <T>(make: () => T) => Array.from({ length: 40_000 }, make);
    const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    const uniform = many(() => dice.uniform());
    expect(Math.min(...uniform)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...uniform)).toBeLessThan(1);
    expect(mean(uniform)).toBeCloseTo(0.5, 1);
    const normal = many(() => dice.normal(2, 3));
    expect(mean(normal)).toBeCloseTo(2, 0);
    expect(Math.sqrt(mean(normal.map((x) => (x - 2) ** 2)))).toBeCloseTo(3, 0);
    const sorted = many(() => dice.logNormal(5, 0.7)).sort((a, b) => a - b);
    expect(sorted[20_000]!).toBeCloseTo(5, 0);
  });

  it("choose as often as the weights say, and refuse to choose from nothing", () => {
    const dice = new Dice("weights");
    const chosen = Array.from(
      { length: 30_000 },
      () =>
        dice.weighted([
          { weight: 1, name: "a" },
          { weight: 3, name: "b" },
          { weight: 0, name: "c" },
        ]).name,
    );
    expect(chosen.filter((c) => c === "a").length / 30_000).toBeCloseTo(0.25, 1);
    expect(chosen).not.toContain("c");
    expect(() => dice.weighted([])).toThrow(RangeError);
    expect(() => dice.pick([])).toThrow(RangeError);
  });

  it("keep whole numbers and references within their bounds", () => {
    const dice = new Dice("bounds");
    const ints = Array.from({ length: 5_000 }, () => dice.int(3, 7));
    expect(new Set(ints)).toEqual(new Set([3, 4, 5, 6, 7]));
    for (let i = 0; i < 200; i++) expect(dice.reference("MF-", 5)).toMatch(/^MF-[1-9]\d{4}$/);
  });
});
