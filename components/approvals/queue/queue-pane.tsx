"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { memo, type Ref, Suspense, useEffect, useState } from "react";
import { RowsSkeleton } from "@/components/approvals/approvals-skeleton";
import type { BulkSelection } from "@/components/approvals/bulk/use-bulk-selection";
import type { Together } from "@/components/approvals/bulk/use-together";
import { QueueFiltersBar, type QueueFiltersBarProps } from "@/components/approvals/queue/queue-filters";
import { QueueList, type QueueListHandle } from "@/components/approvals/queue/queue-list";
import { QueueNews } from "@/components/approvals/queue/queue-news";
import type { Queue } from "@/components/approvals/queue/use-queue";
import type { ShownLines } from "@/components/approvals/queue/use-queue-lines";
import { TimeAgo } from "@/components/patterns/time/time-ago";
import { useCan } from "@/components/people/use-can";
import { loadedWhenOpened } from "@/components/ui/loaded-when-opened";
import { Tabs } from "@/components/ui/tabs";
import type { Action } from "@/lib/actions/action.schemas";
import type { ApprovalsSummary } from "@/lib/approvals/approval.schemas";
import { summaryOptions } from "@/lib/approvals/approvals.client";
import type { QueueFilters, QueueView } from "@/lib/approvals/queue.rules";
import { useConnection } from "@/lib/platform/events/stream.client";
import { formatCount } from "@/lib/platform/format";

export interface QueuePaneProps {
  listRef: Ref<QueueListHandle>;
  searchRef: Ref<HTMLInputElement>;
  queue: Queue;
  lines: ShownLines;
  bulk: BulkSelection;
  together: Together;
  filters: QueueFilters;
  currentId: string | null;
  /** The row is open as a pane of its own, so that on a phone the queue is out of sight. */
  covered: boolean;
  act: QueueActs;
}

/** What can be done from the queue; the same functions from render to render. */
export interface QueueActs {
  onNarrow: (change: Partial<QueueFilters>) => void;
  onOpen: (id: string) => void;
  onEnter: () => void;
  onSelect: () => void;
  onMove: (by: 1 | -1, held: boolean) => void;
  onShowNew: () => Promise<void>;
  onLeaveSearch: () => void;
  onBulkDecided: (actions: readonly Action[]) => void;
  onUndo: (ids: readonly string[]) => Promise<void>;
}

/** After this the page itself has what it needs. */
const settledMs = 1_500;
const bar = loadedWhenOpened(() => import("@/components/approvals/bulk/bulk-bar").then((module) => module.BulkBar));
const empty = loadedWhenOpened(() =>
  import("@/components/approvals/queue/queue-empty").then((module) => module.QueueEmpty),
);
const fault = loadedWhenOpened(() => import("@/components/approvals/read-fault").then((module) => module.ReadFault));

const viewNames: Record<QueueView, string> = {
  me: "Held for me",
  all: "All held",
  claimed: "Claimed by me",
  aside: "Set aside by me",
  decided: "Decided today",
};

