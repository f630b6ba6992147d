"use client";

import { DecidePane, type DecidePaneProps } from "@/components/approvals/decision/decide-pane";
import { EvidencePane, type EvidencePaneProps } from "@/components/approvals/evidence/evidence-pane";

export interface OpenPanesProps {
  id: string;
  evidence: EvidencePaneProps;
  /** Null until the action is read. */
  decision: DecidePaneProps | null;
}

/** The evidence of the open action, and the decision on it. */
export function OpenPanes({ id, evidence, decision }: OpenPanesProps) {
  return (
    <>
      <EvidencePane key={id} {...evidence} />
      {decision ? (
        <DecidePane
          {...decision}
          className="max-h-[72dvh] min-h-0 overflow-y-auto border-t border-line px-3 py-2.5 @5xl/approvals:max-h-none @5xl/approvals:border-t-0 @5xl/approvals:border-l @5xl/approvals:px-4 @5xl/approvals:py-[18px]"
        />
      ) : null}
    </>
  );
}
