"use client";

import { DecidePane, type DecidePaneProps } from "@/components/approvals/decision/decide-pane";
import { EvidencePane, type EvidencePaneProps } from "@/components/approvals/evidence/evidence-pane";
import { usePresence } from "@/components/approvals/open/use-presence";
import { useStopScope } from "@/components/patterns/stop-scope";
import { spelledOut } from "@/lib/platform/concealed.rules";

export interface OpenPanesProps {
  id: string;
  /** Whether they are: on a phone the queue may stand before them. */
  inSight: boolean;
  evidence: EvidencePaneProps;
  /** Null until the action is read. */
  decision: Omit<DecidePaneProps, "others"> | null;
}

/** The evidence of the open action, and the decision on it. */
export function OpenPanes({ id, inSight, evidence, decision }: OpenPanesProps) {
  const { action } = evidence;
  const others = usePresence(id);
  useStopScope(action && inSight ? { type: "agent", id: action.agentId, label: `Agent ${spelledOut(action.agentName)}`, hint: "The agent whose action is open." } : null);
  return (
    <>
      <EvidencePane key={id} {...evidence} />
      {decision ? (
        <DecidePane
          {...decision}
          others={others}
          className="@max-5xl/approvals:flex-row @max-5xl/approvals:flex-wrap @max-5xl/approvals:items-center @max-5xl/approvals:gap-y-1.5 @max-5xl/approvals:py-1.5 @max-5xl/approvals:*:basis-full max-h-[72dvh] min-h-0 overflow-y-auto border-t border-line px-3 @5xl/approvals:max-h-none @5xl/approvals:border-t-0 @5xl/approvals:border-l @5xl/approvals:px-4 @5xl/approvals:py-[18px]"
        />
      ) : null}
    </>
  );
}
