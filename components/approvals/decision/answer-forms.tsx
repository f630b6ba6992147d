"use client";

import { ApproveForm } from "@/components/approvals/decision/approve-form";
import { EditForm } from "@/components/approvals/decision/edit-form";
import { EscalateForm } from "@/components/approvals/decision/escalate-form";
import type { FormProps } from "@/components/approvals/decision/form-props";
import { RejectForm } from "@/components/approvals/decision/reject-form";
import type { Problem } from "@/components/approvals/problem";
import type { Answer } from "@/lib/approvals/answers.rules";

export interface AnswerFormsProps extends FormProps {
  choice: Answer;
  problem: Problem | null;
}

/** The form of the chosen answer. */
export function AnswerForms({ choice, problem, ...form }: AnswerFormsProps) {
  switch (choice) {
    case "approve":
      return <ApproveForm {...form} />;
    case "edit":
      return <EditForm {...form} problem={problem} />;
    case "reject":
      return <RejectForm {...form} />;
    case "escalate":
      return <EscalateForm {...form} />;
  }
}
