"use client";

import { AnswerForm } from "@/components/approvals/decision/answer-form";
import type { FormProps } from "@/components/approvals/decision/form-props";
import { ReasonField } from "@/components/approvals/decision/reason-field";
import { reasonRequired } from "@/lib/approvals/approval.rules";

/** Approving where it is final at once: in red with a written reason. */
export function ApproveForm({ action, zone, draft, change, obstacle, sending, onSend, onCancel }: FormProps) {
  const required = reasonRequired("approve", zone) !== "none";
  const reason = draft.reason.trim();
  return (
    <AnswerForm
      name="Approve"
      submitLabel="Approve"
      missing={required && !reason ? "Approving in red needs a written reason." : null}
      obstacle={obstacle}
      sending={sending}
      note="There is no grace period here: once approved, the agent may act at once."
      onSubmit={() => onSend({ decision: "approve", seenDigest: action.digest, ...(reason ? { reason: { text: reason } } : {}) })}
      onCancel={onCancel}
    >
      {(fault) => (
        <ReasonField label="Why is it right?" required={required} optional={!required} value={draft.reason} onChange={(text) => change({ reason: text })} error={fault} focusFirst />
      )}
    </AnswerForm>
  );
}
