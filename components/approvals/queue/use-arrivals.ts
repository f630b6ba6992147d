"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { readArrivals } from "@/lib/approvals/approvals.client";
import type { QueueFilters } from "@/lib/approvals/queue.rules";
import { resumed, useStreamEvents } from "@/lib/platform/events/stream.client";

export interface Arrivals {
  count: number;
  /** There are more than could be counted at once. */
  more: boolean;
}

const none: Arrivals = { count: 0, more: false };
const gatherMs = 1_000;
/** What was committed while the list was being read may be missing from it. */
const overlapMs = 1_000;

/**
 * Counts what has entered the queue since it was read, without touching the list.
 *
 * @param asOfMs when the list was read, by the server's clock; null while there is none
 */
export function useArrivals(filters: QueueFilters, asOfMs: number | null, isKnown: (id: string) => boolean): Arrivals {
  const [counted, setCounted] = useState<{ filters: QueueFilters; asOfMs: number | null; arrivals: Arrivals }>({ filters, asOfMs, arrivals: none });
  const known = useRef(isKnown);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    known.current = isKnown;
  });

  const count = useCallback(async () => {
    if (asOfMs === null || filters.view === "decided") return;
    try {
      const page = await readArrivals(filters, new Date(asOfMs - overlapMs).toISOString());
      const fresh = page.items.filter((item) => !known.current(item.id));
      setCounted({ filters, asOfMs, arrivals: { count: fresh.length, more: page.nextCursor !== null } });
    } catch {
      // A missed count is made up by the next event, or when the connection is back.
      return;
    }
  }, [filters, asOfMs]);

  const latestCount = useRef(count);
  useEffect(() => {
    latestCount.current = count;
  });
  useEffect(() => () => clearTimeout(timer.current), []);

  useStreamEvents(({ event }) => {
    if (event !== "action.requested" && event !== "action.escalated" && event !== resumed) return;
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void latestCount.current();
    }, gatherMs);
  });

  return counted.filters === filters && counted.asOfMs === asOfMs ? counted.arrivals : none;
}
