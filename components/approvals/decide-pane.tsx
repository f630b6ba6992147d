"use client";

import { clsx } from "clsx";
import { AnswerButtons } from "@/components/approvals/answer-buttons";
import { ApproveForm } from "@/components/approvals/approve-form";
import { ClaimLine } from "@/components/approvals/claim-line";
import { DecidedNote } from "@/components/approvals/decided-note";
import type { Draft } from "@/components/approvals/draft-store";
import { EditForm } from "@/components/approvals/edit-form";
import { EscalateForm } from "@/components/approvals/escalate-form";
import type { FormProps } from "@/components/approvals/form-props";
import { ProblemNote } from "@/components/approvals/problem-note";
import { ReasonField } from "@/components/approvals/reason-field";
import { RejectForm } from "@/components/approvals/reject-form";
import { SettlingNote } from "@/components/approvals/settling-note";
import { TimeLeft } from "@/components/approvals/time-left";
import type { Problem } from "@/components/approvals/use-deciding";
import { CopyId } from "@/components/patterns/copy-id";
import type { Answer } from "@/lib/approvals/answers.rules";
import type { DecisionRequest, PresenceList } from "@/lib/approvals/approval.schemas";
import type { Action } from "@/lib/gate/action.schemas";

export interface DecidePaneProps {
  action: Action;
  myId: string;
  others: PresenceList["others"];
  draft: Draft;
  change: (change: Partial<Draft>) => void;
  obstacles: Record<Answer, string | null>;
  /** Seconds in which an approval can be taken back; 0 where it is final. */
  graceSeconds: number;
  sending: boolean;
  problem: Problem | null;
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

/** The decision: how long is left, who else is on it, and four answers. */
export function DecidePane(props: DecidePaneProps) {
  const { action, myId, others, draft, obstacles, sending, problem, graceSeconds, className } = props;
  const open = action.status === "pending";
  return (
    <aside aria-label="Decision" className={clsx("flex flex-col gap-2.5 bg-panel", className)}>
      {open ? <TimeLeft action={action} obstacle={obstacles.reject} onExtend={props.onExtend} /> : null}
      {open && !action.settling ? (
        <div className={clsx(draft.choice && "@max-5xl/approvals:hidden")}>
          <ClaimLine claim={action.claim} others={others} myId={myId} onClaim={props.onClaim} onRelease={props.onRelease} />
        </div>
      ) : null}
      {open && !action.settling ? <ObstacleLine obstacles={obstacles} sending={sending} /> : null}
      {problem && draft.choice !== "edit" ? <ProblemNote problem={problem} onDismiss={props.onDismissProblem} /> : null}
      {open ? (
        action.settling ? (
          <SettlingNote settling={action.settling} myId={myId} onUndo={props.onUndo} />
        ) : (
          <OpenDecision {...props} />
        )
      ) : (
        <DecidedNote action={action} myId={myId} keptText={keptText(draft)} />
      )}
      {open && !action.settling ? (
        <p className={clsx("text-sm text-mute", "@max-5xl/approvals:hidden")}>
          {draft.choice ? null : footWords(action, graceSeconds)} You decide what you see: digest <CopyId id={action.digest} label="digest" className="text-mute!" />
        </p>
      ) : null}
    </aside>
  );
}

function OpenDecision(props: DecidePaneProps) {
  const { action, draft, change, obstacles, sending, problem, onChoose, onSend, onCancel } = props;
  const { choice } = draft;
  const form: FormProps | null = choice && { action, draft, change, obstacle: sending ? null : obstacles[choice], sending, onSend, onCancel };
  return (
    <>
      {choice ? null : (
        <div className="@max-5xl/approvals:hidden">
          <ReasonField label="Why?" quiet value={draft.reason} onChange={(reason) => change({ reason })} />
        </div>
      )}
      <AnswerButtons choice={choice} obstacles={obstacles} sending={sending} onChoose={onChoose} />
      {form && choice === "approve" ? <ApproveForm key={action.id} {...form} /> : null}
      {form && choice === "edit" ? <EditForm key={action.id} {...form} problem={problem} /> : null}
      {form && choice === "reject" ? <RejectForm key={action.id} {...form} /> : null}
      {form && choice === "escalate" ? <EscalateForm key={action.id} {...form} /> : null}
    </>
  );
}

/** Why nothing can be answered, in sight and not only in a hint. */
function ObstacleLine({ obstacles, sending }: { obstacles: Record<Answer, string | null>; sending: boolean }) {
  const words = obstacles.reject ?? obstacles.approve;
  return words && !sending ? <p className="rounded-md border border-line bg-sunk px-3 py-2 text-ink-soft">{words}</p> : null;
}

/** Everything one had begun to write, with the parameters as edited so far. */
function keptText({ reason, parameters }: Draft): string {
  return [reason.trim(), parameters ? JSON.stringify(parameters, null, 2) : ""].filter(Boolean).join("\n\n");
}

function footWords({ zone }: Action, graceSeconds: number): string {
  if (zone === "red") return "Red: approving needs a reason and is final at once.";
  return graceSeconds > 0 ? `An approval can be taken back for ${graceSeconds} s.` : "An approval is final at once.";
}
