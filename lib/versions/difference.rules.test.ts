import { describe, expect, it } from "vitest";
import { changedPaths, differencesOf, maxChangedPaths, maxDifferences, maxDifferenceValue } from "./difference.rules";

describe("the difference of two contents", () => {
  it("names each place that differs, with what was and what is", () => {
    const before = { zone: "red", schema: { properties: { amount: { type: "number", maximum: 5 } } }, gone: 1 };
    const after = { zone: "red", schema: { properties: { amount: { type: "number", maximum: 9 }, to: {} } } };
    expect(differencesOf(before, after)).toEqual({
      items: [
        { path: "schema.properties.amount.maximum", change: "changed", before: 5, after: 9, cut: false },
        { path: "schema.properties.to", change: "added", before: null, after: {}, cut: false },
        { path: "gone", change: "removed", before: 1, after: null, cut: false },
      ],
      more: 0,
    });
  });

  it.each([
    ["the order of members is none", { a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 }, []],
    ["lists of plain values differ as a whole", { required: ["a", "b"] }, { required: ["b"] }, ["required"]],
    ["lists of things differ by place", { of: [{ a: 1 }, { a: 2 }] }, { of: [{ a: 1 }, { a: 3 }] }, ["of[1].a"]],
    ["a member named like one of every object is a member", {}, JSON.parse('{"__proto__":1}') as object, ["__proto__"]],
    ["nothing and null are two things", { a: null }, {}, ["a"]],
    ["a name with a dot is one step", { "a.b": 1 }, { "a.b": 2 }, ['["a.b"]']],
  ])("%s", (_, before, after, paths) => {
    expect(differencesOf(before, after).items.map(({ path }) => path)).toEqual(paths);
  });

  it("is bounded in number and in size, and says how much more there is", () => {
    const many = Object.fromEntries(Array.from({ length: maxDifferences + 7 }, (_, n) => [`p${n}`, n]));
    const { items, more } = differencesOf({}, many);
    expect([items.length, more]).toEqual([maxDifferences, 7]);
    expect(changedPaths({}, many)).toMatchObject({ more: maxDifferences + 7 - maxChangedPaths });
    expect(differencesOf({ a: "x".repeat(maxDifferenceValue) }, { a: 1 }).items).toEqual([
      { path: "a", change: "changed", before: null, after: 1, cut: true },
    ]);
    expect(changedPaths({}, { ["n".repeat(5_000)]: 1 }).items[0]?.length).toBeLessThan(400);
  });
});
