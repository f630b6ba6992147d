"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { RollBackDialog } from "@/components/catalog/history/roll-back-dialog";
import { VersionLine } from "@/components/catalog/history/version-line";
import { Panel } from "@/components/patterns/page/panel";
import { QueryError } from "@/components/patterns/states/query-error";
import { LoadMore } from "@/components/patterns/tables/load-more";
import { Skeleton } from "@/components/ui/skeleton";
import type { ActionType } from "@/lib/catalog/action-type.schemas";
import { typeVersionsQuery } from "@/lib/catalog/type-history.client";
import { settingsQuery } from "@/lib/workspaces/settings.client";

/** Every version of an entry, newest first: who changed it, when, why and what; and back to any of them. */
export function HistoryPanel({ type, mayManage }: { type: ActionType; mayManage: boolean }) {
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(
    typeVersionsQuery(type.name),
  );
  const { data: workspace } = useQuery(settingsQuery());
  const [back, setBack] = useState<number | null>(null);
  const versions = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Panel title="History" meta={data ? `version ${type.version} applies` : undefined}>
      {error && versions.length === 0 ? (
        <QueryError title="The history could not be loaded" error={error} onRetry={() => void refetch()} />
      ) : null}
      {!data && !error ? <Skeleton className="m-3 h-24" /> : null}
      {versions.length > 0 ? (
        <ol aria-label="Versions">
          {versions.map((item, index) => (
            <VersionLine
              key={item.version}
              name={type.name}
              version={item}
              hasBefore={index < versions.length - 1 || hasNextPage}
              onRollBack={mayManage && item.version !== type.version ? () => setBack(item.version) : null}
            />
          ))}
        </ol>
      ) : null}
      {hasNextPage ? (
        <div className="border-t border-line-soft">
          <LoadMore
            shown={versions.length}
            noun="versions"
            hasMore
            loading={isFetchingNextPage}
            onLoadMore={() => void fetchNextPage()}
          />
        </div>
      ) : null}
      {back === null ? null : (
        <RollBackDialog
          type={type}
          version={back}
          proposes={workspace?.controlsNeedAnotherPerson === true}
          onClose={() => setBack(null)}
        />
      )}
    </Panel>
  );
}
