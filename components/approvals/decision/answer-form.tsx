"use client";

import { type FormEvent, type ReactNode, useState } from "react";
import { FormFoot, submitOnChord } from "@/components/approvals/decision/form-foot";

export interface AnswerFormProps {
  /** What the form is, for screen readers. */
  name: string;
  submitLabel: string;
  /** What is missing before it can be sent, as a sentence; null when nothing is. Shown when one tries to send. */
  missing: string | null;
  /** Why it cannot be sent at all. */
  obstacle: string | null;
  sending: boolean;
  note?: ReactNode;
  /** Keeps the buttons in sight at the bottom of a long form. */
  stickyFoot?: boolean;
  onSubmit: () => void;
  onCancel: () => void;
  children: (fault: string | null) => ReactNode;
}

/** On a phone a form may be taller than its place: what sends it stays in sight. */
const phoneFoot = "@max-5xl/approvals:sticky @max-5xl/approvals:-bottom-2.5 @max-5xl/approvals:-mb-2.5 @max-5xl/approvals:bg-panel @max-5xl/approvals:py-2.5";

/** The frame of an answer's form: says what is missing only once one tries to send. */
export function AnswerForm({ name, submitLabel, missing, obstacle, sending, note, stickyFoot = false, onSubmit, onCancel, children }: AnswerFormProps) {
  const [tried, setTried] = useState(false);

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (missing === null && obstacle === null && !sending) onSubmit();
  }

  return (
    <form method="post" aria-label={name} noValidate onSubmit={submit} onKeyDown={submitOnChord} className="flex flex-col gap-3">
      {children(tried ? missing : null)}
      <div className={stickyFoot ? "sticky -bottom-4 -mx-5 -mb-4 border-t border-line-soft bg-panel px-5 py-3" : phoneFoot}>
        <FormFoot label={submitLabel} obstacle={obstacle} sending={sending} onCancel={onCancel}>
          {note ? <p className="text-sm text-mute">{note}</p> : null}
        </FormFoot>
      </div>
    </form>
  );
}
