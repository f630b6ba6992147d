"use client";

import { clsx } from "clsx";
import { Suspense, useEffect } from "react";
import { AnswerButtons } from "@/components/approvals/decision/answer-buttons";
import { ClaimLine } from "@/components/approvals/decision/claim-line";
import { DecidedNote } from "@/components/approvals/decision/decided-note";
import { useDecision } from "@/components/approvals/decision/decision-context";
import type { Draft } from "@/components/approvals/decision/draft-store";
import { HintLine } from "@/components/approvals/decision/hint-line";
import { useIsSeen } from "@/components/approvals/decision/painted";
import { ReasonField } from "@/components/approvals/decision/reason-field";
import { SetAsideLine } from "@/components/approvals/decision/set-aside-line";
import { SettlingNote } from "@/components/approvals/decision/settling-note";
import { TimeLeft } from "@/components/approvals/decision/time-left";
import { inWords } from "@/components/approvals/problem-in-words";
import { ProblemNote } from "@/components/approvals/problem-note";
import { DiscussionLine } from "@/components/discussion/discussion-line";
import { CopyId } from "@/components/patterns/copy/copy-id";
import { Keys } from "@/components/patterns/keys/keys";
import { Clamped } from "@/components/patterns/outside/clamped";
import { preloadSchemaForm } from "@/components/patterns/schema-form/schema-form";
import { Button } from "@/components/ui/button";
import { preloadDialog } from "@/components/ui/dialog";
import { loadedWhenOpened } from "@/components/ui/loaded-when-opened";
import { Skeleton } from "@/components/ui/skeleton";
import type { Action } from "@/lib/actions/action.schemas";
import { undrawnWords } from "@/lib/approvals/answers.rules";
import type { PresenceList } from "@/lib/approvals/approval.schemas";
import { writtenReasons } from "@/lib/approvals/draft-reason.rules";
import type { ActionMessage } from "@/lib/discussion/discussion.schemas";

export interface DecidePaneProps {
  others: PresenceList["others"];
  /** What was written about it; undefined until it was read. */
  messages: readonly ActionMessage[] | undefined;
  className?: string;
}

const forms = loadedWhenOpened(() =>
  import("@/components/approvals/decision/answer-forms").then((module) => module.AnswerForms),
);
const whoDecides = loadedWhenOpened(() =>
  import("@/components/approvals/decision/who-decides").then((module) => module.WhoDecides),
);
/** Before it can be answered: words typed after a key must find their form. */
const settledMs = 200;

/** The decision: how long is left, who else is on it, and four answers. */
export function DecidePane({ others, messages, className }: DecidePaneProps) {
  const {
    action,
    history,
    myId,
    zone,
    graceSeconds,
    draft,
    barred,
    closed,
    extendObstacle,
    sending,
    failure,
    hint,
    dismissFailure,
    toggleClaim,
    addTime,
    undo,
  } = useDecision();
  const seen = useIsSeen(action.id);
  const open = action.status === "pending";
  const answerable = open && !action.settling;
  return (
    <aside
      aria-label="Decision"
      data-seen={seen ? action.id : undefined}
      className={clsx("flex flex-col gap-2.5 bg-panel", className)}
    >
      {open ? <TimeLeft action={action} offered={!barred} obstacle={extendObstacle} onExtend={addTime} /> : null}
      {answerable ? (
        <div
          className={clsx(
            "@max-5xl/approvals:flex-1 @max-5xl/approvals:basis-auto! short:@max-5xl/approvals:hidden",
            draft.choice && "@max-5xl/approvals:hidden",
          )}
        >
          <ClaimLine claim={action.claim} others={others} myId={myId} offered={!barred} onToggle={toggleClaim} />
          {barred ? null : <SetAsideLine key={action.id} />}
        </div>
      ) : null}
      <div className="empty:hidden @max-5xl/approvals:hidden">
        <DiscussionLine messages={messages} open={open} />
      </div>
      {answerable ? (
        <ObstacleLine
          words={draft.choice ? closed[draft.choice] : (closed.reject ?? closed.approve)}
          sending={sending}
        />
      ) : null}
      {failure && draft.choice !== "edit" ? (
        <ProblemNote problem={inWords(failure)} onDismiss={dismissFailure} />
      ) : null}
      {open ? (
        action.settling ? (
          <SettlingNote
            settling={action.settling}
            myId={myId}
            mayWithdraw={history?.mine.mayWithdraw ?? false}
            onUndo={undo}
          />
        ) : barred && !draft.choice ? (
          <Suspense fallback={null}>
            <whoDecides.Part />
          </Suspense>
        ) : (
          <Answering />
        )
      ) : (
        <DecidedNote action={action} myId={myId} keptText={keptText(draft)} />
      )}
      {!answerable && draft.choice ? <Overtaken /> : null}
      {answerable && draft.choice ? null : <HintLine words={hint} />}
      {answerable ? (
        <p className={clsx("text-sm text-mute", "@max-5xl/approvals:hidden")}>
          {draft.choice || barred ? null : footWords(zone, graceSeconds)}{" "}
          {barred ? "Digest of what would run:" : "You decide what you see: digest"}{" "}
          <CopyId id={action.digest} label="digest" className="text-mute!" />
        </p>
      ) : null}
    </aside>
  );
}

function Answering() {
  const { action, draft, change } = useDecision();
  const { choice } = draft;
  // An answer must not wait for the network: its form is here before it is chosen.
  useEffect(() => {
    const timer = setTimeout(() => {
      forms.preload();
      preloadSchemaForm();
      preloadDialog();
    }, settledMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <>
      {choice ? null : (
        <div className="@max-5xl/approvals:hidden">
          <ReasonField label="Why?" quiet value={draft.reason} onChange={(reason) => change({ reason })} />
        </div>
      )}
      <AnswerButtons />
      {choice ? (
        <Suspense fallback={<Skeleton className="h-40 w-full" />}>
          <forms.Part key={`${action.id} ${choice}`} choice={choice} />
        </Suspense>
      ) : null}
    </>
  );
}

/** It was decided while one wrote. What is typed on is no command until one has read so. */
function Overtaken() {
  const { cancel } = useDecision();
  return (
    <div className="flex flex-col gap-2">
      <p>There is nothing left to answer here. Keys do nothing until you go on.</p>
      <Button onClick={cancel}>
        Go on <Keys keys="Escape" />
      </Button>
    </div>
  );
}

/** Why nothing can be answered, in sight and not only in a hint. */
function ObstacleLine({ words, sending }: { words: string | null; sending: boolean }) {
  // For a moment only: a line that came and went would move the answers.
  if (words === undrawnWords) return null;
  return words && !sending ? (
    <p className="rounded-md border border-line bg-sunk px-3 py-2 text-ink-soft">
      <Clamped lines={3} tabbable>
        {words}
      </Clamped>
    </p>
  ) : null;
}

/** Everything one had begun to write, with the parameters as edited so far. */
function keptText(draft: Draft): string {
  const { parameters } = draft;
  return [...writtenReasons(draft), parameters ? JSON.stringify(parameters, null, 2) : ""].filter(Boolean).join("\n\n");
}

function footWords(zone: Action["zone"], graceSeconds: number): string {
  if (zone === "red") return "Red: approving needs a reason and is final at once.";
  return graceSeconds > 0 ? `An approval can be taken back for ${graceSeconds} s.` : "An approval is final at once.";
}
