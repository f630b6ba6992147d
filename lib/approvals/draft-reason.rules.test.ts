import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Answer, answers } from "./answers.rules";
import { type ReasonDraft, turnedTo, writtenReasons } from "./draft-reason.rules";

const blank: ReasonDraft = { choice: null, reason: "", kept: {} };

describe("a reason that is being written", () => {
  it("stays with its answer, whatever one turns to in between", () => {
    const rejecting = { ...turnedTo(blank, "reject"), reason: "wrong amount" };
    expect(turnedTo(rejecting, "approve").reason).toBe("");
    expect(turnedTo(rejecting, null).reason).toBe("");
    expect(turnedTo(turnedTo(turnedTo(rejecting, null), "approve"), "reject").reason).toBe("wrong amount");
  });

  it("goes with the first answer that is chosen, where it was written before", () => {
    const early = { ...blank, reason: "as agreed" };
    const approving = turnedTo(early, "approve");
    expect(approving.reason).toBe("as agreed");
    expect(turnedTo(approving, "reject").reason).toBe("");
    expect(turnedTo(approving, null).reason).toBe("");
  });

  it("never becomes another answer's, and is never lost", () => {
    const step = fc.record({ turn: fc.option(fc.constantFrom<Answer>(...answers)), write: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        let draft = blank;
        const written = new Set<string>();
        for (const [n, { turn, write }] of steps.entries()) {
          draft = turnedTo(draft, turn);
          if (write && draft.choice !== null) {
            written.delete(draft.reason);
            draft = { ...draft, reason: `${draft.choice} ${n}` };
            written.add(draft.reason);
          }
          if (draft.reason !== "") expect(draft.reason.startsWith(String(draft.choice))).toBe(true);
        }
        expect(new Set(writtenReasons(draft))).toEqual(written);
      }),
    );
  });
});
