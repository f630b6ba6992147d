import { describe, expect, it } from "vitest";
import { TestLog } from "@/packages/verify/testing/test-log";
import { checkHead, rememberedSize } from "./witness.rules";

const log = new TestLog(20);
const head = { note: log.checkpoint(20), vkey: log.vkey };
const memory = { vkey: log.vkey, note: log.checkpoint(12), at: "2026-01-01T00:00:00.000Z" };

describe("a browser that remembers", () => {
  it("takes a first checkpoint on its signature alone", () => {
    expect(checkHead(head, null, "")).toMatchObject({ isGood: true, size: 20, comparison: "first" });
  });

  it("sees that a log continues what it saw before", () => {
    expect(checkHead(head, memory, log.consistency(12, 20))).toMatchObject({ isGood: true, comparison: "continued" });
    expect(checkHead(head, { ...memory, note: log.checkpoint(20) }, "")).toMatchObject({
      isGood: true,
      comparison: "same",
    });
    expect(rememberedSize(memory)).toBe(12);
  });

  it("sees that a log was rewritten, shortened, or has another key", () => {
    const rewritten = new TestLog(20, { word: "other" });
    expect(checkHead({ ...head, note: rewritten.checkpoint(20) }, memory, rewritten.consistency(12, 20))).toMatchObject(
      { isGood: false },
    );
    expect(checkHead({ ...head, note: log.checkpoint(8) }, memory, "")).toMatchObject({ isGood: false });
    const stranger = new TestLog(20, { keyFill: 9 });
    expect(
      checkHead({ note: stranger.checkpoint(20), vkey: stranger.vkey }, memory, stranger.consistency(12, 20)),
    ).toMatchObject({ isGood: false });
    expect(checkHead({ ...head, note: stranger.checkpoint(20) }, null, "")).toMatchObject({ isGood: false });
  });

  it("is not satisfied by a missing or damaged path", () => {
    expect(checkHead(head, memory, "")).toMatchObject({ isGood: false });
    expect(checkHead(head, memory, "nonsense\n")).toMatchObject({ isGood: false });
    expect(rememberedSize({ ...memory, note: "nonsense" })).toBeNull();
  });
});
