import { describe, expect, it } from "vitest";
import { advance, drawnKeys, isSingleKey, type KeyPress, pressName } from "@/components/patterns/shortcut.rules";

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: "",
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more,
});

describe("a press", () => {
  it.each([
    [press("a"), "a"],
    [press("J", { shiftKey: true }), "shift+j"],
    [press("?", { shiftKey: true }), "?"],
    [press(" "), "Space"],
    [press("k", { metaKey: true }), "mod+k"],
    [press("k", { ctrlKey: true }), "mod+k"],
    [press("Enter"), "Enter"],
    [press("Shift", { shiftKey: true }), null],
    [press("ф", { code: "KeyA" }), "a"],
    [press("ä", { code: "Quote" }), "ä"],
  ])("%j is written %s", (event, expected) => {
    expect(pressName(event)).toBe(expected);
  });
});

describe("sequences", () => {
  const known = new Set(["a", "g a", "g b", "mod+k"]);

  it("G then A goes, and never fires A alone", () => {
    const first = advance(null, "g", known);
    expect(first).toEqual({ match: null, pending: "g" });
    expect(advance(first.pending, "a", known)).toEqual({ match: "g a", pending: null });
  });

  it("an unknown second key does nothing at all, even where it means something alone", () => {
    const withoutGa = new Set(["a", "g b"]);
    expect(advance("g", "a", withoutGa)).toEqual({ match: null, pending: null });
  });

  it("a plain key acts at once", () => {
    expect(advance(null, "a", known)).toEqual({ match: "a", pending: null });
    expect(advance(null, "z", known)).toEqual({ match: null, pending: null });
  });
});

describe("switching single keys off", () => {
  it("leaves chords, Enter, Escape and arrows", () => {
    expect(["a", "g b", "shift+j", "?", "Space"].every(isSingleKey)).toBe(true);
    expect(["mod+k", "Escape", "Enter", "ArrowDown"].some(isSingleKey)).toBe(false);
  });
});

it("draws keys as they stand on the keyboard", () => {
  expect(drawnKeys("mod+k", true)).toEqual(["⌘", "K"]);
  expect(drawnKeys("mod+k", false)).toEqual(["Ctrl", "K"]);
  expect(drawnKeys("g b", false)).toEqual(["G", "B"]);
  expect(drawnKeys("shift+j", false)).toEqual(["⇧", "J"]);
});
