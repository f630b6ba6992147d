import { dehydrate, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { orNotFound } from "@/app/(console)/or-not-found";
import { Hydrated } from "@/app/hydrated";
import { AgentScreen } from "@/components/agents/agent-screen";
import { listActions } from "@/lib/actions/action-list.views";
import { ActionQuery } from "@/lib/actions/action.schemas";
import { agentActionsQuery, agentQuery, recentActions } from "@/lib/agents/agent.client";
import { getAgent } from "@/lib/agents/agent.views";
import { requirePerson } from "@/lib/sign-in/current-person.service";

export const metadata: Metadata = { title: "Agent" };

export default async function AgentPage({ params }: { params: Promise<{ id: string }> }) {
  const me = await requirePerson("agent:read");
  const { id } = await params;
  const may = (permission: (typeof me.permissions)[number]) => me.permissions.includes(permission);
  const queries = new QueryClient();
  const [agent] = await Promise.all([
    orNotFound(getAgent(me.workspaceId, id)),
    may("action:read") &&
      queries.prefetchQuery({
        ...agentActionsQuery(id),
        queryFn: () => listActions(me, ActionQuery.parse({ agentId: id, limit: recentActions })),
      }),
  ]);
  queries.setQueryData(agentQuery(id).queryKey, agent);
  return (
    <Hydrated state={dehydrate(queries)}>
      <AgentScreen
        id={id}
        rights={{
          manage: may("agent:manage"),
          keys: may("key:manage"),
          stop: may("stop:pull"),
          readActions: may("action:read"),
        }}
      />
    </Hydrated>
  );
}
