"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { SearchInput } from "@/components/patterns/forms/search-input";
import { SegmentedControl } from "@/components/patterns/forms/segmented-control";
import { Page } from "@/components/patterns/page/page";
import { PageHeader } from "@/components/patterns/page/page-header";
import { Card } from "@/components/patterns/page/panel";
import { EmptyState } from "@/components/patterns/states/empty-state";
import { QueryError } from "@/components/patterns/states/query-error";
import { DataTable } from "@/components/patterns/tables/data-table";
import { LoadMore } from "@/components/patterns/tables/load-more";
import { OrderChoice } from "@/components/patterns/tables/order-choice";
import { isFiltered, runFilterParsers } from "@/components/runs/filters";
import { runColumns } from "@/components/runs/run-columns";
import { Button } from "@/components/ui/button";
import { agentQuery } from "@/lib/agents/agent.client";
import { useStreamInvalidation } from "@/lib/platform/events/stream.client";
import { routes } from "@/lib/platform/routes";
import { runSorts } from "@/lib/runs/run-sorts.rules";
import { runKeys, runsQuery } from "@/lib/runs/run.client";

const any = "any";
const statuses = [
  { value: any, label: "All" },
  { value: "active", label: "Running" },
  { value: "ended", label: "Ended" },
  { value: "expired", label: "Ran out" },
];

/** Every run, live; narrowed and ordered as the address says. */
export function RunsScreen() {
  const router = useRouter();
  const [filters, setFilters] = useQueryStates(runFilterParsers, { history: "replace" });
  const { data, error, isPending, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery(
    runsQuery(filters),
  );
  const { data: agent } = useQuery({ ...agentQuery(filters.agentId), enabled: filters.agentId !== "" });
  useStreamInvalidation(["run.", "action."], runKeys.all, 2_000);
  const runs = data?.pages.flatMap((page) => page.items) ?? [];
  const narrow = (change: Partial<typeof filters>) =>
    void setFilters(
      Object.fromEntries(
        Object.entries(change).map(([name, value]) => [name, value === any || value === "" ? null : value]),
      ),
    );
  const clear = () => narrow({ q: "", status: "", agentId: "" });

  return (
    <Page>
      <PageHeader
        title="Runs"
        description="What agents are working on: each run is one task, with its own short-lived token."
      />
      <search className="mb-3 flex flex-wrap items-center gap-2" aria-label="Filter the runs">
        <SearchInput
          value={filters.q}
          onCommit={(q) => narrow({ q })}
          label="Search runs"
          placeholder="Words in the task, or an id"
          shortcutGroup="Runs"
          className="min-w-48 flex-[1_1_14rem] sm:max-w-xs"
        />
        <SegmentedControl
          aria-label="Status"
          value={filters.status || any}
          onValueChange={(status) => narrow({ status })}
          options={statuses}
        />
        <OrderChoice value={filters.sort} choices={runSorts.choices} onChoose={(sort) => narrow({ sort })} />
        {filters.agentId ? (
          <Button icon={<X size={14} aria-hidden="true" />} onClick={() => narrow({ agentId: "" })}>
            Only {agent?.name ?? "one agent"}
          </Button>
        ) : null}
        {isFiltered(filters) ? (
          <Button variant="quiet" onClick={clear}>
            Clear all
          </Button>
        ) : null}
      </search>
      <Card>
        <DataTable
          caption="Runs"
          columns={runColumns}
          rows={runs}
          rowKey={(run) => run.id}
          onRowOpen={(run) => router.push(routes.run(run.id))}
          sort={runSorts.columnOf(filters.sort)}
          onSortChange={(sort) => narrow({ sort: runSorts.textOf(sort) })}
          loading={isPending}
          error={
            error && runs.length === 0 ? (
              <QueryError title="The runs could not be loaded" error={error} onRetry={() => void refetch()} />
            ) : undefined
          }
          empty={
            isFiltered(filters) ? (
              <EmptyState title="No run matches" action={<Button onClick={clear}>Clear the filters</Button>} />
            ) : (
              <EmptyState title="No agent has started a run yet">
                Agents start one at the beginning of a task and get a token that lives as long as the task should take.
              </EmptyState>
            )
          }
          footer={
            hasNextPage || runs.length > 10 ? (
              <LoadMore
                shown={runs.length}
                noun="runs"
                hasMore={hasNextPage}
                loading={isFetchingNextPage}
                onLoadMore={() => void fetchNextPage()}
              />
            ) : undefined
          }
        />
      </Card>
    </Page>
  );
}
