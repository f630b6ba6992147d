"use client";

import { type RefObject, useEffect } from "react";
import { ClosingProvider } from "@/components/approvals/decision/closing";
import { DecidePane } from "@/components/approvals/decision/decide-pane";
import { DecisionProvider } from "@/components/approvals/decision/decision-context";
import { usePaintedEvidence } from "@/components/approvals/decision/painted";
import { presses } from "@/components/approvals/decision/presses";
import { type DecisionOver, useOpenDecision } from "@/components/approvals/decision/use-open-decision";
import { EvidencePane } from "@/components/approvals/evidence/evidence-pane";
import { useAskedType } from "@/components/approvals/evidence/use-asked-type";
import { useAnswerKeys } from "@/components/approvals/open/use-answer-keys";
import { useOpenAction } from "@/components/approvals/open/use-open-action";
import { usePresence } from "@/components/approvals/open/use-presence";
import { useDiscussion } from "@/components/discussion/use-discussion";
import { useStopScope } from "@/components/stops/stop-scope";
import type { QueueItem } from "@/lib/approvals/queue.rules";
import { catalogKeys } from "@/lib/catalog/catalog.client";
import { spelledOut } from "@/lib/platform/concealed.rules";
import { useStreamInvalidation } from "@/lib/platform/events/stream.client";
import { scopeLabel } from "@/lib/scopes/stop.rules";

export interface OpenPanesProps extends Omit<DecisionOver, "open"> {
  /** Whether they are: on a phone the queue may stand before them. */
  inSight: boolean;
  headingRef: RefObject<HTMLHeadingElement | null>;
  /** What the queue knows of it already. */
  row: QueueItem | undefined;
  onBack: (id: string) => void;
}

/** The evidence of the open action, and the decision on it. */
export function OpenPanes({ inSight, headingRef, row, onBack, ...over }: OpenPanesProps) {
  const { id } = over;
  const open = useOpenAction(id, over.deciding.isSending(id));
  const { action, error, retry, history, historyFailed, zone, offline } = open;
  const { decision, closed, acts } = useOpenDecision({ ...over, open });
  const discussion = useDiscussion(id);
  const others = usePresence(id);
  useAnswerKeys(acts);
  useEffect(() => presses.watch(), []);

  const type = useAskedType(action);
  // An entry that changes while one reads what it named is said at once.
  useStreamInvalidation(["action_type."], catalogKeys.all);
  const whole =
    action?.id === id &&
    !type.waiting &&
    (history !== undefined || historyFailed) &&
    (discussion.messages !== undefined || discussion.error !== null);
  usePaintedEvidence(
    whole && inSight ? { action, history, messages: discussion.messages, type: type.asked ?? type.now } : null,
  );
  useStopScope(
    action && inSight
      ? {
          type: "agent",
          id: action.agentId,
          label: scopeLabel({ type: "agent", id: action.agentId, name: spelledOut(action.agentName) }),
          hint: "The agent whose action is open.",
          isPassing: true,
        }
      : null,
  );

  const chosenEnough =
    (decision?.draft.choice ?? null) !== null || (action !== undefined && action.status !== "pending");
  return (
    <ClosingProvider closed={closed}>
      <DecisionProvider value={decision}>
        <EvidencePane
          key={id}
          headingRef={headingRef}
          row={row}
          action={action}
          error={error}
          onRetry={retry}
          history={history}
          historyFailed={historyFailed}
          discussion={discussion}
          offline={offline}
          hideConfidence={zone === "red" && !chosenEnough}
          onBack={() => onBack(id)}
        />
        {action ? (
          <DecidePane
            others={others}
            messages={discussion.messages}
            className="@max-5xl/approvals:flex-row @max-5xl/approvals:flex-wrap @max-5xl/approvals:items-center @max-5xl/approvals:gap-y-1.5 @max-5xl/approvals:py-1.5 @max-5xl/approvals:*:basis-full max-h-[72dvh] min-h-0 overflow-y-auto border-t border-line px-3 @5xl/approvals:max-h-none @5xl/approvals:border-t-0 @5xl/approvals:border-l @5xl/approvals:px-4 @5xl/approvals:py-[18px]"
          />
        ) : null}
      </DecisionProvider>
    </ClosingProvider>
  );
}