/** What waits: views, filters, the list, and what several chosen ones can be answered together. */
export const QueuePane = memo(function QueuePane(props: QueuePaneProps) {
  const { queue, bulk, together, filters, searchRef, covered, act } = props;
  const [barWanted, setBarWanted] = useState(false);
  if (bulk.items.length > 0 && !barWanted) setBarWanted(true);
  useEffect(() => {
    const timer = setTimeout(bar.preload, settledMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <section
      aria-label="Queue"
      className={clsx(
        "flex print:hidden! min-h-0 min-w-0 flex-col border-r border-line bg-panel",
        covered && "hidden @3xl/approvals:flex",
      )}
    >
      <Head searchRef={searchRef} filters={filters} onNarrow={act.onNarrow} onLeave={act.onLeaveSearch} />
      <StaleLine />
      <QueueNews arrivals={queue.arrivals} onShow={act.onShowNew} />
      <Body {...props} />
      {barWanted ? (
        <Suspense fallback={null}>
          <bar.Part bulk={bulk} together={together} onDecided={act.onBulkDecided} onUndo={act.onUndo} />
        </Suspense>
      ) : null}
    </section>
  );
});

const Head = memo(function Head({ searchRef, filters, onNarrow, onLeave }: QueueFiltersBarProps) {
  const summary = useQuery({ ...summaryOptions(filters), placeholderData: keepPreviousData }).data;
  // Seldom anything, and then worth a look: five views have less room for words.
  const asideShown = filters.view === "aside" || (summary?.setAside ?? 0) > 0;
  const decides = useCan("action:decide_escalated");
  return (
    <>
      <div className="flex flex-wrap items-baseline gap-x-2 px-3.5 pt-3 pb-1">
        <h1 className="text-lg font-[650] tracking-[-0.015em]">Approvals</h1>
        <p className="text-mute">{summary ? <Waiting summary={summary} /> : null}</p>
      </div>
      <Tabs
        aria-label="Views"
        value={filters.view}
        onValueChange={(view) => onNarrow({ view })}
        listClassName="px-3.5 gap-3.5!"
        tabs={[
          // For whom nothing can wait there is no such view.
          ...(decides ? [{ value: "me" as const, label: "For me", count: summary?.forMe }] : []),
          { value: "all", label: "All", count: summary?.waiting },
          ...(decides || filters.view === "claimed"
            ? [{ value: "claimed" as const, label: "Claimed", count: summary?.claimedByMe }]
            : []),
          ...(asideShown ? [{ value: "aside" as const, label: "Set aside", count: summary?.setAside }] : []),
          { value: "decided", label: asideShown ? "Decided" : "Decided today", count: summary?.decided },
        ]}
      />
      <QueueFiltersBar searchRef={searchRef} filters={filters} onNarrow={onNarrow} onLeave={onLeave} />
    </>
  );
});

function Waiting({ summary }: { summary: ApprovalsSummary }) {
  const { waiting, oldestCreatedAt } = summary;
  return (
    <>
      {formatCount(waiting)} waiting
      {oldestCreatedAt ? (
        <>
          {" "}
          · oldest asked <TimeAgo at={oldestCreatedAt} />
        </>
      ) : null}
    </>
  );
}

const lineWords = {
  restarting: "The server is restarting. The list may be a few seconds old.",
  reconnecting: "Reconnecting. The list may be a few seconds old.",
  stale: "No connection.",
} as const;

function StaleLine() {
  const { state, since, signedOut } = useConnection();
  if (state === "live" && !signedOut) return null;
  return (
    <p role="status" className="border-b border-line-soft bg-sunk px-3.5 py-1.5 text-ink-soft">
      {signedOut ? "You are signed out. This list is no longer updated." : state === "live" ? null : lineWords[state]}
      {state === "stale" && !signedOut && since !== null ? (
        <>
          {" "}
          This list was last updated <TimeAgo at={since} />.
        </>
      ) : null}
    </p>
  );
}

function Body({ queue, lines, bulk, filters, listRef, currentId, act }: QueuePaneProps) {
  if (queue.error) {
    return (
      <Suspense fallback={<LoadingRows />}>
        <fault.Part what="The queue could not be loaded." error={queue.error} onRetry={queue.retry} />
      </Suspense>
    );
  }
  if (queue.loading) return <LoadingRows />;
  if (queue.items.length === 0) {
    return (
      <Suspense fallback={null}>
        <empty.Part filters={filters} onNarrow={act.onNarrow} />
      </Suspense>
    );
  }
  return (
    <QueueList
      ref={listRef}
      queue={queue}
      lines={lines}
      bulk={bulk}
      currentId={currentId}
      label={viewNames[filters.view]}
      onOpen={act.onOpen}
      onEnter={act.onEnter}
      onSelect={act.onSelect}
      onMove={act.onMove}
    />
  );
}

function LoadingRows() {
  return (
    <div role="status" aria-label="Reading the queue" className="flex-1 overflow-hidden">
      <RowsSkeleton />
    </div>
  );
}
