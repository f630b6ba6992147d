"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { describeUserAgent } from "@/components/account/user-agent.rules";
import { ConfirmDialog } from "@/components/patterns/page/confirm-dialog";
import { Panel } from "@/components/patterns/page/panel";
import { QueryError } from "@/components/patterns/states/query-error";
import { tellFault } from "@/components/patterns/states/tell-fault";
import { DataTable } from "@/components/patterns/tables/data-table";
import type { Column } from "@/components/patterns/tables/data-table.rules";
import { LoadMore } from "@/components/patterns/tables/load-more";
import { TimeAgo } from "@/components/patterns/time/time-ago";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/notify";
import { accountKeys, endSession, ownSessionsQuery, signOutElsewhere } from "@/lib/people/account.client";
import type { OwnSession } from "@/lib/people/account.schemas";
import { formatQuantity } from "@/lib/platform/format";

/** Where one is signed in, and the end of it. */
export function SessionsPanel() {
  const queries = useQueryClient();
  const { data, error, isPending, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery(
    ownSessionsQuery(),
  );
  const sessions = data?.pages.flatMap((page) => page.items) ?? [];
  const others = sessions.filter((session) => !session.current).length;

  const end = useMemo(
    () => async (work: () => Promise<string>) => {
      try {
        toast(await work());
      } catch (failure) {
        tellFault(failure);
      }
      await queries.invalidateQueries({ queryKey: accountKeys.sessions });
    },
    [queries],
  );
  const columns = useMemo(
    () =>
      columnsWith((session) =>
        end(async () => {
          await endSession(session.id);
          return "The session has ended.";
        }),
      ),
    [end],
  );

  return (
    <Panel
      title="Sessions"
      meta="end twelve hours after signing in, or two hours after the last click"
      actions={
        <ConfirmDialog
          trigger={<Button size="sm">Sign out everywhere else…</Button>}
          title="Sign out everywhere else?"
          description={`${formatQuantity(others, "other session")} will end at the next click, and all your access tokens at their next request, in every workspace. This browser stays signed in.`}
          confirmLabel="Sign out everywhere else"
          onConfirm={async () => {
            const { ended, tokensEnded } = await signOutElsewhere();
            toast(`${formatQuantity(ended, "session")} and ${formatQuantity(tokensEnded, "access token")} ended.`);
            await queries.invalidateQueries({ queryKey: accountKeys.sessions });
            await queries.invalidateQueries({ queryKey: accountKeys.tokens });
          }}
        />
      }
    >
      <DataTable
        caption="Open sessions, newest first"
        columns={columns}
        rows={sessions}
        whole={!hasNextPage}
        rowKey={(session) => session.id}
        loading={isPending}
        error={
          error && sessions.length === 0 ? (
            <QueryError title="Your sessions could not be loaded" error={error} onRetry={() => void refetch()} />
          ) : undefined
        }
        footer={
          hasNextPage ? (
            <LoadMore
              shown={sessions.length}
              noun="sessions"
              hasMore
              loading={isFetchingNextPage}
              onLoadMore={() => void fetchNextPage()}
            />
          ) : undefined
        }
      />
    </Panel>
  );
}

function columnsWith(end: (session: OwnSession) => Promise<void>): Column<OwnSession>[] {
  return [
    {
      id: "browser",
      header: "Browser",
      isRowHeader: true,
      first: "ascending",
      order: (session) => describeUserAgent(session.userAgent),
      cell: (session) => (
        <>
          <span className="flex flex-wrap items-center gap-2">
            <span title={session.userAgent ?? undefined}>{describeUserAgent(session.userAgent)}</span>
            {session.current ? <Badge tone="accent">this one</Badge> : null}
          </span>
          <span className="block text-xs font-normal text-mute">
            {session.method === "password" ? "with password" : `through ${session.method}`}, signed in{" "}
            <TimeAgo at={session.createdAt} tabbable={false} />
          </span>
        </>
      ),
    },
    {
      id: "seen",
      header: "Last seen",
      width: "8rem",
      align: "end",
      order: (session) => Date.parse(session.lastSeenAt),
      cell: (session) => <TimeAgo at={session.lastSeenAt} tabbable={false} className="text-mute" />,
    },
    {
      id: "expires",
      header: "Ends at the latest",
      width: "10rem",
      align: "end",
      priority: 2,
      order: (session) => Date.parse(session.expiresAt),
      cell: (session) => <TimeAgo at={session.expiresAt} tabbable={false} className="text-mute" />,
    },
    {
      id: "actions",
      header: <span className="sr-only">Actions</span>,
      width: "5rem",
      align: "end",
      cell: (session) =>
        session.current ? null : (
          <Button
            size="sm"
            aria-label={`End the session in ${describeUserAgent(session.userAgent)}`}
            onClick={() => void end(session)}
          >
            End
          </Button>
        ),
    },
  ];
}
