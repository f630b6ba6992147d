"use client";

import { clsx } from "clsx";
import { useDecision } from "@/components/approvals/decision/decision-context";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { type Answer, answers } from "@/lib/approvals/answers.rules";

const words: Record<Answer, { label: string; short: string; key: string }> = {
  approve: { label: "Approve", short: "Approve", key: "A" },
  edit: { label: "Edit and approve", short: "Edit", key: "E" },
  reject: { label: "Reject", short: "Reject", key: "R" },
  escalate: { label: "Escalate", short: "Escalate", key: "X" },
};

/** Four answers, equal in weight: same size, same colour, none before the others but by place. */
export function AnswerButtons() {
  const { draft, closed, sending, choose } = useDecision();
  const { choice } = draft;
  return (
    <div
      role="group"
      aria-label="Your answer"
      className={clsx(
        "grid gap-2 short:@max-5xl/approvals:flex-1 short:@max-5xl/approvals:basis-0!",
        choice ? "grid-cols-4 gap-1!" : "grid-cols-4 @5xl/approvals:grid-cols-1",
      )}
    >
      {answers.map((answer) => (
        <Button
          key={answer}
          data-answer={answer}
          aria-pressed={choice === answer}
          disabledReason={closed[answer]}
          loading={sending && choice === answer}
          onClick={(event) => choose(answer, event)}
          className={clsx(
            choice
              ? "h-8 px-1! font-medium aria-pressed:border-ink aria-pressed:bg-hover aria-pressed:font-semibold"
              : "h-[38px] border-line px-1! hover-fine:border-edge @5xl/approvals:justify-between! @5xl/approvals:px-3!",
          )}
        >
          {/* Below a desk's width the four stand in one slim bar. */}
          <span className={choice ? undefined : "@5xl/approvals:hidden"}>{words[answer].short}</span>
          {choice ? null : (
            <span className="hidden flex-1 items-center justify-between @5xl/approvals:flex">
              {words[answer].label} <Kbd>{words[answer].key}</Kbd>
            </span>
          )}
        </Button>
      ))}
    </div>
  );
}
