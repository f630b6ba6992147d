"use client";

import { discussionId } from "@/components/discussion/discussion-section";
import { Button } from "@/components/ui/button";
import { turnsOf, unansweredAmong } from "@/lib/discussion/discussion.rules";
import type { ActionMessage } from "@/lib/discussion/discussion.schemas";
import { formatQuantity } from "@/lib/platform/format";

export interface DiscussionLineProps {
  messages: readonly ActionMessage[] | undefined;
  /** Whether an answer can still come. */
  open: boolean;
}

/** Beside the answers: that something was written, and what the agent still owes. Leads there; nothing where nobody wrote. */
export function DiscussionLine({ messages = [], open }: DiscussionLineProps) {
  if (messages.length === 0) return null;
  return (
    <p>
      <Button size="sm" variant="link" onClick={goThere}>
        {lineWords(messages, open)}
      </Button>
    </p>
  );
}

function lineWords(messages: readonly ActionMessage[], open: boolean): string {
  const waiting = open ? unansweredAmong(messages) : 0;
  const answered = messages.filter(({ kind }) => kind === "answer").length;
  const parts = [
    waiting > 0 ? `${formatQuantity(waiting, "question")} without an answer` : null,
    answered > 0 ? formatQuantity(answered, "answer") : null,
    waiting + answered === 0 ? formatQuantity(turnsOf(messages).length, "message") : null,
  ];
  return `Discussion: ${parts.filter(Boolean).join(" · ")}`;
}

function goThere(): void {
  const place = document.getElementById(discussionId);
  place?.focus({ preventScroll: true });
  place?.scrollIntoView({ block: "start" });
}
