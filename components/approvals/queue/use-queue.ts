"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useState } from "react";
import { type Arrivals, useArrivals } from "@/components/approvals/queue/use-arrivals";
import { type Asides, useAsides } from "@/components/approvals/queue/use-asides";
import { useRowUpdates } from "@/components/approvals/queue/use-row-updates";
import type { Action } from "@/lib/actions/action.schemas";
import { approvalKeys, queueOptions, readFirstPage } from "@/lib/approvals/approvals.client";
import { decidedNow, type QueueFilters, type QueueItem } from "@/lib/approvals/queue.rules";
import { resumed, serverOffsetMs, useStreamEvents } from "@/lib/platform/events/stream.client";

export interface Queue {
  /** What was read and has not left, in the queue's order. It never reorders by itself. */
  items: readonly QueueItem[];
  /** The newest that is known of a row. */
  latest: (item: QueueItem) => QueueItem;
  /** Decided meanwhile, or set aside in another tab: it stays in its place, marked, until nobody points at the list. */
  isGone: (item: QueueItem) => boolean;
  /** When what the reader has set aside comes back, in Unix milliseconds, by action. */
  asides: Asides;
  /** The rows that are gone and not yet taken out. */
  goneIds: () => string[];
  isFresh: (id: string) => boolean;
  loading: boolean;
  error: Error | null;
  retry: () => void;
  hasMore: boolean;
  loadingMore: boolean;
  loadMore: () => void;
  arrivals: Arrivals;
  /** Reads the list again and shows what is new. */
  showNew: () => Promise<void>;
  /** Takes in what came of the reader's own act: this list shows it now, and every other is read anew when it is opened. */
  takeInOwnAct: (action: Action) => void;
  /** Takes rows out of the list. */
  remove: (ids: readonly string[]) => void;
  /** Takes rows out of this view alone: they stand in another. */
  removeHere: (ids: readonly string[]) => void;
  /** Puts a row back that was removed. */
  restore: (id: string) => void;
  noteInSight: (ids: readonly string[]) => void;
  /** Says what is open: it is kept as it is on the server wherever it stands. */
  noteOpen: (id: string | null) => void;
}

const noIds: ReadonlySet<string> = new Set();
const noAsides: Asides = {};
const noAway: ReadonlyMap<string, QueueFilters["view"]> = new Map();

