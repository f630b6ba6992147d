"use client";

import { type FormEvent, type ReactNode, useRef, useState } from "react";
import { type PressEvent, useDecision } from "@/components/approvals/decision/decision-context";
import { FormFoot, submitOnChord } from "@/components/approvals/decision/form-foot";
import { HintLine } from "@/components/approvals/decision/hint-line";
import { showWhole, useClearOfFoot } from "@/components/patterns/forms/clear-of-foot";
import { Clamped } from "@/components/patterns/outside/clamped";
import { Sentence } from "@/components/patterns/outside/sentence";
import type { Answer } from "@/lib/approvals/answers.rules";

export interface AnswerFormProps {
  /** The one answer that it gives. */
  answer: Answer;
  /** What is missing before it can be sent, as a sentence; null when nothing is. Shown when one tries to send. */
  missing: string | null;
  note?: ReactNode;
  /** Keeps the buttons in sight at the bottom of a long form. */
  stickyFoot?: boolean;
  onSubmit: (event: PressEvent) => void;
  children: (fault: string | null) => ReactNode;
}

/** What each answer is called on its buttons and on its form. */
export const answerNames: Record<Answer, string> = {
  approve: "Approve",
  edit: "Edit and approve",
  reject: "Reject",
  escalate: "Escalate",
};

/** On a phone a form may be taller than its place: what sends it stays in sight. */
const phoneFoot =
  "@max-5xl/approvals:sticky @max-5xl/approvals:-bottom-2.5 @max-5xl/approvals:-mb-2.5 @max-5xl/approvals:bg-panel @max-5xl/approvals:py-2.5";

/**
 * The frame of an answer's form: says what is missing only once one tries to send.
 *
 * Forms are made with react-hook-form, except the answers to an action and what is written about it (message-form.tsx). Their fields are
 * drafts that live outside of the form, in draft-store.ts and message-drafts.ts: they outlive the form, are changed by keys and by a
 * colleague's decision while none stands, and are read at the very press. A second copy in a form's state could differ from what is sent.
 */
export function AnswerForm({ answer, missing, note, stickyFoot = false, onSubmit, children }: AnswerFormProps) {
  const { action, closed, sending, hint, cancel } = useDecision();
  const [tried, setTried] = useState(false);
  const foot = useRef<HTMLDivElement>(null);
  useClearOfFoot(foot);
  const obstacle = sending ? null : closed[answer];
  const name = answerNames[answer];

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (missing === null && obstacle === null && !sending) onSubmit(event);
  }

  return (
    <form
      method="post"
      aria-label={name}
      noValidate
      onSubmit={submit}
      onKeyDown={submitOnChord}
      onFocus={showWhole}
      className="flex flex-col gap-3"
    >
      {/* On a phone the form covers the evidence: what it answers stands above it. */}
      {stickyFoot ? null : (
        <p className="font-medium @5xl/approvals:hidden">
          <Clamped lines={2}>
            <Sentence text={action.sentence} />
          </Clamped>
        </p>
      )}
      {children(tried ? missing : null)}
      <div
        ref={foot}
        className={stickyFoot ? "sticky -bottom-4 -mx-5 -mb-4 border-t border-line-soft bg-panel px-5 py-3" : phoneFoot}
      >
        <FormFoot label={name} obstacle={obstacle} sending={sending} onCancel={cancel}>
          <HintLine words={hint} />
          {note ? <p className="text-sm text-mute">{note}</p> : null}
        </FormFoot>
      </div>
    </form>
  );
}
