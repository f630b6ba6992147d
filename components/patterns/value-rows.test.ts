import { describe, expect, it } from "vitest";
import { differenceRows, leafText, valueRows } from "@/components/patterns/value-rows";

describe("a value as rows", () => {
  it("names every leaf by its path, in order", () => {
    expect(valueRows({ pool: "a", rules: [{ port: 1 }, { port: 2 }], tags: ["x", "y"], none: {} })).toEqual([
      { path: "pool", value: "a" },
      { path: "rules[0].port", value: 1 },
      { path: "rules[1].port", value: 2 },
      { path: "tags", value: ["x", "y"] },
      { path: "none", value: {} },
    ]);
  });
});

describe("differences", () => {
  it("shows what changed, was added and was removed, and keeps what stayed", () => {
    const rows = differenceRows({ n: 8, pool: "a", drain: true }, { n: 24, pool: "a", note: "x" });
    expect(rows.map((row) => [row.path, row.change])).toEqual([
      ["n", "changed"],
      ["pool", "same"],
      ["note", "added"],
      ["drain", "removed"],
    ]);
  });

  it("does not call a number and its text the same", () => {
    expect(differenceRows({ n: 24 }, { n: "24" })[0]?.change).toBe("changed");
    expect(leafText("24")).toBe('"24"');
    expect(leafText(24)).toBe("24");
  });

  it("does not hide a change from null, from empty, or to a list", () => {
    expect(differenceRows({ a: null }, { a: "" })[0]?.change).toBe("changed");
    expect(differenceRows({ a: [] }, { a: ["x"] })[0]?.change).toBe("changed");
    expect(differenceRows({ a: {} }, { a: { b: 1 } }).map((row) => row.change)).toEqual(["added", "removed"]);
    expect(differenceRows({}, { b: 1 })).toEqual([{ path: "b", change: "added", before: undefined, after: 1 }]);
    expect(differenceRows({}, {})).toEqual([]);
  });
});
