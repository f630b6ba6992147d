"use client";

import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { ArrowLeft } from "lucide-react";
import type { Ref } from "react";
import { EvidenceAccount } from "@/components/approvals/evidence/evidence-account";
import { EvidenceEffects } from "@/components/approvals/evidence/evidence-effects";
import { EvidenceHead } from "@/components/approvals/evidence/evidence-head";
import { EvidenceHistory } from "@/components/approvals/evidence/evidence-history";
import { EvidenceInterlocks } from "@/components/approvals/evidence/evidence-interlocks";
import { EvidenceOrigin } from "@/components/approvals/evidence/evidence-origin";
import { EvidenceParameters } from "@/components/approvals/evidence/evidence-parameters";
import { EvidenceThenAndNow } from "@/components/approvals/evidence/evidence-then-and-now";
import { EvidenceVotes } from "@/components/approvals/evidence/evidence-votes";
import { ParametersEnd } from "@/components/approvals/evidence/parameters-end";
import { useAskedType } from "@/components/approvals/evidence/use-asked-type";
import { useSectionKeys } from "@/components/approvals/evidence/use-section-keys";
import { ReadFault } from "@/components/approvals/read-fault";
import { DiscussionSection } from "@/components/discussion/discussion-section";
import type { OpenDiscussion } from "@/components/discussion/use-discussion";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import type { Action } from "@/lib/actions/action.schemas";
import { agentQuery, owningTeamsQuery } from "@/lib/agents/agent.client";
import type { ActionHistory } from "@/lib/approvals/approval.schemas";
import type { QueueItem } from "@/lib/approvals/queue.rules";
import { actionTypeQuery } from "@/lib/catalog/catalog.client";
import { runQuery } from "@/lib/runs/run.client";

export interface EvidencePaneProps {
  headingRef: Ref<HTMLHeadingElement>;
  /** What the queue knows of it already, to show at once. */
  row: QueueItem | undefined;
  action: Action | undefined;
  error: Error | null;
  onRetry: () => void;
  history: ActionHistory | undefined;
  historyFailed: boolean;
  discussion: OpenDiscussion;
  /** The server is out of reach: nothing can be sent. */
  offline: boolean;
  /** In red until one has chosen. */
  hideConfidence: boolean;
  onBack: () => void;
  className?: string;
}

/** What is known about the open action, in the order in which one should read it; the agent's own words come last. */
export function EvidencePane(props: EvidencePaneProps) {
  const { row, action, error, onRetry, headingRef, onBack, className } = props;
  const head = action ?? row;
  const pane = useSectionKeys();
  return (
    <article
      ref={pane}
      aria-label="Evidence"
      tabIndex={-1}
      className={clsx("min-w-0 overflow-y-auto overscroll-contain bg-canvas focus-visible:outline-none", className)}
    >
      <div className="mx-auto max-w-[66rem] px-4 pt-3 pb-10 @5xl/approvals:px-[26px] @5xl/approvals:pt-5">
        <Button
          size="sm"
          variant="quiet"
          icon={<ArrowLeft size={14} aria-hidden="true" />}
          onClick={onBack}
          className="mb-1.5 -ml-2.5 @3xl/approvals:hidden"
        >
          Queue
        </Button>
        {head ? <EvidenceHeadFor headingRef={headingRef} head={head} action={action} /> : null}
        {action ? (
          <Body {...props} action={action} />
        ) : error ? (
          <ReadFault what="The evidence could not be loaded." error={error} onRetry={onRetry} />
        ) : (
          <Waiting />
        )}
      </div>
    </article>
  );
}

function EvidenceHeadFor({
  headingRef,
  head,
  action,
}: {
  headingRef: Ref<HTMLHeadingElement>;
  head: QueueItem | Action;
  action: Action | undefined;
}) {
  const agent = useQuery({ ...agentQuery(head.agentId), retry: false });
  // Asked for with the action, not after it: what names and orders the parameters is there when they are.
  useQuery({ ...actionTypeQuery(head.action), retry: false });
  return <EvidenceHead headingRef={headingRef} action={head} onBehalfOf={action?.onBehalfOf} agent={agent.data} />;
}

function Body({
  action,
  history,
  historyFailed,
  discussion,
  offline,
  hideConfidence: hidesBeforeChoice,
}: EvidencePaneProps & { action: Action }) {
  // Who may not choose is never swayed, and waits for nothing.
  const hideConfidence = hidesBeforeChoice && history?.mine.mayDecide !== false;
  const { asked, now: type, waiting } = useAskedType(action);
  const run = useQuery({ ...runQuery(action.runId ?? ""), enabled: action.runId !== null, retry: false });
  const teams = useQuery({
    ...owningTeamsQuery(),
    enabled: history?.votes.some((vote) => vote.to?.teamId) ?? false,
    retry: false,
  });
  return (
    <>
      <EvidenceInterlocks action={action} hideConfidence={hideConfidence} />
      <EvidenceParameters action={action} asked={asked} now={type} waiting={waiting} earlier={history?.earlier} />
      {waiting ? null : <ParametersEnd />}
      <EvidenceEffects action={action} type={type} />
      {history?.now ? <EvidenceThenAndNow action={action} now={history.now} hideConfidence={hideConfidence} /> : null}
      <EvidenceVotes
        votes={history?.votes ?? []}
        teamName={(id) => teams.data?.items.find((team) => team.id === id)?.name ?? "a team"}
      />
      <DiscussionSection
        action={action}
        discussion={discussion}
        mayAsk={history?.mine.mayDecide ?? false}
        offline={offline}
      />
      <EvidenceHistory history={history} failed={historyFailed} />
      <EvidenceOrigin action={action} owners={history?.owners} run={run.data} inCatalog={Boolean(type)} />
      <EvidenceAccount action={action} hideConfidence={hideConfidence} />
    </>
  );
}

function Waiting() {
  return (
    <div role="status" aria-label="Reading the evidence" className="mt-6 flex flex-col gap-6">
      <Skeleton className="h-40 w-full rounded-lg" />
      <Skeleton className="h-16 w-full rounded-lg" />
      <Skeleton className="h-24 w-full rounded-lg" />
    </div>
  );
}
