"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { catalogFilterParsers } from "@/components/catalog/filters";
import { typeColumns } from "@/components/catalog/type-columns";
import { SearchInput } from "@/components/patterns/forms/search-input";
import { Page } from "@/components/patterns/page/page";
import { PageHeader } from "@/components/patterns/page/page-header";
import { Card, Panel } from "@/components/patterns/page/panel";
import { EmptyState } from "@/components/patterns/states/empty-state";
import { QueryError } from "@/components/patterns/states/query-error";
import { DataTable } from "@/components/patterns/tables/data-table";
import { LoadMore } from "@/components/patterns/tables/load-more";
import { OrderChoice } from "@/components/patterns/tables/order-choice";
import { Button } from "@/components/ui/button";
import { buttonClass } from "@/components/ui/button-class";
import { PageLink } from "@/components/ui/page-link";
import { SignalMark } from "@/components/ui/signal-mark";
import { Skeleton } from "@/components/ui/skeleton";
import { actionTypesQuery, catalogKeys } from "@/lib/catalog/catalog.client";
import { typeSorts } from "@/lib/catalog/type-sorts.rules";
import { useStreamInvalidation } from "@/lib/platform/events/stream.client";
import { formatQuantity } from "@/lib/platform/format";
import { routes } from "@/lib/platform/routes";

const zones = [
  { zone: "red", means: "always held for a person" },
  { zone: "yellow", means: "allowed, and a share of it is reviewed later" },
  { zone: "green", means: "allowed" },
] as const;

/** What agents may ask for, by zone. */
export function CatalogScreen({ mayManage }: { mayManage: boolean }) {
  const router = useRouter();
  const [filters, setFilters] = useQueryStates(catalogFilterParsers, { history: "replace" });
  const { q } = filters;
  const { data, error, isPending, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery(
    actionTypesQuery(filters),
  );
  useStreamInvalidation(["action_type."], catalogKeys.all);
  const types = data?.pages.flatMap((page) => page.items) ?? [];
  const clear = () => void setFilters({ q: null });
  return (
    <Page>
      <PageHeader
        title="Catalog"
        meta={data ? formatQuantity(types.length, "action type") : undefined}
        description="Everything agents may ask for, and how it is judged. Anything not listed here counts as red."
        actions={
          mayManage ? (
            <PageLink href={routes.newActionType()} className={buttonClass("primary", "md")}>
              Add an action type
            </PageLink>
          ) : (
            <Button variant="primary" disabledReason="Your role cannot change the catalog. Ask a governance officer.">
              Add an action type
            </Button>
          )
        }
      />
      <search className="mb-4 flex flex-wrap items-center gap-2" aria-label="Filter the catalog">
        <SearchInput
          value={q}
          onCommit={(words) => void setFilters({ q: words || null })}
          label="Search the catalog"
          placeholder="Name, title or description"
          shortcutGroup="Catalog"
          className="min-w-48 flex-[1_1_14rem] sm:max-w-xs"
        />
        <OrderChoice
          value={filters.sort}
          choices={typeSorts.choices}
          onChoose={(sort) => void setFilters({ sort: sort || null })}
        />
      </search>
      {isPending ? <Skeleton className="h-64 w-full" /> : null}
      {error && types.length === 0 ? (
        <Card>
          <QueryError title="The catalog could not be loaded" error={error} onRetry={() => void refetch()} />
        </Card>
      ) : null}
      {data && types.length === 0 ? (
        <Card>
          {q ? (
            <EmptyState title="No action type matches" action={<Button onClick={clear}>Clear the search</Button>} />
          ) : (
            <EmptyState title="The catalog is empty">
              Until it has an entry, everything that agents ask for is red and waits for a person.
            </EmptyState>
          )}
        </Card>
      ) : null}
      <div className="flex flex-col gap-5">
        {zones.map(({ zone, means }) => {
          const rows = types.filter((type) => type.zone === zone);
          if (rows.length === 0) return null;
          return (
            <Panel
              key={zone}
              title={<SignalMark signal={zone} />}
              meta={`${formatQuantity(rows.length, "action type")} · ${means}`}
            >
              <DataTable
                caption={`Action types in the ${zone} zone`}
                columns={typeColumns(zone)}
                rows={rows}
                rowKey={(type) => type.id}
                sort={typeSorts.columnOf(filters.sort)}
                onSortChange={(sort) => void setFilters({ sort: typeSorts.textOf(sort) || null })}
                onRowOpen={(type) => router.push(routes.actionType(type.name))}
              />
            </Panel>
          );
        })}
        {hasNextPage ? (
          <LoadMore
            shown={types.length}
            noun="action types"
            hasMore
            loading={isFetchingNextPage}
            onLoadMore={() => void fetchNextPage()}
          />
        ) : null}
      </div>
    </Page>
  );
}
