"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import { ConfirmDialog } from "@/components/patterns/page/confirm-dialog";
import { Panel } from "@/components/patterns/page/panel";
import { QueryError } from "@/components/patterns/states/query-error";
import { LoadMore } from "@/components/patterns/tables/load-more";
import { TimeAgo } from "@/components/patterns/time/time-ago";
import { Button } from "@/components/ui/button";
import { PageLink } from "@/components/ui/page-link";
import { Skeleton } from "@/components/ui/skeleton";
import { keysMadeByQuery } from "@/lib/agents/agent.client";
import type { MadeKey } from "@/lib/keys/key.schemas";
import type { PersonalToken } from "@/lib/people/account.schemas";
import { peopleKeys, revokeTokenOf, tokensOfQuery } from "@/lib/people/people.client";
import { routes } from "@/lib/platform/routes";

/** What acts in a person's name, which an administrator can revoke, and what they made for agents, which goes on without them. */
export function PersonCredentials({ personId }: { personId: string }) {
  const queries = useQueryClient();
  const tokens = useInfiniteQuery(tokensOfQuery(personId));
  const keys = useInfiniteQuery(keysMadeByQuery(personId));
  const revoke = async (id: string) => {
    await revokeTokenOf(personId, id);
    await queries.invalidateQueries({ queryKey: peopleKeys.tokens(personId) });
  };
  return (
    <div className="flex flex-col gap-5">
      <Panel title="Access tokens" meta="act in this person's name" level={3}>
        <Listed
          query={tokens}
          none="No access tokens."
          fault="The tokens could not be loaded"
          noun="tokens"
          line={(token: PersonalToken) => <TokenLine token={token} onRevoke={() => revoke(token.id)} />}
        />
      </Panel>
      <Panel
        title="Agents' keys they made"
        meta="belong to the agents and keep working whatever happens to this person"
        level={3}
      >
        <Listed
          query={keys}
          none="No working keys."
          fault="The keys could not be loaded"
          noun="keys"
          line={(key: MadeKey) => <KeyLine made={key} />}
        />
      </Panel>
    </div>
  );
}

interface Lines<T> {
  query: {
    data?: { pages: { items: T[] }[] } | undefined;
    error: Error | null;
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    fetchNextPage: () => unknown;
    refetch: () => unknown;
  };
  none: string;
  fault: string;
  noun: string;
  line: (item: T) => React.ReactNode;
}

function Listed<T extends { id: string }>({ query, none, fault, noun, line }: Lines<T>) {
  const items = query.data?.pages.flatMap((page) => page.items);
  if (!items)
    return query.error ? (
      <QueryError title={fault} error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <Skeleton className="h-12 w-full" />
    );
  if (items.length === 0) return <p className="px-3 py-2.5 text-sm text-mute">{none}</p>;
  return (
    <>
      <ul className="divide-y divide-line-soft">
        {items.map((item) => (
          <li key={item.id} className="px-3 py-2">
            {line(item)}
          </li>
        ))}
      </ul>
      {query.hasNextPage ? (
        <LoadMore
          shown={items.length}
          noun={noun}
          hasMore
          loading={query.isFetchingNextPage}
          onLoadMore={() => void query.fetchNextPage()}
        />
      ) : null}
    </>
  );
}

function Used({ at }: { at: string | null }) {
  return at ? (
    <>
      last used <TimeAgo at={at} />
    </>
  ) : (
    <>never used</>
  );
}

function TokenLine({ token, onRevoke }: { token: PersonalToken; onRevoke: () => Promise<void> }) {
  return (
    <div className="flex items-start justify-between gap-3">
      <div className="min-w-0 text-sm">
        <p className="flex flex-wrap items-baseline gap-x-2 [overflow-wrap:anywhere]">
          <span className="font-semibold">{token.name}</span>
          <code className="text-mono text-mute">{token.prefix}…</code>
        </p>
        <p className="text-xs text-mute [overflow-wrap:anywhere]">
          {token.permissions ? token.permissions.join(", ") : "everything the role allows"}
        </p>
        <p className="text-xs text-mute">
          <Used at={token.lastUsedAt} />, expires <TimeAgo at={token.expiresAt} />
        </p>
      </div>
      <ConfirmDialog
        trigger={
          <Button size="sm" aria-label={`Revoke the token ${token.name}`}>
            Revoke…
          </Button>
        }
        title={`Revoke ${token.name}?`}
        description="Whatever uses it is refused from its next request on. This cannot be undone; its owner can make a new one."
        confirmLabel="Revoke token"
        danger
        onConfirm={onRevoke}
      />
    </div>
  );
}

function KeyLine({ made }: { made: MadeKey }) {
  return (
    <div className="text-sm">
      <p className="flex flex-wrap items-baseline gap-x-2 [overflow-wrap:anywhere]">
        <PageLink
          href={routes.agent(made.agent.id)}
          className="font-semibold underline decoration-line underline-offset-2"
        >
          <OutsideText text={made.agent.name} />
        </PageLink>
        <span>{made.name}</span>
        <code className="text-mono text-mute">{made.prefix}…</code>
      </p>
      <p className="text-xs text-mute">
        <Used at={made.lastUsedAt} />, expires <TimeAgo at={made.expiresAt} />
      </p>
    </div>
  );
}
