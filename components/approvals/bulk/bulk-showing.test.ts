import { describe, expect, it } from "vitest";
import { showingOf } from "./bulk-showing";

const of = (parameters: Record<string, unknown>) => showingOf({ parameters });

describe("one of several actions", () => {
  it("shows a few short values in a line, each under its path", () => {
    expect(of({ amount: 12, to: { "id.x": "A" }, tags: [] })).toEqual({
      as: "inline",
      values: [
        { path: "amount", text: "12" },
        { path: 'to["id.x"]', text: "A" },
        { path: "tags", text: "[]" },
      ],
    });
    expect(of({})).toEqual({ as: "inline", values: [] });
  });

  it("asks to be opened where a line would not hold it", () => {
    expect(of({ note: "x".repeat(300) })).toEqual({ as: "opened" });
    expect(of(Object.fromEntries(Array.from({ length: 13 }, (_, n) => [`k${n}`, n])))).toEqual({ as: "opened" });
  });

  it("stands alone where anything of it would be folded", () => {
    expect(of({ note: "x".repeat(1_001) })).toEqual({ as: "alone" });
    expect(of({ note: "\n".repeat(20) })).toEqual({ as: "alone" });
    expect(of(Object.fromEntries(Array.from({ length: 61 }, (_, n) => [`k${n}`, n])))).toEqual({ as: "alone" });
    expect(of({ ["k".repeat(121)]: 1 })).toEqual({ as: "alone" });
  });
});
