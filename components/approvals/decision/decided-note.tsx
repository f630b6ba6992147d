import { reasonText } from "@/components/approvals/evidence/evidence-votes";
import { CopyButton } from "@/components/patterns/copy/copy-button";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import { FoldedText } from "@/components/patterns/values/folded-text";
import { TimeAgo } from "@/components/patterns/time/time-ago";
import { DeciderName } from "@/components/people/decider-name";
import { StatusMark } from "@/components/ui/status-mark";
import type { Action } from "@/lib/actions/action.schemas";

const verbs = {
  approve: "approved this",
  edit: "edited and approved this",
  reject: "rejected this",
  expire: "let this expire",
  cancel: "cancelled this",
} as const;

export interface DecidedNoteProps {
  action: Action;
  myId: string;
  /** What the reader had begun to write. */
  keptText: string;
}

/** The outcome of a decided action; if a colleague was first, who and what, and the reader's own text is kept. */
export function DecidedNote({ action, myId, keptText }: DecidedNoteProps) {
  const { decision, execution } = action;
  return (
    <div role="status" className="flex flex-col gap-2">
      {decision ? (
        <p className="text-md">
          <b className="inline-block font-semibold first-letter:uppercase">
            <DeciderName by={decision.by} myId={myId} />
          </b>{" "}
          {decision.outcome === "expire" ? "ended this: the time was up." : `${verbs[decision.outcome]}`}
          {decision.outcome === "expire" ? null : "."}
          <span className="block text-base text-mute">
            <TimeAgo at={decision.at} />
          </span>
        </p>
      ) : (
        <StatusMark status={action.status} />
      )}
      {decision && (decision.reason.code || decision.reason.text) ? (
        <blockquote className="border-l-[3px] border-line pl-3 break-words whitespace-pre-wrap text-ink-soft">
          <OutsideText
            lines
            text={[reasonText(decision.reason.code), decision.reason.text].filter(Boolean).join(": ")}
          />
        </blockquote>
      ) : null}
      {action.status === "approved" ? (
        <p className="flex flex-wrap items-center gap-x-2 text-ink-soft">
          {execution ? <StatusMark status={execution.status} /> : "Not run yet."}
          {execution?.error ? (
            <span className="break-words text-danger">
              <FoldedText text={execution.error} of="Error" />
            </span>
          ) : null}
        </p>
      ) : null}
      {keptText.trim() ? (
        <div className="mt-1 rounded-md border border-line bg-sunk p-2.5">
          <div className="flex items-center justify-between gap-2">
            <p className="text-sm font-medium text-ink-soft">Not sent. Your text is kept:</p>
            <CopyButton text={keptText} />
          </div>
          <p className="mt-1 break-words whitespace-pre-wrap">{keptText}</p>
        </div>
      ) : null}
    </div>
  );
}
