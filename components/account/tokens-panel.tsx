"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { CreateToken } from "@/components/account/create-token";
import { ConfirmDialog } from "@/components/patterns/page/confirm-dialog";
import { Panel } from "@/components/patterns/page/panel";
import { EmptyState } from "@/components/patterns/states/empty-state";
import { QueryError } from "@/components/patterns/states/query-error";
import { DataTable } from "@/components/patterns/tables/data-table";
import type { Column } from "@/components/patterns/tables/data-table.rules";
import { LoadMore } from "@/components/patterns/tables/load-more";
import { TimeAgo } from "@/components/patterns/time/time-ago";
import { Button } from "@/components/ui/button";
import { accountKeys, personalTokensQuery, revokeToken } from "@/lib/people/account.client";
import type { Me, PersonalToken } from "@/lib/people/account.schemas";

/** Tokens for one's own scripts. */
export function TokensPanel({ me }: { me: Me }) {
  const queries = useQueryClient();
  const { data, error, isPending, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery(
    personalTokensQuery(),
  );
  const tokens = data?.pages.flatMap((page) => page.items) ?? [];
  const columns = useMemo(
    () =>
      columnsWith(async (id) => {
        await revokeToken(id);
        await queries.invalidateQueries({ queryKey: accountKeys.tokens });
      }),
    [queries],
  );
  return (
    <Panel
      title="Access tokens"
      meta={`for ${me.workspace.name} only`}
      actions={<CreateToken rights={me.permissions} />}
    >
      <DataTable
        caption="Access tokens, newest first"
        columns={columns}
        rows={tokens}
        whole={!hasNextPage}
        rowKey={(token) => token.id}
        loading={isPending}
        error={
          error && tokens.length === 0 ? (
            <QueryError title="Your tokens could not be loaded" error={error} onRetry={() => void refetch()} />
          ) : undefined
        }
        empty={
          <EmptyState title="You have no access tokens" className="py-8!">
            A token lets your own scripts do through the API what you can do here. Agents have their own keys.
          </EmptyState>
        }
        footer={
          hasNextPage ? (
            <LoadMore
              shown={tokens.length}
              noun="tokens"
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

function columnsWith(revoke: (id: string) => Promise<void>): Column<PersonalToken>[] {
  return [
    {
      id: "name",
      header: "Token",
      isRowHeader: true,
      first: "ascending",
      order: (token) => token.name,
      cell: (token) => (
        <>
          <span className="flex flex-wrap items-baseline gap-x-2">
            {token.name}
            <code className="text-mono font-normal text-mute">{token.prefix}…</code>
          </span>
          <span className="block text-xs font-normal text-mute [overflow-wrap:anywhere]">
            {token.permissions ? token.permissions.join(", ") : "everything your role allows"}
          </span>
          <span className="block text-xs font-normal text-mute md:hidden">
            expires <TimeAgo at={token.expiresAt} tabbable={false} />
          </span>
        </>
      ),
    },
    {
      id: "used",
      header: "Last used",
      width: "8rem",
      align: "end",
      priority: 2,
      order: (token) => (token.lastUsedAt ? Date.parse(token.lastUsedAt) : null),
      cell: (token) =>
        token.lastUsedAt ? (
          <TimeAgo at={token.lastUsedAt} tabbable={false} className="text-mute" />
        ) : (
          <span className="text-mute">never</span>
        ),
    },
    {
      id: "expires",
      header: "Expires",
      width: "8rem",
      align: "end",
      priority: 2,
      order: (token) => Date.parse(token.expiresAt),
      cell: (token) => <TimeAgo at={token.expiresAt} tabbable={false} className="text-mute" />,
    },
    {
      id: "actions",
      header: <span className="sr-only">Actions</span>,
      width: "6.5rem",
      align: "end",
      cell: (token) => (
        <ConfirmDialog
          trigger={<Button size="sm">Revoke…</Button>}
          title={`Revoke ${token.name}?`}
          description="Whatever uses it is refused from its next request on. This cannot be undone; make a new token instead."
          confirmLabel="Revoke token"
          danger
          onConfirm={() => revoke(token.id)}
        />
      ),
    },
  ];
}
