"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Page } from "@/components/patterns/page/page";
import { PageHeader } from "@/components/patterns/page/page-header";
import { Card } from "@/components/patterns/page/panel";
import { EmptyState } from "@/components/patterns/states/empty-state";
import { QueryError } from "@/components/patterns/states/query-error";
import { LoadMore } from "@/components/patterns/tables/load-more";
import { CreateTeam } from "@/components/people/create-team";
import { PeopleNav } from "@/components/people/people-nav";
import { TeamCard } from "@/components/people/team-card";
import { Skeleton } from "@/components/ui/skeleton";
import { useStreamInvalidation } from "@/lib/platform/events/stream.client";
import { teamKeys, teamsQuery } from "@/lib/teams/team.client";

/** The teams, with who is in them. */
export function TeamsScreen({ mayManage }: { mayManage: boolean }) {
  const { data, error, isPending, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery(
    teamsQuery(),
  );
  useStreamInvalidation(["team."], teamKeys.all, 1_000);
  const teams = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page>
      <PageHeader
        title="Teams"
        description="A team owns agents. Where the workspace's settings say so, its members cannot decide on their own agents' actions."
        actions={<CreateTeam mayManage={mayManage} />}
      />
      <PeopleNav />
      {error && teams.length === 0 ? (
        <Card>
          <QueryError title="The teams could not be loaded" error={error} onRetry={() => void refetch()} />
        </Card>
      ) : isPending ? (
        <Skeleton className="h-48 w-full" />
      ) : teams.length === 0 ? (
        <Card>
          <EmptyState title="There is no team yet" action={mayManage ? <CreateTeam mayManage /> : undefined}>
            Without teams, agents belong to whoever registered them.
          </EmptyState>
        </Card>
      ) : (
        <ul className="grid gap-4 md:grid-cols-2 2xl:grid-cols-3 3xl:grid-cols-4">
          {teams.map((team) => (
            <li key={team.id} className="min-w-0">
              <TeamCard team={team} mayManage={mayManage} />
            </li>
          ))}
        </ul>
      )}
      {hasNextPage ? (
        <LoadMore
          shown={teams.length}
          noun="teams"
          hasMore
          loading={isFetchingNextPage}
          onLoadMore={() => void fetchNextPage()}
        />
      ) : null}
    </Page>
  );
}
