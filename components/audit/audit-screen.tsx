"use client";

import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { entryColumns } from "@/components/audit/entry-columns";
import { FilterBar } from "@/components/audit/filter-bar";
import { auditFilterParsers, isFiltered } from "@/components/audit/filters";
import { ExportLog, NewestLogExport } from "@/components/audit/log-export";
import { LogStatus } from "@/components/audit/log-status";
import { PageHeader } from "@/components/patterns/page/page-header";
import { Card } from "@/components/patterns/page/panel";
import { EmptyState } from "@/components/patterns/states/empty-state";
import { ErrorState } from "@/components/patterns/states/error-state";
import { LoadMore } from "@/components/patterns/tables/load-more";
import { VirtualTable } from "@/components/patterns/tables/virtual-table";
import { useTimeZone } from "@/components/patterns/time/time-zone";
import { Button } from "@/components/ui/button";
import { auditKeys, checkpointsQuery, entriesQuery } from "@/lib/audit/audit.client";
import { entrySorts } from "@/lib/audit/entry-sorts.rules";
import { formatCount, formatQuantity } from "@/lib/platform/format";
import { ProblemError } from "@/lib/platform/http/fetch-json";
import { routes } from "@/lib/platform/routes";

/** The audit log: its state, a search, and every entry. */
export function AuditScreen({ workspaceSlug }: { workspaceSlug: string }) {
  const router = useRouter();
  const queries = useQueryClient();
  const timeZone = useTimeZone();
  const [filters, setFilters] = useQueryStates(auditFilterParsers, { history: "replace" });
  const { data, error, isPending, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery(
    entriesQuery(filters, timeZone),
  );
  const { data: checkpoints } = useQuery(checkpointsQuery());
  const entries = data?.pages.flatMap((page) => page.items) ?? [];
  const sizeThen = data?.pages[0]?.size ?? 0;
  const added = Math.max(0, (checkpoints?.entries ?? 0) - sizeThen);
  const searchedTo = data?.pages.at(-1)?.searchedTo ?? null;
  const isUpwards = filters.sort === "oldest";
  const change = (some: Partial<typeof filters>) =>
    void setFilters(Object.fromEntries(Object.entries(some).map(([key, value]) => [key, value || null])));
  const clear = () => change({ event: "", actor: "", subject: "", q: "", from: "", to: "" });

  return (
    <div className="flex min-h-full flex-col gap-3 md:h-full md:min-h-[42rem] px-4 pt-4 pb-4 sm:px-[22px] sm:pt-[18px]">
      <PageHeader
        className="mb-0"
        title="Audit"
        meta={data ? formatQuantity(sizeThen + added, "entry", "entries") : undefined}
        description="Every change, recorded as it was made and signed into a log that cannot be altered unnoticed. Anyone can check it without trusting this server."
        actions={<ExportLog />}
      />
      <NewestLogExport workspaceSlug={workspaceSlug} />
      <LogStatus />
      <FilterBar filters={filters} onChange={change} onClear={clear} />
      <Card className="flex min-h-0 flex-1 flex-col max-md:h-[75dvh] max-md:flex-none">
        {added > 0 && data ? (
          <div className="flex items-center justify-between gap-3 border-b border-line-soft bg-accent-soft px-3 py-1.5">
            <p className="text-accent tabular-nums" aria-live="polite">
              {formatCount(added)} new {added === 1 ? "entry" : "entries"} in the log
            </p>
            <Button
              size="sm"
              onClick={() => void queries.resetQueries({ queryKey: auditKeys.entries(filters, timeZone) })}
            >
              Show
            </Button>
          </div>
        ) : null}
        <VirtualTable
          className="min-h-0 flex-1"
          caption="Audit entries"
          columns={entryColumns}
          rows={entries}
          rowKey={(entry) => String(entry.seq)}
          onRowOpen={(entry) => router.push(routes.auditEntry(entry.seq))}
          sort={entrySorts.columnOf(filters.sort)}
          onSortChange={(sort) => change({ sort: entrySorts.textOf(sort) })}
          loading={isPending}
          onEndReached={() => {
            if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
          }}
          error={
            error && entries.length === 0 ? <SearchFailed error={error} onRetry={() => void refetch()} /> : undefined
          }
          empty={
            <NothingFound
              filtered={isFiltered(filters)}
              searchedTo={hasNextPage ? searchedTo : null}
              isUpwards={isUpwards}
              loading={isFetchingNextPage}
              onGoOn={() => void fetchNextPage()}
              onClear={clear}
            />
          }
          footer={
            entries.length > 0 ? (
              <LoadMore
                shown={entries.length}
                total={isFiltered(filters) ? undefined : sizeThen}
                noun={
                  searchedTo !== null && hasNextPage
                    ? `entries ${isUpwards ? "up" : "down"} to no. ${formatCount(searchedTo)}`
                    : "entries"
                }
                hasMore={hasNextPage}
                loading={isFetchingNextPage}
                onLoadMore={() => void fetchNextPage()}
              />
            ) : undefined
          }
        />
      </Card>
    </div>
  );
}

function SearchFailed({ error, onRetry }: { error: Error; onRetry: () => void }) {
  return (
    <ErrorState
      title="The log could not be loaded"
      meaning={error.message}
      advice="Nothing is lost: every entry is written together with its change, whether or not this page can show it."
      requestId={error instanceof ProblemError ? error.requestId : null}
      onRetry={onRetry}
    />
  );
}

interface NothingFoundProps {
  filtered: boolean;
  /** The search looked through the first entries of the order only, up to this number. */
  searchedTo: number | null;
  isUpwards: boolean;
  loading: boolean;
  onGoOn: () => void;
  onClear: () => void;
}

function NothingFound({ filtered, searchedTo, isUpwards, loading, onGoOn, onClear }: NothingFoundProps) {
  if (searchedTo !== null) {
    return (
      <EmptyState
        title={`Nothing ${isUpwards ? "up" : "down"} to entry ${formatCount(searchedTo)}`}
        action={
          <Button loading={loading} onClick={onGoOn}>
            {isUpwards ? "Search further on" : "Search further back"}
          </Button>
        }
      >
        A search for words goes through the log one section at a time. {isUpwards ? "Later" : "Older"} entries have not
        been searched yet.
      </EmptyState>
    );
  }
  if (filtered) {
    return (
      <EmptyState title="No entry matches" action={<Button onClick={onClear}>Clear the filters</Button>}>
        Enter ids in full, or the name of a person or an agent here. Days follow the clock of this browser.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="Nothing has happened yet">
      The first change anyone or any agent makes here will be the first entry.
    </EmptyState>
  );
}
