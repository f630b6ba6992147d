"use client";

import { clsx } from "clsx";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { type Answer, answers } from "@/lib/approvals/answers.rules";

const words: Record<Answer, { label: string; short: string; key: string }> = {
  approve: { label: "Approve", short: "Approve", key: "A" },
  edit: { label: "Edit and approve", short: "Edit", key: "E" },
  reject: { label: "Reject", short: "Reject", key: "R" },
  escalate: { label: "Escalate", short: "Escalate", key: "X" },
};

export interface AnswerButtonsProps {
  choice: Answer | null;
  obstacles: Record<Answer, string | null>;
  sending: boolean;
  onChoose: (answer: Answer) => void;
}

/** Four answers, equal in weight: same size, same colour, none before the others but by place. */
export function AnswerButtons({ choice, obstacles, sending, onChoose }: AnswerButtonsProps) {
  return (
    <div role="group" aria-label="Your answer" className={clsx("grid gap-2", choice ? "grid-cols-4 gap-1!" : "grid-cols-2 @5xl/approvals:grid-cols-1")}>
      {answers.map((answer) => (
        <Button
          key={answer}
          data-answer={answer}
          aria-pressed={choice === answer}
          disabledReason={obstacles[answer]}
          loading={sending && choice === answer}
          onClick={() => onChoose(answer)}
          className={clsx(
            choice ? "h-8 px-1! font-medium aria-pressed:border-ink aria-pressed:bg-hover aria-pressed:font-semibold" : "h-[38px] justify-between! border-line px-3 hover-fine:border-edge",
          )}
        >
          <span>{choice ? words[answer].short : words[answer].label}</span>
          {choice ? null : <Kbd>{words[answer].key}</Kbd>}
        </Button>
      ))}
    </div>
  );
}
