"use client";

import type { OpenDecision } from "@/components/approvals/decision/decision-context";
import { useShortcuts } from "@/components/patterns/keys/shortcuts";
import type { Answer } from "@/lib/approvals/answers.rules";

const group = "Approvals";

/** The keys of the open action: what they mean is what its buttons mean. */
export function useAnswerKeys({
  choose,
  toggleClaim,
  addTime,
}: Pick<OpenDecision, "choose" | "toggleClaim" | "addTime">): void {
  const answer = (keys: string, name: Answer, label: string) => ({
    keys,
    label,
    group,
    run: (event: KeyboardEvent) => choose(name, event),
  });
  useShortcuts([
    answer("a", "approve", "Approve, also all that are chosen"),
    answer("e", "edit", "Edit and approve"),
    answer("r", "reject", "Reject, also all that are chosen"),
    answer("x", "escalate", "Escalate"),
    { keys: "c", label: "Claim, or give back", group, run: () => toggleClaim() },
    { keys: "t", label: "Add time in the last minute", group, run: () => addTime() },
  ]);
}
