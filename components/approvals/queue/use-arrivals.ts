"use client";

import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { Asides } from "@/components/approvals/queue/use-asides";
import { readArrivals, readFirstPage } from "@/lib/approvals/approvals.client";
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
 * Counts what has entered the queue since it was read, asked since or handed to the reader, without touching the list.
 *
 * @param asOfMs when the list was read, by the server's clock; null while there is none
 * @param isKnown whether an action was read with the list, shown or taken out since
 * @param isHere whether one that was handed on needs no telling
 * @param asides what is set aside: what leaves it comes back, and what another tab puts there stands among it
 */
export function useArrivals(
  filters: QueueFilters,
  asOfMs: number | null,
  isKnown: (id: string) => boolean,
  isHere: (id: string) => boolean,
  asides: Asides | undefined,
): Arrivals {
  const [counted, setCounted] = useState<{ filters: QueueFilters; asOfMs: number | null; arrivals: Arrivals }>({
    filters,
    asOfMs,
    arrivals: none,
  });
  const known = useRef(isKnown);
  const here = useRef(isHere);
  const moved = useRef<ReadonlySet<string>>(new Set());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    known.current = isKnown;
    here.current = isHere;
  });

  const count = useCallback(async () => {
    if (asOfMs === null || filters.view === "decided") return;
    try {
      const [page, handed] = await Promise.all([
        readArrivals(filters, new Date(asOfMs - overlapMs).toISOString()),
        handedOver(filters, moved, here.current),
      ]);
      const fresh = new Set([...page.items.map((item) => item.id).filter((id) => !known.current(id)), ...handed]);
      setCounted({ filters, asOfMs, arrivals: { count: fresh.size, more: page.nextCursor !== null } });
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

  const schedule = useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void latestCount.current();
    }, gatherMs);
  }, []);

  useStreamEvents(({ event, subjectId }) => {
    if (event === "action.escalated" && subjectId !== null) moved.current = new Set([...moved.current, subjectId]);
    if (event === "action.requested" || event === "action.escalated" || event === resumed) schedule();
  });

  const before = useRef(asides);
  useEffect(() => {
    const [was, is] = [before.current, asides];
    before.current = asides;
    if (was === undefined || is === undefined) return;
    const changed = [...Object.keys(was).filter((id) => !(id in is)), ...Object.keys(is).filter((id) => !(id in was))];
    if (changed.length === 0) return;
    moved.current = new Set([...moved.current, ...changed]);
    schedule();
  }, [asides, schedule]);

  return counted.filters === filters && counted.asOfMs === asOfMs ? counted.arrivals : none;
}

/** Of those that were handed to somebody since, whenever they were asked: what stands in this list now. Those that do not are forgotten. */
async function handedOver(
  filters: QueueFilters,
  moved: RefObject<ReadonlySet<string>>,
  isHere: (id: string) => boolean,
): Promise<string[]> {
  const asked = [...moved.current].filter((id) => !isHere(id));
  const page = asked.length > 0 ? await readFirstPage(filters) : null;
  const found = page?.items.map((item) => item.id).filter((id) => asked.includes(id)) ?? [];
  // What was handed over while this was read is looked for the next time.
  moved.current = new Set([...moved.current].filter((id) => found.includes(id) || !(asked.includes(id) || isHere(id))));
  return found;
}
