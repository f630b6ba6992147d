"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
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
import { isFiltered, openPersonParser, peopleFilterParsers } from "@/components/people/filters";
import { InvitationsPanel } from "@/components/people/invitations-panel";
import { InvitePerson } from "@/components/people/invite-person";
import { PeopleNav } from "@/components/people/people-nav";
import { personColumns } from "@/components/people/person-columns";
import { PersonDialog } from "@/components/people/person-dialog";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { peopleKeys, peopleQuery } from "@/lib/people/people.client";
import { personSorts } from "@/lib/people/person-sorts.rules";
import { useStreamInvalidation } from "@/lib/platform/events/stream.client";
import { roles, roleTitles } from "@/lib/platform/permissions.rules";

const any = "any";
const statuses = [
  { value: any, label: "All" },
  { value: "active", label: "Active" },
  { value: "deactivated", label: "Deactivated" },
];
const roleOptions: { value: string; label: string }[] = [
  { value: any, label: "Any role" },
  ...roles.map((role) => ({ value: role, label: roleTitles[role] })),
];

export interface PeopleScreenProps {
  viewer: { id: string; mayManage: boolean };
}

/** Who works in this workspace, in which role, and who is invited. */
export function PeopleScreen({ viewer }: PeopleScreenProps) {
  const [filters, setFilters] = useQueryStates(peopleFilterParsers, { history: "replace" });
  const [{ person: openId }, setOpen] = useQueryStates(openPersonParser, { history: "push" });
  const { data, error, isPending, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery(
    peopleQuery(filters),
  );
  useStreamInvalidation(["person.", "session.", "team."], peopleKeys.all, 2_000);
  const people = data?.pages.flatMap((page) => page.items) ?? [];
  const narrow = (change: Partial<typeof filters>) =>
    void setFilters(
      Object.fromEntries(
        Object.entries(change).map(([name, value]) => [name, value === any || value === "" ? null : value]),
      ),
    );
  const clear = () => narrow({ q: "", role: "", status: "" });

  return (
    <Page className="3xl:max-w-[96rem]">
      <PageHeader
        title="People"
        description="Who works here, and in which role. A change of role applies from the person's next click."
        actions={<InvitePerson mayManage={viewer.mayManage} />}
      />
      <PeopleNav />
      <search className="mb-3 flex flex-wrap items-center gap-2" aria-label="Filter the people">
        <SearchInput
          value={filters.q}
          onCommit={(q) => narrow({ q })}
          label="Search people"
          placeholder="Name or e-mail"
          shortcutGroup="People"
          className="min-w-48 flex-[1_1_14rem] sm:max-w-xs"
        />
        <SegmentedControl
          aria-label="Status"
          value={filters.status || any}
          onValueChange={(status) => narrow({ status })}
          options={statuses}
        />
        <Select
          aria-label="Role"
          className="w-auto! min-w-40"
          value={filters.role || any}
          onValueChange={(role) => narrow({ role })}
          options={roleOptions}
        />
        <OrderChoice value={filters.sort} choices={personSorts.choices} onChoose={(sort) => narrow({ sort })} />
        {isFiltered(filters) ? (
          <Button variant="quiet" onClick={clear}>
            Clear
          </Button>
        ) : null}
      </search>
      <Card>
        <DataTable
          caption="People"
          columns={personColumns}
          rows={people}
          rowKey={(person) => person.id}
          selectedKey={openId}
          onRowOpen={(person) => void setOpen({ person: person.id })}
          sort={personSorts.columnOf(filters.sort)}
          onSortChange={(sort) => narrow({ sort: personSorts.textOf(sort) })}
          loading={isPending}
          error={
            error && people.length === 0 ? (
              <QueryError title="The people could not be loaded" error={error} onRetry={() => void refetch()} />
            ) : undefined
          }
          empty={<EmptyState title="Nobody matches" action={<Button onClick={clear}>Clear the filters</Button>} />}
          footer={
            hasNextPage || people.length > 10 ? (
              <LoadMore
                shown={people.length}
                noun="people"
                hasMore={hasNextPage}
                loading={isFetchingNextPage}
                onLoadMore={() => void fetchNextPage()}
              />
            ) : undefined
          }
        />
      </Card>
      {viewer.mayManage ? <InvitationsPanel /> : null}
      <PersonDialog id={openId} viewer={viewer} onClose={() => void setOpen({ person: null })} />
    </Page>
  );
}
