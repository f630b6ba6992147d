import { dehydrate, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { Hydrated } from "@/app/hydrated";
import { ControlsScreen } from "@/components/controls/controls-screen";
import { agentKindsQuery } from "@/lib/agents/agent.client";
import { listKinds } from "@/lib/agents/agent.views";
import { requirePerson } from "@/lib/sign-in/current-person.service";
import { earlierStopsQuery, standingStopsQuery, stopsSearch } from "@/lib/stops/stop.client";
import { listStops } from "@/lib/stops/stop.views";

export const metadata: Metadata = { title: "Controls" };

export default async function ControlsPage() {
  const me = await requirePerson("stop:read");
  const queries = new QueryClient();
  await Promise.all([
    queries.prefetchQuery({
      ...standingStopsQuery(),
      queryFn: async () => {
        const [pulled, probation] = await Promise.all([
          listStops(me, stopsSearch.pulled),
          listStops(me, stopsSearch.probation),
        ]);
        return { items: [...pulled.items, ...probation.items] };
      },
    }),
    queries.prefetchInfiniteQuery({ ...earlierStopsQuery(), queryFn: () => listStops(me, stopsSearch.earlier) }),
    me.permissions.includes("agent:read")
      ? queries.prefetchQuery({ ...agentKindsQuery(), queryFn: () => listKinds(me.workspaceId) })
      : undefined,
  ]);
  return (
    <Hydrated state={dehydrate(queries)}>
      <ControlsScreen />
    </Hydrated>
  );
}
