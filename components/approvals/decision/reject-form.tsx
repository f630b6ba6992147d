"use client";

import { AnswerForm } from "@/components/approvals/decision/answer-form";
import type { FormProps } from "@/components/approvals/decision/form-props";
import { ReasonField } from "@/components/approvals/decision/reason-field";
import { RadioGroup } from "@/components/ui/radio-group";
import { rejectReasons } from "@/lib/approvals/approval.rules";

const options = rejectReasons.map(({ code, text }) => ({ value: code, label: text }));

/** Rejecting: one of the usual reasons, words of one's own, or both. The agent is told. */
export function RejectForm({ action, draft, change, obstacle, sending, onSend, onCancel }: FormProps) {
  const text = draft.reason.trim();
  return (
    <AnswerForm
      name="Reject"
      submitLabel="Reject"
      missing={!draft.code && !text ? "Choose a reason or write one." : null}
      obstacle={obstacle}
      sending={sending}
      note="Final at once: the agent is told why and does not act."
      onSubmit={() =>
        onSend({ decision: "reject", seenDigest: action.digest, reason: { ...(draft.code ? { code: draft.code } : {}), ...(text ? { text } : {}) } })
      }
      onCancel={onCancel}
    >
      {(fault) => (
        <>
          <div>
            <p id="reject-why" className="mb-1.5 font-medium">
              Why not?
            </p>
            <RadioGroup aria-labelledby="reject-why" value={draft.code} onValueChange={(code) => change({ code })} options={options} />
          </div>
          <ReasonField label="In your words" optional={draft.code !== null} value={draft.reason} onChange={(reason) => change({ reason })} error={fault} focusFirst />
        </>
      )}
    </AnswerForm>
  );
}
