"use client";

import { type KeyboardEvent, Suspense, useCallback, useEffect, useRef, useState } from "react";
import { isSendChord } from "@/components/approvals/decision/form-foot";
import { EvidenceSection } from "@/components/approvals/evidence/evidence-section";
import { useMessageDraft } from "@/components/discussion/message-drafts";
import { TurnLine } from "@/components/discussion/turn-line";
import type { OpenDiscussion } from "@/components/discussion/use-discussion";
import { WritingField, writingLabels } from "@/components/discussion/writing-field";
import { useQuietWhile } from "@/components/patterns/keys/shortcuts";
import { useIsPast } from "@/components/patterns/time/clock";
import { useCan } from "@/components/people/use-can";
import { Button } from "@/components/ui/button";
import { loadedWhenOpened } from "@/components/ui/loaded-when-opened";
import { Skeleton } from "@/components/ui/skeleton";
import type { Action } from "@/lib/actions/action.schemas";
import {
  discussionFull,
  maxWritten,
  turnsOf,
  unansweredAmong,
  type WrittenKind,
} from "@/lib/discussion/discussion.rules";
import { formatQuantity } from "@/lib/platform/format";

export interface DiscussionSectionProps {
  action: Pick<Action, "id" | "status" | "expiresAt">;
  discussion: OpenDiscussion;
  /** Whether the reader may decide it, and so ask its agent. */
  mayAsk: boolean;
  /** Nothing can be sent now. */
  offline: boolean;
}

/** The element that a line elsewhere leads to. */
export const discussionId = "discussion";

const form = loadedWhenOpened(() =>
  import("@/components/discussion/message-form").then((module) => module.MessageForm),
);

/** What people say to each other about the action, and ask its agent: in the order in which it was written, under what is decided. */
export function DiscussionSection({
  action,
  discussion: { messages, error, retry },
  mayAsk,
  offline,
}: DiscussionSectionProps) {
  const mayComment = useCan("action:comment");
  const expired = useIsPast(Date.parse(action.expiresAt));
  const open = action.status === "pending" && !expired;
  const turns = turnsOf(messages ?? []);
  const waiting = unansweredAmong(messages ?? []);
  return (
    <div id={discussionId} tabIndex={-1} className="scroll-mt-3 focus-visible:outline-none">
      <EvidenceSection
        title="Discussion"
        meta={open && waiting > 0 ? `${formatQuantity(waiting, "question")} without an answer` : undefined}
        bare={turns.length === 0}
      >
        {messages ? (
          turns.length > 0 ? (
            <ol aria-label="Messages">
              {turns.map((turn) => (
                <TurnLine key={turn.message.id} turn={turn} waits={open} />
              ))}
            </ol>
          ) : (
            <p className="text-mute">Nothing has been written yet.</p>
          )
        ) : error ? (
          <p className="text-mute">
            It could not be loaded. What was written is kept.{" "}
            <Button size="sm" variant="link" onClick={retry}>
              Try again
            </Button>
          </p>
        ) : (
          <Skeleton className="h-6 w-full" />
        )}
      </EvidenceSection>
      <p role="status" className="sr-only">
        {messages ? answeredWords(messages.filter(({ kind }) => kind === "answer").length) : null}
      </p>
      {mayComment ? (
        <Writing
          actionId={action.id}
          asks={mayAsk && action.status === "pending"}
          open={open}
          obstacle={
            offline
              ? "The server cannot be reached. Your text is kept."
              : turns.length >= maxWritten
                ? discussionFull
                : null
          }
        />
      ) : null}
    </div>
  );
}

const answeredWords = (answers: number): string =>
  answers === 0 ? "" : `The agent has answered ${formatQuantity(answers, "question")}.`;

interface WritingProps {
  actionId: string;
  /** Whether the reader is one of those who ask the agent. */
  asks: boolean;
  /** Whether it can still be asked. */
  open: boolean;
  obstacle: string | null;
}

const timeIsUp = "You can ask the agent only while its action is pending.";

/** The two ways to write. What one has begun is kept, and said. */
function Writing({ actionId, asks, open, obstacle }: WritingProps) {
  const [kind, setKind] = useState<WrittenKind | null>(null);
  const opener = useRef<HTMLElement | null>(null);
  const pressed = useRef(false);
  const place = useRef<HTMLDivElement>(null);
  const [comment] = useMessageDraft(actionId, "comment");
  const [question] = useMessageDraft(actionId, "question");

  // Fetched when nothing else is: words typed after a press must find their form.
  useEffect(() => {
    const timer = setTimeout(() => form.preload(), 400);
    return () => clearTimeout(timer);
  }, []);

  // Also before the form has come, and on its buttons.
  useQuietWhile(() => kind !== null && (place.current?.contains(document.activeElement) ?? false));

  function toggle(which: WrittenKind, from: HTMLElement) {
    if (kind === which) return close();
    // What was sent was the other's.
    pressed.current = false;
    opener.current = from;
    setKind(which);
  }
  function close() {
    pressed.current = false;
    setKind(null);
    opener.current?.focus();
  }
  /** What is pressed before the form is there counts when it is. */
  function onEarlyKey(event: KeyboardEvent) {
    if (event.key !== "Escape" && !isSendChord(event)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") close();
    else pressed.current = true;
  }
  const takePress = useCallback(() => {
    const was = pressed.current;
    pressed.current = false;
    return was;
  }, []);
  // A form that stands open stays until it is closed: its words are somebody's.
  const offersQuestion = asks || kind === "question";
  return (
    <div ref={place} className="mt-2 print:hidden">
      <div className="flex flex-wrap gap-2">
        <Opener
          words="Write a comment"
          open={kind === "comment"}
          begun={comment}
          obstacle={null}
          onToggle={(from) => toggle("comment", from)}
        />
        {offersQuestion ? (
          <Opener
            words="Ask the agent"
            open={kind === "question"}
            begun={question}
            obstacle={open || kind === "question" ? null : timeIsUp}
            onToggle={(from) => toggle("question", from)}
          />
        ) : null}
      </div>
      {kind ? (
        // What is typed while the form is on its way is its first words, neither the button's nor commands.
        <Suspense
          fallback={
            <div onKeyDown={onEarlyKey}>
              <WritingField
                key={kind}
                actionId={actionId}
                kind={kind}
                aria-label={writingLabels[kind]}
                className="mt-2 max-w-[72ch]"
              />
            </div>
          }
        >
          <form.Part
            key={kind}
            actionId={actionId}
            kind={kind}
            obstacle={obstacle ?? (kind === "question" && !open ? timeIsUp : null)}
            takePress={takePress}
            onClose={close}
          />
        </Suspense>
      ) : null}
    </div>
  );
}

interface OpenerProps {
  words: string;
  /** Whether its form stands open. */
  open: boolean;
  /** What one has begun to write. */
  begun: string;
  obstacle: string | null;
  onToggle: (from: HTMLElement) => void;
}

function Opener({ words, open, begun, obstacle, onToggle }: OpenerProps) {
  return (
    <Button
      size="sm"
      aria-expanded={open}
      disabledReason={obstacle}
      onClick={(event) => onToggle(event.currentTarget)}
      onPointerEnter={form.preload}
      onFocus={form.preload}
    >
      {words}
      {begun.trim() && !open ? <span className="font-normal text-mute">· begun</span> : null}
    </Button>
  );
}
