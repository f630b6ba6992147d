import type { ReactNode } from "react";
import { EmptyState } from "@/components/patterns/states/empty-state";

export interface ForbiddenStateProps {
  /** What the person may not do, in words that follow "Your role cannot …". */
  what: string;
  /** Who could: a role, or how to ask. */
  who?: ReactNode;
}

/** A page that the person's role does not open. */
export function ForbiddenState({
  what,
  who = "An admin of this workspace can change roles under People.",
}: ForbiddenStateProps) {
  return (
    <EmptyState wholePage title={`Your role cannot ${what}.`}>
      {who}
    </EmptyState>
  );
}
