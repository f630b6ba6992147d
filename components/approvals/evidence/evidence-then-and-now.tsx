import { EvidenceSection } from "@/components/approvals/evidence/evidence-section";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import { StatusMark } from "@/components/ui/status-mark";
import type { Action } from "@/lib/actions/action.schemas";
import { interlockTitle } from "@/lib/actions/interlock-names.rules";
import type { JudgedNow } from "@/lib/approvals/approval.schemas";

export interface EvidenceThenAndNowProps {
  action: Action;
  now: JudgedNow;
  /** In red the agent's confidence is not shown before one has chosen. */
  hideConfidence: boolean;
}

type Answer = JudgedNow["differences"][number]["now"];

/** What has changed since the action was asked: each interlock that answers differently, and what that means for an answer. */
export function EvidenceThenAndNow({ action, now, hideConfidence }: EvidenceThenAndNowProps) {
  const differences = now.differences.filter(({ name }) => !(hideConfidence && name === "confidence"));
  if (differences.length === 0 && !now.denial) return null;
  const risen = now.zone !== action.zone;
  return (
    <EvidenceSection title="What changed since it was asked">
      {now.denial || risen ? (
        <p className="border-b border-line-soft bg-caution-soft px-3 py-2">
          {now.denial
            ? "As it stands, it would be denied now."
            : `It was asked in ${action.zone} and is ${now.zone} now: answering needs what ${now.zone} needs.`}
        </p>
      ) : null}
      <ul aria-label="Interlocks that answer differently">
        {differences.map(({ name, then, now: after }) => (
          <li
            key={name}
            className="grid grid-cols-[8.5rem_minmax(0,1fr)_minmax(0,1fr)] gap-x-3 gap-y-1 border-t border-line-soft px-3 py-2 first:border-t-0 max-sm:grid-cols-1"
          >
            <span className="font-medium">{interlockTitle(name)}</span>
            <Side label="Then" answer={then} />
            <Side label="Now" answer={after} />
          </li>
        ))}
      </ul>
    </EvidenceSection>
  );
}

function Side({ label, answer }: { label: string; answer: Answer }) {
  return (
    <span className="min-w-0">
      <span className="flex items-center gap-x-1.5 text-2xs text-mute">
        {label}{" "}
        {answer === null ? (
          <span>not asked</span>
        ) : answer.effect === "pass" ? (
          <span>pass</span>
        ) : (
          <StatusMark status={answer.effect} className="text-2xs font-semibold!" />
        )}
      </span>
      {answer === null ? null : (
        <span className="block break-words text-ink-soft">
          <OutsideText text={answer.message} />
        </span>
      )}
    </span>
  );
}
