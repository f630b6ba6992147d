"use client";

import { useRouter } from "next/navigation";
import { Clamped } from "@/components/patterns/outside/clamped";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import { Sentence } from "@/components/patterns/outside/sentence";
import { Panel } from "@/components/patterns/page/panel";
import { EmptyState } from "@/components/patterns/states/empty-state";
import { QueryError } from "@/components/patterns/states/query-error";
import { DataTable } from "@/components/patterns/tables/data-table";
import type { Column } from "@/components/patterns/tables/data-table.rules";
import { LoadMore } from "@/components/patterns/tables/load-more";
import { Countdown } from "@/components/patterns/time/countdown";
import { DeciderName } from "@/components/people/decider-name";
import { useRunSteps } from "@/components/runs/use-run-steps";
import { PageLink } from "@/components/ui/page-link";
import { SignalMark } from "@/components/ui/signal-mark";
import { StatusMark } from "@/components/ui/status-mark";
import { formatDuration, formatQuantity } from "@/lib/platform/format";
import { routes } from "@/lib/platform/routes";
import { zones } from "@/lib/platform/zone.rules";
import type { RunAction, RunDetail } from "@/lib/runs/run.schemas";

interface Step extends RunAction {
  /** Its place in the run, from 1. */
  number: number;
  /** Milliseconds after the run began. */
  afterMs: number;
}

const columns: Column<Step>[] = [
  {
    id: "number",
    header: "No.",
    align: "end",
    width: "3.5rem",
    priority: 2,
    first: "ascending",
    order: (step) => step.number,
    cell: (step) => <span className="text-mute tabular-nums">{step.number}</span>,
  },
  {
    id: "after",
    header: "After",
    align: "end",
    width: "6.5rem",
    priority: 2,
    cell: (step) => <span className="text-mute tabular-nums">+{formatDuration(step.afterMs)}</span>,
  },
  {
    id: "zone",
    header: "Zone",
    width: "6rem",
    priority: 2,
    order: (step) => zones.indexOf(step.zone),
    cell: (step) => <SignalMark signal={step.zone} />,
  },
  {
    id: "what",
    header: "What",
    isRowHeader: true,
    first: "ascending",
    order: (step) => step.sentence,
    cell: (step) => (
      <>
        <SignalMark signal={step.zone} className="mr-2 md:hidden" />
        <PageLink href={routes.approval(step.id)} tabIndex={-1} className="hover:underline">
          <Clamped lines={2}>
            <Sentence text={step.sentence} />
          </Clamped>
        </PageLink>
        <code className="text-mono block text-xs font-normal text-mute">
          <OutsideText text={step.action} />
        </code>
        {step.decidedBy ? (
          <span className="block text-xs font-normal text-mute lg:hidden">
            decided by <DeciderName by={step.decidedBy} tabbable={false} />
          </span>
        ) : null}
      </>
    ),
  },
  {
    id: "decided",
    header: "Decided",
    width: "11rem",
    priority: 3,
    order: (step) => (step.decidedAt ? Date.parse(step.decidedAt) - Date.parse(step.createdAt) : null),
    cell: (step) => <Decided step={step} />,
  },
  {
    id: "status",
    header: "Status",
    width: "8rem",
    first: "ascending",
    order: (step) => step.executionStatus ?? step.status,
    cell: (step) => <StatusMark status={step.executionStatus ?? step.status} />,
  },
];

const atOnceMs = 50;

function Decided({ step }: { step: Step }) {
  if (step.decidedAt) {
    const tookMs = Date.parse(step.decidedAt) - Date.parse(step.createdAt);
    return (
      <span className="text-mute">
        {step.decidedBy ? (
          <span className="block truncate">
            by <DeciderName by={step.decidedBy} tabbable={false} />
          </span>
        ) : null}
        <span className="text-xs tabular-nums">
          {tookMs < atOnceMs ? "at once" : `after ${formatDuration(tookMs)}`}
        </span>
      </span>
    );
  }
  return (
    <>
      <Countdown until={step.expiresAt} /> left
    </>
  );
}

/** What the run asked for, in order. */
export function RunSteps({ run }: { run: RunDetail }) {
  const router = useRouter();
  const begun = Date.parse(run.startedAt);
  const { steps: asked, total, hasMore, loading, error, loadMore } = useRunSteps(run);
  const steps = asked.map(
    (step, index): Step => ({ ...step, number: index + 1, afterMs: Math.max(0, Date.parse(step.createdAt) - begun) }),
  );
  return (
    <Panel
      title="What it asked for"
      meta={
        total > steps.length
          ? `the first ${steps.length} of ${formatQuantity(total, "action")}, in order`
          : steps.length > 0
            ? "in order"
            : undefined
      }
    >
      <DataTable
        caption="Actions of the run in the order they were asked"
        columns={columns}
        rows={steps}
        whole={steps.length >= total}
        rowKey={(step) => step.id}
        onRowOpen={(step) => router.push(routes.approval(step.id))}
        footer={
          total > run.steps.length ? (
            <>
              {error ? <QueryError title="The later actions could not be loaded" error={error} /> : null}
              <LoadMore
                shown={steps.length}
                total={total}
                noun="actions"
                hasMore={hasMore}
                loading={loading}
                onLoadMore={loadMore}
              />
            </>
          ) : undefined
        }
        empty={
          <EmptyState title="It has not asked for anything yet">
            {run.status === "active"
              ? "Whatever it asks for appears here at once."
              : "It ended without asking for anything."}
          </EmptyState>
        }
      />
    </Panel>
  );
}
