import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isOpenToQuestions } from "@/lib/actions/open-to-questions.rules";
import { type MessageKind, turnsOf, unansweredAmong } from "./discussion.rules";

const message = (id: string, kind: MessageKind, questionId: string | null = null) => ({ id, kind, questionId });

describe("a discussion", () => {
  it("is read in the order in which people wrote, each answer with its question", () => {
    const messages = [
      message("q1", "question"),
      message("c1", "comment"),
      message("q2", "question"),
      message("a2", "answer", "q2"),
    ];
    expect(turnsOf(messages).map((turn) => [turn.message.id, turn.answer?.id ?? null])).toEqual([
      ["q1", null],
      ["c1", null],
      ["q2", "a2"],
    ]);
    expect(unansweredAmong(messages)).toBe(1);
  });

  it("shows every message exactly once, whatever was asked and answered", () => {
    const script = fc.array(
      fc.record({ kind: fc.constantFrom<"comment" | "question">("comment", "question"), answered: fc.boolean() }),
      { maxLength: 100 },
    );
    fc.assert(
      fc.property(script, (written) => {
        const asked = written.map(({ kind }, at) => message(`m${at}`, kind));
        const answers = written.flatMap(({ kind, answered }, at) =>
          kind === "question" && answered ? [message(`a${at}`, "answer", `m${at}`)] : [],
        );
        const shown = turnsOf([...asked, ...answers]).flatMap((turn) => [
          turn.message.id,
          ...(turn.answer ? [turn.answer.id] : []),
        ]);
        expect([...shown].sort()).toEqual([...asked, ...answers].map(({ id }) => id).sort());
        expect(unansweredAmong([...asked, ...answers])).toBe(
          asked.filter(({ kind }) => kind === "question").length - answers.length,
        );
      }),
    );
  });
});

describe("the agent", () => {
  const now = new Date("2026-11-28T12:00:00.000Z");
  const later = new Date(now.getTime() + 1);
  it("is asked as long as its action waits and its time is not up", () => {
    expect(isOpenToQuestions({ status: "pending", expiresAt: later }, now)).toBe(true);
    expect(isOpenToQuestions({ status: "pending", expiresAt: now }, now)).toBe(false);
    for (const status of ["approved", "denied", "expired", "cancelled"])
      expect(isOpenToQuestions({ status, expiresAt: later }, now)).toBe(false);
  });
});
