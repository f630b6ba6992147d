import { dehydrate, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { Hydrated } from "@/app/hydrated";
import { TeamsScreen } from "@/components/people/teams-screen";
import { requirePerson } from "@/lib/sign-in/current-person.service";
import { teamPageSize, teamsQuery } from "@/lib/teams/team.client";
import { listTeams } from "@/lib/teams/team.views";

export const metadata: Metadata = { title: "Teams" };

export default async function TeamsPage() {
  const me = await requirePerson("person:read");
  const queries = new QueryClient();
  await queries.prefetchInfiniteQuery({
    ...teamsQuery(),
    queryFn: ({ pageParam }) => listTeams(me.workspaceId, { limit: teamPageSize, cursor: pageParam ?? undefined }),
  });
  return (
    <Hydrated state={dehydrate(queries)}>
      <TeamsScreen mayManage={me.permissions.includes("team:manage")} />
    </Hydrated>
  );
}
