"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { agentColumns } from "@/components/agents/agent-columns";
import { agentFilterParsers, isFiltered } from "@/components/agents/filters";
import { RegisterAgent } from "@/components/agents/register-agent";
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
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { agentSorts } from "@/lib/agents/agent-sorts.rules";
import { agentKeys, agentKindsQuery, agentsQuery, owningTeamsQuery } from "@/lib/agents/agent.client";
import { useStreamInvalidation } from "@/lib/platform/events/stream.client";
import { formatQuantity } from "@/lib/platform/format";
import { routes } from "@/lib/platform/routes";

const any = "any";
const statuses = [
  { value: any, label: "All" },
  { value: "active", label: "Active" },
  { value: "paused", label: "Paused" },
  { value: "retired", label: "Retired" },
];

/** Every agent of the workspace, narrowed and ordered as the address says. */
export function AgentsScreen({ mayManage }: { mayManage: boolean }) {
  const router = useRouter();
  const [filters, setFilters] = useQueryStates(agentFilterParsers, { history: "replace" });
  const { data, error, isPending, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery(
    agentsQuery(filters),
  );
  const { data: kinds } = useQuery(agentKindsQuery());
  const { data: teams } = useQuery(owningTeamsQuery());
  useStreamInvalidation(["agent.", "key.", "stop."], agentKeys.all, 2_000);
  const agents = data?.pages.flatMap((page) => page.items) ?? [];
  const total = kinds?.items.reduce((sum, kind) => sum + kind.agents, 0);
  const narrow = (change: Partial<typeof filters>) =>
    void setFilters(
      Object.fromEntries(
        Object.entries(change).map(([name, value]) => [name, value === any || value === "" ? null : value]),
      ),
    );
  const clear = () => narrow({ q: "", kind: "", status: "", teamId: "" });

  return (
    <Page>
      <PageHeader
        title="Agents"
        meta={total === undefined ? undefined : formatQuantity(total, "agent")}
        description="The agents that may ask here, who answers for them, and the keys they use."
        actions={<RegisterAgent mayManage={mayManage} />}
      />
      <search className="mb-3 flex flex-wrap items-center gap-2" aria-label="Filter the agents">
        <SearchInput
          value={filters.q}
          onCommit={(q) => narrow({ q })}
          label="Search agents"
          placeholder="Name, description or id"
          shortcutGroup="Agents"
          className="min-w-48 flex-[1_1_14rem] sm:max-w-xs"
        />
        <SegmentedControl
          aria-label="Status"
          value={filters.status || any}
          onValueChange={(status) => narrow({ status })}
          options={statuses}
        />
        <Select
          aria-label="Kind"
          className="w-auto! min-w-36"
          value={filters.kind || any}
          onValueChange={(kind) => narrow({ kind })}
          options={[
            { value: any, label: "Any kind" },
            ...(kinds?.items ?? []).map(({ kind, agents: count }) => ({
              value: kind,
              label: kind,
              hint: formatQuantity(count, "agent"),
            })),
          ]}
        />
        <Select
          aria-label="Owned by"
          className="w-auto! min-w-36"
          value={filters.teamId || any}
          onValueChange={(teamId) => narrow({ teamId })}
          options={[
            { value: any, label: "Any team" },
            ...(teams?.items ?? []).map((team) => ({ value: team.id, label: team.name })),
          ]}
        />
        <OrderChoice value={filters.sort} choices={agentSorts.choices} onChoose={(sort) => narrow({ sort })} />
        {isFiltered(filters) ? (
          <Button variant="quiet" icon={<X size={14} aria-hidden="true" />} onClick={clear}>
            Clear
          </Button>
        ) : null}
      </search>
      <Card>
        <DataTable
          caption="Agents"
          columns={agentColumns}
          rows={agents}
          rowKey={(agent) => agent.id}
          onRowOpen={(agent) => router.push(routes.agent(agent.id))}
          sort={agentSorts.columnOf(filters.sort)}
          onSortChange={(sort) => narrow({ sort: agentSorts.textOf(sort) })}
          loading={isPending}
          error={
            error && agents.length === 0 ? (
              <QueryError title="The agents could not be loaded" error={error} onRetry={() => void refetch()} />
            ) : undefined
          }
          empty={<NoAgents filtered={isFiltered(filters)} mayManage={mayManage} onClear={clear} />}
          footer={
            hasNextPage || agents.length > 10 ? (
              <LoadMore
                shown={agents.length}
                noun="agents"
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

function NoAgents({ filtered, mayManage, onClear }: { filtered: boolean; mayManage: boolean; onClear: () => void }) {
  if (filtered)
    return <EmptyState title="No agent matches" action={<Button onClick={onClear}>Clear the filters</Button>} />;
  return (
    <EmptyState title="No agent is registered yet" action={mayManage ? <RegisterAgent mayManage /> : undefined}>
      An agent must be registered and have a key before it can ask for anything.
    </EmptyState>
  );
}
