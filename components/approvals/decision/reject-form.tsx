"use client";

import { AnswerForm } from "@/components/approvals/decision/answer-form";
import { useDecision } from "@/components/approvals/decision/decision-context";
import { ReasonField } from "@/components/approvals/decision/reason-field";
import { RadioGroup } from "@/components/ui/radio-group";
import { rejectReasons } from "@/lib/approvals/approval.rules";

const options = rejectReasons.map(({ code, text }) => ({ value: code, label: text }));

/** Rejecting: one of the usual reasons, words of one's own, or both. The agent receives it. */
export function RejectForm() {
  const { action, draft, change, confirm } = useDecision();
  const text = draft.reason.trim();
  return (
    <AnswerForm
      answer="reject"
      missing={!draft.code && !text ? "Choose a reason or write one." : null}
      note="Final at once: the agent is told why and does not act."
      onSubmit={(event) =>
        confirm(
          {
            decision: "reject",
            seenDigest: action.digest,
            reason: { ...(draft.code ? { code: draft.code } : {}), ...(text ? { text } : {}) },
          },
          event,
        )
      }
    >
      {(fault) => (
        <>
          <div>
            <p id="reject-why" className="mb-1.5 font-medium">
              Why not?
            </p>
            <RadioGroup
              aria-labelledby="reject-why"
              value={draft.code}
              onValueChange={(code) => change({ code })}
              options={options}
            />
          </div>
          <ReasonField
            label="In your words"
            optional={draft.code !== null}
            value={draft.reason}
            onChange={(reason) => change({ reason })}
            error={fault}
            focusFirst
          />
        </>
      )}
    </AnswerForm>
  );
}
