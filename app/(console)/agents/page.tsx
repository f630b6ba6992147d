import { dehydrate, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { createLoader } from "nuqs/server";
import { Hydrated } from "@/app/hydrated";
import { AgentsScreen } from "@/components/agents/agents-screen";
import { agentFilterParsers } from "@/components/agents/filters";
import { agentKindsQuery, agentSearch, agentsQuery } from "@/lib/agents/agent.client";
import { AgentQuery } from "@/lib/agents/agent.schemas";
import { listAgents, listKinds } from "@/lib/agents/agent.views";
import { listRead } from "@/lib/platform/http/room";
import { requirePerson } from "@/lib/sign-in/current-person.service";

export const metadata: Metadata = { title: "Agents" };

const loadFilters = createLoader(agentFilterParsers);

export default async function AgentsPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const me = await requirePerson("agent:read");
  const filters = await loadFilters(searchParams);
  const queries = new QueryClient();
  await Promise.all([
    // A filter that makes no sense is told to the reader by the browser's own request.
    queries.prefetchInfiniteQuery({
      ...agentsQuery(filters),
      queryFn: ({ pageParam }) =>
        listRead(me.personId, filters.q, () =>
          listAgents(me.workspaceId, AgentQuery.parse(agentSearch(filters, pageParam))),
        ),
    }),
    queries.prefetchQuery({ ...agentKindsQuery(), queryFn: () => listKinds(me.workspaceId) }),
  ]);
  return (
    <Hydrated state={dehydrate(queries)}>
      <AgentsScreen mayManage={me.permissions.includes("agent:manage")} />
    </Hydrated>
  );
}
