"use client";

import { AnswerForm } from "@/components/approvals/decision/answer-form";
import { useDecision } from "@/components/approvals/decision/decision-context";
import { ReasonField } from "@/components/approvals/decision/reason-field";
import { reasonRequired } from "@/lib/approvals/approval.rules";

/** Approving where it is final at once: in red with a written reason. */
export function ApproveForm() {
  const { action, zone, graceSeconds, draft, change, confirm } = useDecision();
  const required = reasonRequired("approve", zone) !== "none";
  const reason = draft.reason.trim();
  return (
    <AnswerForm
      answer="approve"
      missing={required && !reason ? "Approving in red needs a written reason." : null}
      note={
        graceSeconds > 0
          ? `It can be taken back for ${graceSeconds} s.`
          : "There is no grace period here: once approved, the agent may act at once."
      }
      onSubmit={(event) =>
        confirm(
          { decision: "approve", seenDigest: action.digest, ...(reason ? { reason: { text: reason } } : {}) },
          event,
        )
      }
    >
      {(fault) => (
        <ReasonField
          label="Why is it right?"
          required={required}
          optional={!required}
          value={draft.reason}
          onChange={(text) => change({ reason: text })}
          error={fault}
          focusFirst
        />
      )}
    </AnswerForm>
  );
}
