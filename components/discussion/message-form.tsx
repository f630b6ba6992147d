"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { FormFoot, submitOnChord } from "@/components/approvals/decision/form-foot";
import { inWords } from "@/components/approvals/problem-in-words";
import { ProblemNote } from "@/components/approvals/problem-note";
import { useMessageDraft } from "@/components/discussion/message-drafts";
import { WritingField, writingLabels } from "@/components/discussion/writing-field";
import { FormField } from "@/components/patterns/forms/form-field";
import { discussionKeys, messagesOptions, writeMessage } from "@/lib/discussion/discussion.client";
import { maxMessageLength, type WrittenKind } from "@/lib/discussion/discussion.rules";
import { isUnknown, messageProblem } from "@/lib/discussion/message-problem.rules";
import { formatCount } from "@/lib/platform/format";

export interface MessageFormProps {
  actionId: string;
  kind: WrittenKind;
  /** Why it cannot be sent now; null where it can. */
  obstacle: string | null;
  /** Whether it was sent while this form was on its way; said once. */
  takePress: () => boolean;
  /** It was closed, or what was written is sent: the keyboard goes back to what opened it. */
  onClose: () => void;
}

const words = {
  comment: { send: "Comment", hint: "Colleagues can read it; the agent cannot. It decides nothing." },
  question: {
    send: "Ask",
    hint: "The agent reads it with your name. The action stays held, and its time keeps running.",
  },
} as const satisfies Record<WrittenKind, object>;

/** So many characters before the end it is said how many are left. */
const nearTheEnd = 200;

/** Writes a comment, or asks the agent. */
export function MessageForm({ actionId, kind, obstacle, takePress, onClose }: MessageFormProps) {
  const queries = useQueryClient();
  const [text, change, read] = useMessageDraft(actionId, kind);
  const [tried, setTried] = useState(false);
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  // What may have arrived is sent again under its own key, so that it is written once.
  const unanswered = useRef<{ text: string; key: string } | null>(null);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (takePress()) form.current?.requestSubmit();
  }, [takePress]);
  const { send, hint } = words[kind];
  const label = writingLabels[kind];
  const left = maxMessageLength - text.length;

  async function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    const written = read();
    if (sending || obstacle !== null || written.trim() === "") return;
    const key = unanswered.current?.text === written ? unanswered.current.key : crypto.randomUUID();
    unanswered.current = { text: written, key };
    setSending(true);
    setFailure(null);
    try {
      const message = await writeMessage(actionId, { kind, text: written }, key);
      change("");
      queries.setQueryData(
        messagesOptions(actionId).queryKey,
        (known) => known && { ...known, items: [...known.items.filter(({ id }) => id !== message.id), message] },
      );
      void queries.invalidateQueries({ queryKey: discussionKeys.of(actionId) });
      onClose();
    } catch (error) {
      if (!isUnknown(inWords(error).code)) unanswered.current = null;
      setFailure(error);
      setSending(false);
    }
  }

  function onKeyDown(event: KeyboardEvent<HTMLFormElement>) {
    submitOnChord(event);
    if (event.key !== "Escape") return;
    // One step back: neither the answer's form nor what is open is closed by it.
    event.preventDefault();
    event.stopPropagation();
    onClose();
  }

  return (
    <form
      ref={form}
      method="post"
      aria-label={label}
      noValidate
      onSubmit={(event) => void submit(event)}
      onKeyDown={onKeyDown}
      className="mt-2 flex max-w-[72ch] flex-col gap-2"
    >
      <FormField
        label={label}
        hint={left <= nearTheEnd ? `${hint} ${formatCount(left)} characters left.` : hint}
        error={tried && text.trim() === "" ? "Write something first." : null}
      >
        <WritingField actionId={actionId} kind={kind} />
      </FormField>
      {failure ? <ProblemNote problem={problemOf(failure)} onDismiss={() => setFailure(null)} /> : null}
      <FormFoot label={send} obstacle={obstacle} sending={sending} onCancel={onClose} />
    </form>
  );
}

function problemOf(error: unknown) {
  const problem = inWords(error);
  return { ...problem, ...messageProblem(problem.code, error instanceof Error ? error.message : problem.title) };
}
