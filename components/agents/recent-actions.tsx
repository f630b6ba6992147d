"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { Clamped } from "@/components/patterns/outside/clamped";
import { Sentence } from "@/components/patterns/outside/sentence";
import { Panel } from "@/components/patterns/page/panel";
import { EmptyState } from "@/components/patterns/states/empty-state";
import { QueryError } from "@/components/patterns/states/query-error";
import { DataTable } from "@/components/patterns/tables/data-table";
import type { Column } from "@/components/patterns/tables/data-table.rules";
import { TimeAgo } from "@/components/patterns/time/time-ago";
import { DeciderName } from "@/components/people/decider-name";
import { PageLink } from "@/components/ui/page-link";
import { SignalMark } from "@/components/ui/signal-mark";
import { StatusMark } from "@/components/ui/status-mark";
import type { Action } from "@/lib/actions/action.schemas";
import { agentActionsQuery, agentKeys } from "@/lib/agents/agent.client";
import { useStreamInvalidation } from "@/lib/platform/events/stream.client";
import { routes } from "@/lib/platform/routes";
import { zones } from "@/lib/platform/zone.rules";

const columns: Column<Action>[] = [
  {
    id: "zone",
    header: "Zone",
    width: "6rem",
    priority: 2,
    order: (action) => zones.indexOf(action.zone),
    cell: (action) => <SignalMark signal={action.zone} />,
  },
  {
    id: "sentence",
    header: "What",
    isRowHeader: true,
    first: "ascending",
    order: (action) => action.sentence,
    cell: (action) => (
      <>
        <SignalMark signal={action.zone} className="mr-2 md:hidden" />
        <PageLink href={routes.approval(action.id)} tabIndex={-1} className="hover:underline">
          <Clamped lines={2}>
            <Sentence text={action.sentence} />
          </Clamped>
        </PageLink>
      </>
    ),
  },
  {
    id: "status",
    header: "Status",
    width: "8rem",
    first: "ascending",
    order: (action) => action.execution?.status ?? action.status,
    cell: (action) => <StatusMark status={action.execution?.status ?? action.status} />,
  },
  {
    id: "by",
    header: "Decided by",
    width: "11rem",
    truncate: true,
    priority: 3,
    cell: (action) =>
      action.decision ? (
        <DeciderName by={action.decision.by} tabbable={false} />
      ) : (
        <span className="text-mute">nobody yet</span>
      ),
  },
  {
    id: "at",
    header: "Asked",
    align: "end",
    width: "7rem",
    priority: 2,
    order: (action) => Date.parse(action.createdAt),
    cell: (action) => <TimeAgo at={action.createdAt} tabbable={false} className="text-mute" />,
  },
];

/** What the agent asked for last, live. */
export function RecentActions({ agentId }: { agentId: string }) {
  const router = useRouter();
  const { data, error, isPending, refetch } = useQuery(agentActionsQuery(agentId));
  useStreamInvalidation(["action."], agentKeys.actions(agentId), 2_000);
  return (
    <Panel
      title="Latest actions"
      meta={data && data.items.length > 0 ? `the newest ${data.items.length}` : undefined}
      actions={
        <>
          <PageLink
            href={routes.actions({ agent: agentId })}
            className="inline-flex min-h-6 items-center text-sm text-accent hover:underline"
          >
            All its actions
          </PageLink>
          <PageLink
            href={routes.runs({ agentId })}
            className="inline-flex min-h-6 items-center text-sm text-accent hover:underline"
          >
            Its runs
          </PageLink>
        </>
      }
    >
      <DataTable
        caption="What the agent asked for most recently"
        columns={columns}
        rows={data?.items ?? []}
        whole
        rowKey={(action) => action.id}
        onRowOpen={(action) => router.push(routes.approval(action.id))}
        loading={isPending}
        error={
          error && !data ? (
            <QueryError title="Its actions could not be loaded" error={error} onRetry={() => void refetch()} />
          ) : undefined
        }
        empty={<EmptyState title="It has not asked for anything yet" />}
      />
    </Panel>
  );
}
