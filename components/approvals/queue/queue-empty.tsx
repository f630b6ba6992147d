import { useQuery } from "@tanstack/react-query";
import { EmptyState } from "@/components/patterns/states/empty-state";
import { Button } from "@/components/ui/button";
import type { ApprovalsSummary } from "@/lib/approvals/approval.schemas";
import { summaryOptions } from "@/lib/approvals/approvals.client";
import { filterCount, noFilters, type QueueFilters } from "@/lib/approvals/queue.rules";
import { formatCount, formatQuantity } from "@/lib/platform/format";

export interface QueueEmptyProps {
  filters: QueueFilters;
  onNarrow: (change: Partial<QueueFilters>) => void;
}

/** Nothing waits: a good moment, said with what the day has seen. */
export function QueueEmpty({ filters, onNarrow }: QueueEmptyProps) {
  const summary = useQuery(summaryOptions()).data;
  if (filterCount(filters) > 0) {
    return (
      <EmptyState
        title="Nothing matches these filters"
        action={<Button onClick={() => onNarrow({ ...noFilters, view: filters.view })}>Show everything</Button>}
      >
        {filters.view !== "decided" && summary
          ? `${formatQuantity(summary.waiting, "action")} ${summary.waiting === 1 ? "waits" : "wait"} in all.`
          : null}
      </EmptyState>
    );
  }
  if (filters.view === "decided")
    return (
      <EmptyState title="Nothing was decided today yet">
        What people decide, and what expires, is listed here.
      </EmptyState>
    );
  const elsewhere = summary && summary.waiting > 0 && filters.view !== "all";
  return (
    <EmptyState
      title={
        filters.view === "claimed"
          ? "You have claimed nothing"
          : filters.view === "aside"
            ? "You have set nothing aside"
            : elsewhere
              ? "Nothing is waiting for you"
              : "Nothing waits"
      }
      action={
        elsewhere ? (
          <Button onClick={() => onNarrow({ view: "all" })}>{`All ${formatCount(summary.waiting)}`}</Button>
        ) : undefined
      }
    >
      {filters.view === "claimed" ? (
        "Press C on an action to tell colleagues that you are on it."
      ) : filters.view === "aside" ? (
        "Press Z on an action to look at it later. It comes back by itself."
      ) : summary ? (
        <Today summary={summary} />
      ) : null}
    </EmptyState>
  );
}

function Today({ summary }: { summary: ApprovalsSummary }) {
  const { decidedByPeople, allowedByInterlocks, deniedByInterlocks } = summary;
  return (
    <>
      <p>
        Today people decided <b className="text-ink">{formatQuantity(decidedByPeople, "action")}</b>; the interlocks let{" "}
        <b className="text-ink">{formatCount(allowedByInterlocks)}</b> through and denied{" "}
        <b className="text-ink">{formatCount(deniedByInterlocks)}</b>.
      </p>
      <p className="mt-1">New ones appear here automatically.</p>
    </>
  );
}
