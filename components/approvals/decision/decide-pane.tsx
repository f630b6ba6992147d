"use client";

import { clsx } from "clsx";
import { Suspense, useEffect } from "react";
import { AnswerButtons } from "@/components/approvals/decision/answer-buttons";
import { ClaimLine } from "@/components/approvals/decision/claim-line";
import { DecidedNote } from "@/components/approvals/decision/decided-note";
import type { Draft } from "@/components/approvals/decision/draft-store";
import type { FormProps } from "@/components/approvals/decision/form-props";
import { toProblem } from "@/components/approvals/problem";
import { ProblemNote } from "@/components/approvals/problem-note";
import { ReasonField } from "@/components/approvals/decision/reason-field";
import { SettlingNote } from "@/components/approvals/decision/settling-note";
import { TimeLeft } from "@/components/approvals/decision/time-left";
import { Clamped } from "@/components/patterns/clamped";
import { CopyId } from "@/components/patterns/copy-id";
import { loadedWhenOpened } from "@/components/ui/loaded-when-opened";
import { Skeleton } from "@/components/ui/skeleton";
import { type Answer, undrawnWords } from "@/lib/approvals/answers.rules";
import type { ActionHistory, DecisionRequest, PresenceList } from "@/lib/approvals/approval.schemas";
import type { Action } from "@/lib/gate/action.schemas";

export interface DecidePaneProps {
  action: Action;
  myId: string;
  mayWithdraw: boolean;
  /** What the interlocks say now; undefined until it is known. */
  now: ActionHistory["now"] | undefined;
  others: PresenceList["others"];
  draft: Draft;
  change: (change: Partial<Draft>) => void;
  obstacles: Record<Answer, string | null>;
  /** Seconds in which an approval can be taken back; 0 where it is final. */
  graceSeconds: number;
  sending: boolean;
  /** Why the last answer did not work; null where it did. */
  failure: Error | null;
  onDismissProblem: () => void;
  onChoose: (answer: Answer) => void;
  onCancel: () => void;
  onSend: (request: DecisionRequest) => void;
  onClaim: () => void;
  onRelease: () => void;
  onExtend: () => void;
  onUndo: () => void;
  className?: string;
}

const forms = loadedWhenOpened(() => import("@/components/approvals/decision/answer-forms").then((module) => module.AnswerForms));
/** After this the page itself has what it needs. */
const settledMs = 1_000;

/** The decision: how long is left, who else is on it, and four answers. */
export function DecidePane(props: DecidePaneProps) {
  const { action, myId, others, draft, obstacles, sending, failure, graceSeconds, className } = props;
  const open = action.status === "pending";
  return (
    <aside aria-label="Decision" className={clsx("flex flex-col gap-2.5 bg-panel", className)}>
      {open ? <TimeLeft action={action} obstacle={obstacles.reject} onExtend={props.onExtend} /> : null}
      {open && !action.settling ? (
        <div className={clsx("@max-5xl/approvals:flex-1 @max-5xl/approvals:basis-auto! short:@max-5xl/approvals:hidden", draft.choice && "@max-5xl/approvals:hidden")}>
          <ClaimLine claim={action.claim} others={others} myId={myId} onClaim={props.onClaim} onRelease={props.onRelease} />
        </div>
      ) : null}
      {open && !action.settling ? <ObstacleLine obstacles={obstacles} sending={sending} /> : null}
      {failure && draft.choice !== "edit" ? <ProblemNote problem={toProblem(failure)} onDismiss={props.onDismissProblem} /> : null}
      {open ? (
        action.settling ? (
          <SettlingNote settling={action.settling} myId={myId} mayWithdraw={props.mayWithdraw} onUndo={props.onUndo} />
        ) : (
          <OpenDecision {...props} />
        )
      ) : (
        <DecidedNote action={action} myId={myId} keptText={keptText(draft)} />
      )}
      {open && !action.settling ? (
        <p className={clsx("text-sm text-mute", "@max-5xl/approvals:hidden")}>
          {draft.choice ? null : footWords(props.now?.zone ?? action.zone, graceSeconds)} You decide what you see: digest <CopyId id={action.digest} label="digest" className="text-mute!" />
        </p>
      ) : null}
    </aside>
  );
}

function OpenDecision(props: DecidePaneProps) {
  const { action, draft, change, obstacles, sending, failure, onChoose, onSend, onCancel } = props;
  const { choice } = draft;
  // An answer must not wait for the network: its form is here before it is chosen.
  useEffect(() => {
    const timer = setTimeout(forms.preload, settledMs);
    return () => clearTimeout(timer);
  }, []);
  const form: FormProps | null = choice && { action, zone: props.now?.zone ?? action.zone, draft, change, obstacle: sending ? null : obstacles[choice], sending, onSend, onCancel };
  return (
    <>
      {choice ? null : (
        <div className="@max-5xl/approvals:hidden">
          <ReasonField label="Why?" quiet value={draft.reason} onChange={(reason) => change({ reason })} />
        </div>
      )}
      <AnswerButtons choice={choice} obstacles={obstacles} sending={sending} onChoose={onChoose} />
      {form && choice ? (
        <Suspense fallback={<Skeleton className="h-40 w-full" />}>
          <forms.Part key={`${action.id} ${choice}`} {...form} choice={choice} problem={failure && toProblem(failure)} />
        </Suspense>
      ) : null}
    </>
  );
}

/** Why nothing can be answered, in sight and not only in a hint. */
function ObstacleLine({ obstacles, sending }: { obstacles: Record<Answer, string | null>; sending: boolean }) {
  const words = obstacles.reject ?? obstacles.approve;
  // For a moment only: a line that came and went would move the answers.
  if (words === undrawnWords) return null;
  return words && !sending ? <p className="rounded-md border border-line bg-sunk px-3 py-2 text-ink-soft"><Clamped lines={3} tabbable>{words}</Clamped></p> : null;
}

/** Everything one had begun to write, with the parameters as edited so far. */
function keptText({ reason, parameters }: Draft): string {
  return [reason.trim(), parameters ? JSON.stringify(parameters, null, 2) : ""].filter(Boolean).join("\n\n");
}

function footWords(zone: Action["zone"], graceSeconds: number): string {
  if (zone === "red") return "Red: approving needs a reason and is final at once.";
  return graceSeconds > 0 ? `An approval can be taken back for ${graceSeconds} s.` : "An approval is final at once.";
}
