"use client";

import { ApproveForm } from "@/components/approvals/decision/approve-form";
import { EditForm } from "@/components/approvals/decision/edit-form";
import { EscalateForm } from "@/components/approvals/decision/escalate-form";
import { RejectForm } from "@/components/approvals/decision/reject-form";
import type { Answer } from "@/lib/approvals/answers.rules";

/** The form of the chosen answer. */
export function AnswerForms({ choice }: { choice: Answer }) {
  switch (choice) {
    case "approve":
      return <ApproveForm />;
    case "edit":
      return <EditForm />;
    case "reject":
      return <RejectForm />;
    case "escalate":
      return <EscalateForm />;
  }
}
