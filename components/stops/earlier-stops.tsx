"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Unfolding } from "@/components/patterns/outside/clamped";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import { Panel } from "@/components/patterns/page/panel";
import { QueryError } from "@/components/patterns/states/query-error";
import { LoadMore } from "@/components/patterns/tables/load-more";
import { TimeAgo } from "@/components/patterns/time/time-ago";
import { PersonName } from "@/components/people/person-name";
import { CaughtLine } from "@/components/stops/caught-line";
import { toPulledStop } from "@/components/stops/stop-scope";
import { Skeleton } from "@/components/ui/skeleton";
import { earlierStopsQuery } from "@/lib/stops/stop.client";
import type { Stop } from "@/lib/stops/stop.schemas";

/** The stops that are over, with why each was pulled and why it was re-armed. */
export function EarlierStops() {
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(
    earlierStopsQuery(),
  );
  const stops = data?.pages.flatMap(({ items }) => items);
  return (
    <Panel title="Earlier stops">
      {stops ? (
        <>
          {stops.length === 0 ? <p className="px-4 py-3 text-mute">No stop has been re-armed yet.</p> : null}
          <ul aria-label="Earlier stops, newest first" className="divide-y divide-line-soft">
            {stops.map((stop) => (
              <EarlierStop key={stop.id} stop={stop} />
            ))}
          </ul>
          {hasNextPage ? (
            <LoadMore
              shown={stops.length}
              noun="stops"
              hasMore
              loading={isFetchingNextPage}
              onLoadMore={() => void fetchNextPage()}
            />
          ) : null}
        </>
      ) : error ? (
        <QueryError title="The earlier stops could not be loaded" error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton className="m-3 h-12" />
      )}
    </Panel>
  );
}

function EarlierStop({ stop }: { stop: Stop }) {
  const { rearmed, probation } = stop;
  return (
    <li className="grid gap-x-6 gap-y-1 px-4 py-2.5 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <div className="flex min-w-0 flex-col gap-0.5">
        <b className="font-semibold [overflow-wrap:anywhere]">
          <OutsideText text={toPulledStop(stop).label} />
        </b>
        <p className="text-ink-soft">
          Pulled by <PersonName of={stop.pulledBy} />, <TimeAgo at={stop.pulledAt} />
        </p>
        {stop.reason === null ? (
          <p className="text-mute">No reason was given</p>
        ) : (
          <div>
            <Unfolding>
              <OutsideText text={stop.reason} />
            </Unfolding>
          </div>
        )}
        <CaughtLine stop={stop} />
      </div>
      {rearmed ? (
        <div className="flex min-w-0 flex-col gap-0.5">
          <p className="text-ink-soft">
            Re-armed by <PersonName of={rearmed.by} />, <TimeAgo at={rearmed.at} />
          </p>
          <div>
            <Unfolding>
              <OutsideText text={rearmed.reason} />
            </Unfolding>
          </div>
          {probation ? (
            <p className="text-mute tabular-nums">
              Probation: {probation.cleanActionsSeen} of {probation.cleanActionsNeeded} actions ended well
            </p>
          ) : null}
        </div>
      ) : null}
    </li>
  );
}
