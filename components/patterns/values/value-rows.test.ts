import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  differenceRows,
  type JsonValue,
  leafText,
  type ValueRow,
  valueRows,
} from "@/components/patterns/values/value-rows";
import { pathText } from "@/lib/platform/value-path.rules";

const written = (value: JsonValue) => valueRows(value).map((row) => [pathText(row.path), row.value]);

const name = fc.oneof(
  fc.string(),
  fc.constantFrom("", "a", "a.b", "[0]", "0", "to.account", "to", "account", '"', "constructor", "__proto__"),
);
const { value: anyValue } = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.string(),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.array(fc.tuple(name, tie("value")), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
}));

/** Puts a value together again from nothing but its rows. */
function readBack(rows: readonly ValueRow[], depth = 0): JsonValue {
  const [first] = rows;
  if (!first) throw new Error("a value has at least one row");
  if (first.path.length === depth) return first.value;
  const members = new Map<string | number, ValueRow[]>();
  for (const row of rows) {
    const step = row.path[depth] ?? "";
    members.set(step, [...(members.get(step) ?? []), row]);
  }
  const read = [...members].map(([step, under]) => [step, readBack(under, depth + 1)] as const);
  return typeof first.path[depth] === "number" ? read.map(([, value]) => value) : Object.fromEntries(read);
}

describe("a value as rows", () => {
  it("names every leaf by its path, in order", () => {
    expect(written({ pool: "a", rules: [{ port: 1 }, { port: 2 }], tags: ["x", "y"], none: {} })).toEqual([
      ["pool", "a"],
      ["rules[0].port", 1],
      ["rules[1].port", 2],
      ["tags", ["x", "y"]],
      ["none", {}],
    ]);
  });

  it("shows what stands under the empty name, and keeps apart what only looks alike", () => {
    expect(written({ "": ["users", "payments"], table: "tmp" })).toEqual([
      ['[""]', ["users", "payments"]],
      ["table", "tmp"],
    ]);
    expect(written({ "to.account": "ACME", to: { account: "MALLORY" } })).toEqual([
      ['["to.account"]', "ACME"],
      ["to.account", "MALLORY"],
    ]);
  });

  it("can be put together again from its rows, whatever it is, and writes no path twice", () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const rows = valueRows(value);
        expect(JSON.stringify(readBack(rows))).toBe(JSON.stringify(value));
        expect(new Set(rows.map((row) => pathText(row.path))).size).toBe(rows.length);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("differences", () => {
  it("shows what changed, was added and was removed, and keeps what stayed", () => {
    const rows = differenceRows({ n: 8, pool: "a", drain: true }, { n: 24, pool: "a", note: "x" });
    expect(rows.map((row) => [row.key, row.change])).toEqual([
      ["n", "changed"],
      ["pool", "same"],
      ["note", "added"],
      ["drain", "removed"],
    ]);
  });

  it("pairs values that stand at the same place, not such as are written alike", () => {
    const rows = differenceRows(
      { "to.account": "ACME", to: { account: "ACME" } },
      { "to.account": "ACME", to: { account: "MALLORY" } },
    );
    expect(rows.map((row) => [row.key, row.change])).toEqual([
      ['["to.account"]', "same"],
      ["to.account", "changed"],
    ]);
  });

  it("tells of every difference, and of none where there is none", () => {
    fc.assert(
      fc.property(anyValue, anyValue, (before, after) => {
        const isSame = JSON.stringify(sorted(before)) === JSON.stringify(sorted(after));
        expect(differenceRows(before, after).every((row) => row.change === "same")).toBe(isSame);
      }),
      { numRuns: 1_000 },
    );
  });

  it("does not call a number and its text the same, nor a list and its text", () => {
    expect(differenceRows({ n: 24 }, { n: "24" })[0]?.change).toBe("changed");
    expect(leafText("24")).toBe('"24"');
    expect(leafText(24)).toBe("24");
    expect(leafText('["a"]')).not.toBe(leafText(["a"]));
  });

  it("does not hide a change from null, from empty, or to a list", () => {
    expect(differenceRows({ a: null }, { a: "" })[0]?.change).toBe("changed");
    expect(differenceRows({ a: [] }, { a: ["x"] })[0]?.change).toBe("changed");
    expect(differenceRows({ a: {} }, { a: { b: 1 } }).map((row) => row.change)).toEqual(["added", "removed"]);
    expect(differenceRows({}, { b: 1 })).toEqual([
      { path: ["b"], key: "b", change: "added", before: undefined, after: 1 },
    ]);
    expect(differenceRows({}, {})).toEqual([]);
  });
});

/** The same value with the members of its objects in one order, which says nothing. */
function sorted(value: JsonValue): unknown {
  if (Array.isArray(value)) return value.map((item: JsonValue) => sorted(item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
