import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  advance,
  drawnKeys,
  isSingleKey,
  type KeyPress,
  mayAct,
  pressName,
  type ShortcutPlace,
} from "@/components/patterns/keys/shortcut.rules";

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

describe("a key while words are expected", () => {
  const keys = [
    "a",
    "e",
    "r",
    "x",
    "j",
    "k",
    "c",
    "u",
    "t",
    "f",
    "b",
    ".",
    "/",
    "?",
    "Space",
    "Enter",
    "shift+j",
    "g a",
    "g r",
  ];
  const shortcuts = [
    ...keys.map((each) => ({ keys: each })),
    { keys: "Escape", inFields: true },
    { keys: "mod+k", inFields: true },
  ];
  const places: ShortcutPlace[] = ["page", "control", "field", "overlay"];

  it("is no command, whatever is typed and wherever the focus is", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 80 }),
        fc.constantFrom(...places),
        fc.boolean(),
        (text, place, singleKeys) => {
          let pending: string | null = null;
          for (const key of text) {
            const acting = shortcuts.filter((shortcut) => mayAct(shortcut, { place, writing: true, singleKeys }));
            const name = pressName(press(key, { shiftKey: key !== key.toLowerCase() }));
            if (name === null) continue;
            const step = advance(pending, name, new Set(acting.map((shortcut) => shortcut.keys)));
            expect(step.match).toBeNull();
            pending = step.pending;
          }
        },
      ),
    );
  });

  it("still closes the form, and is a command again when nothing is written", () => {
    expect(mayAct({ keys: "Escape", inFields: true }, { place: "page", writing: true, singleKeys: true })).toBe(true);
    expect(mayAct({ keys: "a" }, { place: "page", writing: false, singleKeys: true })).toBe(true);
    expect(mayAct({ keys: "a" }, { place: "field", writing: false, singleKeys: true })).toBe(false);
    expect(mayAct({ keys: "a" }, { place: "overlay", writing: false, singleKeys: true })).toBe(false);
    expect(mayAct({ keys: "Space" }, { place: "control", writing: false, singleKeys: true })).toBe(false);
    expect(mayAct({ keys: "a" }, { place: "page", writing: false, singleKeys: false })).toBe(false);
  });
});