/** The queue of a view: read once, then kept alive row by row; new ones are counted and wait to be shown. */
export function useQueue(filters: QueueFilters): Queue {
  const queries = useQueryClient();
  const query = useInfiniteQuery(queueOptions(filters));
  const { changed, showAs, forget, noteInSight, noteOpen } = useRowUpdates();
  const asides = useAsides();
  const [removed, setRemoved] = useState(noIds);
  const [away, setAway] = useState(noAway);
  const [fresh, setFresh] = useState(noIds);

  const pages = query.data?.pages;
  const loaded = useMemo(() => pages?.flatMap((page) => page.items) ?? [], [pages]);
  const held = filters.view !== "decided";
  const items = useMemo(() => {
    if (!held) return decidedNow(loaded, changed, filters);
    return removed.size + away.size === 0
      ? loaded
      : loaded.filter((item) => !removed.has(item.id) && away.get(item.id) !== filters.view);
  }, [held, filters, loaded, changed, removed, away]);
  const isKnown = useMemo(() => knownAmong(loaded), [loaded]);
  // What one handed on oneself has left the list; among one's own it is news when it comes back.
  const isHere = useMemo(() => knownAmong(filters.view === "me" ? items : loaded), [filters.view, items, loaded]);

  const { asOfMs, renew } = useAsOf(filters, query.data !== undefined, query.dataUpdatedAt);
  const arrivals = useArrivals(filters, asOfMs, isKnown, isHere, asides);

  const showNew = useCallback(async () => {
    const page = await readFirstPage(filters);
    setFresh(new Set(page.items.filter((item) => !isKnown(item.id)).map((item) => item.id)));
    setRemoved(noIds);
    setAway(noAway);
    forget();
    renew();
    queries.setQueryData(approvalKeys.queue(filters), { pages: [page], pageParams: [null] });
  }, [filters, forget, isKnown, queries, renew]);

  const broken = query.isError && query.data === undefined;
  const { refetch } = query;
  useStreamEvents(({ event }) => {
    if (event === resumed && broken) void refetch();
  });

  // In an empty list nothing can move: what arrives is shown at once.
  const empty = query.data !== undefined && items.length === 0;
  useEffect(() => {
    if (!empty || arrivals.count === 0) return;
    const timer = setTimeout(() => void showNew(), 0);
    return () => clearTimeout(timer);
  }, [empty, arrivals.count, showNew]);

  const { hasNextPage, isFetchingNextPage, fetchNextPage, isPending, error } = query;
  const takeInOwnAct = useCallback(
    (action: Action) => {
      showAs(action);
      queries.removeQueries({ queryKey: approvalKeys.queues, type: "inactive" });
    },
    [showAs, queries],
  );
  const remove = useCallback(
    (leaving: readonly string[]) => setRemoved((known) => new Set([...known, ...leaving])),
    [],
  );
  const { view } = filters;
  const removeHere = useCallback(
    (leaving: readonly string[]) =>
      setAway((known) => new Map([...known, ...leaving.map((id) => [id, view] as const)])),
    [view],
  );
  const restore = useCallback((id: string) => {
    setRemoved((known) => new Set([...known].filter((other) => other !== id)));
    setAway((known) => new Map([...known].filter(([other]) => other !== id)));
  }, []);
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const retry = useCallback(() => void refetch(), [refetch]);
  const rows = useMemo(() => {
    const latest = (item: QueueItem) => changed.get(item.id) ?? item;
    // Of a long list few are looked at.
    const candidates = () => [
      ...[...changed.values()].filter((item) => item.status !== "pending").map((item) => item.id),
      ...elsewhere(filters.view, items, isKnown, asides),
    ];
    return {
      latest,
      asides: asides ?? noAsides,
      isGone: (item: QueueItem) =>
        held && (latest(item).status !== "pending" || isElsewhere(filters.view, item.id, asides)),
      goneIds: () => (held ? candidates().filter((id) => !removed.has(id) && away.get(id) !== filters.view) : []),
      isFresh: (id: string) => fresh.has(id),
    };
  }, [changed, fresh, held, removed, away, filters.view, asides, items, isKnown]);

  return useMemo(
    () => ({
      items,
      ...rows,
      loading: isPending,
      error: broken ? error : null,
      retry,
      hasMore: hasNextPage,
      loadingMore: isFetchingNextPage,
      loadMore,
      arrivals,
      showNew,
      takeInOwnAct,
      remove,
      removeHere,
      restore,
      noteInSight,
      noteOpen,
    }),
    [
      items,
      rows,
      isPending,
      broken,
      error,
      retry,
      hasNextPage,
      isFetchingNextPage,
      loadMore,
      arrivals,
      showNew,
      takeInOwnAct,
      remove,
      removeHere,
      restore,
      noteInSight,
      noteOpen,
    ],
  );
}

/** Whether an action belongs to the other of the two views by now: of what waits for the reader, and of what they have set aside. */
function isElsewhere(view: QueueFilters["view"], id: string, asides: Asides | undefined): boolean {
  if (asides === undefined || (view !== "me" && view !== "aside")) return false;
  return id in asides === (view === "me");
}

/** The rows that belong there, of a list. */
function elsewhere(
  view: QueueFilters["view"],
  items: readonly QueueItem[],
  isKnown: (id: string) => boolean,
  asides: Asides | undefined,
): string[] {
  if (view === "me") return Object.keys(asides ?? {}).filter(isKnown);
  return view === "aside" ? items.flatMap(({ id }) => (isElsewhere(view, id, asides) ? [id] : [])) : [];
}

/** Whether an id is among the rows. Looked up seldom, while rows are added often: the index is made when first asked. */
function knownAmong(rows: readonly QueueItem[]): (id: string) => boolean {
  let ids: ReadonlySet<string> | undefined;
  return (id) => (ids ??= new Set(rows.map((item) => item.id))).has(id);
}

/** When the view's list was read, by the server's clock. The data that came with the page was stamped by the server itself. */
function useAsOf(
  filters: QueueFilters,
  hasData: boolean,
  updatedAtMs: number,
): { asOfMs: number | null; renew: () => void } {
  const [asOf, setAsOf] = useState(() => ({ filters, ms: hasData ? updatedAtMs : null }));
  if (hasData && (asOf.filters !== filters || asOf.ms === null)) {
    // Read by this browser, so stamped by its clock: brought to the server's.
    setAsOf({ filters, ms: updatedAtMs + serverOffsetMs() });
  }
  const renew = useCallback(() => setAsOf({ filters, ms: Date.now() + serverOffsetMs() }), [filters]);
  return { asOfMs: asOf.filters === filters ? asOf.ms : null, renew };
}
