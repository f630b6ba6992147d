"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import { actionColumns } from "@/components/actions/action-columns";
import { FilterBar } from "@/components/actions/filter-bar";
import { actionFilterParsers } from "@/components/actions/filters";
import { Page } from "@/components/patterns/page/page";
import { PageHeader } from "@/components/patterns/page/page-header";
import { Card } from "@/components/patterns/page/panel";
import { EmptyState } from "@/components/patterns/states/empty-state";
import { QueryError } from "@/components/patterns/states/query-error";
import { DataTable } from "@/components/patterns/tables/data-table";
import { LoadMore } from "@/components/patterns/tables/load-more";
import { useTimeZone } from "@/components/patterns/time/time-zone";
import { useCan } from "@/components/people/use-can";
import { Button } from "@/components/ui/button";
import { buttonClass } from "@/components/ui/button-class";
import { type ActionFilters, columnOf, isNarrowed, sortBy } from "@/lib/actions/action-filters.rules";
import { actionListKeys, actionSearch, actionsQuery } from "@/lib/actions/actions.client";
import { useStreamInvalidation } from "@/lib/platform/events/stream.client";
import { api, routes } from "@/lib/platform/routes";

/** Every action of any state, live; narrowed and ordered as the address says. */
export function ActionsScreen({ workspaceSlug }: { workspaceSlug: string }) {
  const router = useRouter();
  const timeZone = useTimeZone();
  const [filters, setFilters] = useQueryStates(actionFilterParsers, { history: "replace" });
  const { data, error, isPending, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery(
    actionsQuery(filters, timeZone),
  );
  useStreamInvalidation(["action."], actionListKeys.all, 3_000);
  const columns = useColumns();
  const actions = data?.pages.flatMap((page) => page.items) ?? [];
  const narrow = (change: Partial<ActionFilters>) =>
    void setFilters(Object.fromEntries(Object.entries(change).map(([name, value]) => [name, value || null])));
  const clear = () =>
    void setFilters({
      ...Object.fromEntries(Object.keys(actionFilterParsers).map((name) => [name, null])),
      sort: filters.sort || null,
    });

  return (
    <Page>
      <PageHeader
        title="Actions"
        description="Every action that agents have asked for, in any status."
        actions={
          <a
            href={api.actionsExport({ ...actionSearch(filters, timeZone), workspace: workspaceSlug })}
            download
            className={buttonClass("default", "md")}
          >
            <Download size={14} aria-hidden="true" />
            Export as CSV
          </a>
        }
      />
      <FilterBar filters={filters} onChange={narrow} onClear={clear} />
      <Card>
        <DataTable
          caption="Actions"
          columns={columns}
          rows={actions}
          rowKey={(action) => action.id}
          onRowOpen={(action) => router.push(routes.approval(action.id))}
          sort={columnOf(filters.sort)}
          onSortChange={(sort) => narrow({ sort: sortBy(sort) })}
          loading={isPending}
          error={
            error && actions.length === 0 ? (
              <QueryError title="The actions could not be loaded" error={error} onRetry={() => void refetch()} />
            ) : undefined
          }
          empty={
            isNarrowed(filters) ? (
              <EmptyState title="No action matches" action={<Button onClick={clear}>Clear the filters</Button>}>
                Enter ids in full, and action types by their full name.
              </EmptyState>
            ) : (
              <EmptyState title="No agent has asked for anything yet">
                Every action appears here as soon as an agent asks, whether or not it is held.
              </EmptyState>
            )
          }
          footer={
            hasNextPage || actions.length > 10 ? (
              <LoadMore
                shown={actions.length}
                noun="actions"
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

function useColumns() {
  const [runs, agents, catalog, log] = [
    useCan("run:read"),
    useCan("agent:read"),
    useCan("catalog:read"),
    useCan("audit:read"),
  ];
  const [decides, decidesEscalated] = [useCan("action:decide"), useCan("action:decide_escalated")];
  const decisions = decides || decidesEscalated;
  return useMemo(
    () => actionColumns({ runs, agents, catalog, log, decisions }),
    [runs, agents, catalog, log, decisions],
  );
}
