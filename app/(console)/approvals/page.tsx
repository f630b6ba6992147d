import { dehydrate, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { Hydrated } from "@/app/hydrated";
import { ApprovalsScreen } from "@/components/approvals/approvals-screen";
import { filtersOf, loadApprovalsUrl } from "@/components/approvals/approvals-url";
import { listActions } from "@/lib/actions/action-list.views";
import { ActionQuery } from "@/lib/actions/action.schemas";
import { getAction } from "@/lib/actions/action.views";
import { agentQuery } from "@/lib/agents/agent.client";
import { getAgent } from "@/lib/agents/agent.views";
import { actionHistory } from "@/lib/approvals/approval.views";
import { actionOptions, historyOptions, queueOptions, toQueuePage } from "@/lib/approvals/approvals.client";
import { queueParameters } from "@/lib/approvals/queue.rules";
import { getActionType } from "@/lib/catalog/action-type.views";
import { actionTypeQuery } from "@/lib/catalog/catalog.client";
import { messagesOptions } from "@/lib/discussion/discussion.client";
import { maxListed } from "@/lib/discussion/discussion.rules";
import { listMessages } from "@/lib/discussion/discussion.views";
import { startOfDay } from "@/lib/platform/day";
import { listRead } from "@/lib/platform/http/room";
import { currentTimeZone, requirePerson } from "@/lib/sign-in/current-person.service";

export const metadata: Metadata = { title: "Approvals" };

export default async function ApprovalsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const person = await requirePerson("action:read");
  const url = await loadApprovalsUrl(searchParams);
  const filters = filtersOf(url, person.permissions.includes("action:decide_escalated"));
  const queries = new QueryClient();

  const parameters = queueParameters(filters, startOfDay(await currentTimeZone()));
  // A filter that makes no sense is told to the reader by the browser's own request.
  await queries.prefetchInfiniteQuery({
    ...queueOptions(filters),
    queryFn: async () =>
      toQueuePage(
        await listRead(person.personId, parameters.q, () => listActions(person, ActionQuery.parse(parameters))),
      ),
  });

  // What is open is drawn with the page; a link to something that is not here shows that in the browser.
  const openId = url.action ?? queries.getQueryData(queueOptions(filters).queryKey)?.pages[0]?.items[0]?.id;
  if (openId) {
    await Promise.all([
      queries.prefetchQuery({ ...actionOptions(openId), queryFn: () => getAction(person.workspaceId, openId) }),
      queries.prefetchQuery({ ...historyOptions(openId), queryFn: () => actionHistory(person, openId) }),
      queries.prefetchQuery({
        ...messagesOptions(openId),
        queryFn: () => listMessages(person, openId, { limit: maxListed }),
      }),
    ]);
    const open = queries.getQueryData(actionOptions(openId).queryKey);
    if (open) {
      // What would come after the evidence would move it.
      await Promise.all([
        queries.prefetchQuery({
          ...actionTypeQuery(open.action),
          queryFn: () => getActionType(person.workspaceId, open.action),
        }),
        person.permissions.includes("agent:read")
          ? queries.prefetchQuery({
              ...agentQuery(open.agentId),
              queryFn: () => getAgent(person.workspaceId, open.agentId),
            })
          : undefined,
      ]);
    }
  }
  return (
    <Hydrated state={dehydrate(queries)}>
      <ApprovalsScreen myId={person.personId} />
    </Hydrated>
  );
}
