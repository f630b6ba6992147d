"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import type { Action } from "@/lib/actions/action.schemas";
import { actionOptions, approvalKeys } from "@/lib/approvals/approvals.client";
import { type QueueItem, toQueueItem } from "@/lib/approvals/queue.rules";
import { resumed, useStreamEvents } from "@/lib/platform/events/stream.client";

export interface RowUpdates {
  /** What is known of rows that changed since the list was read. */
  changed: ReadonlyMap<string, QueueItem>;
  showAs: (action: Action) => void;
  forget: () => void;
  /** Says which rows are in sight: only those are read again when something happens to them. */
  noteInSight: (ids: readonly string[]) => void;
  /** Says what is open: it is read again wherever it stands. */
  noteOpen: (id: string | null) => void;
}

const gatherMs = 250;
const atOnce = 12;

/** Keeps the rows in sight, and what is open, as they are on the server; the others are read when they come into sight. */
export function useRowUpdates(): RowUpdates {
  const queries = useQueryClient();
  const [changed, setChanged] = useState<ReadonlyMap<string, QueueItem>>(new Map());
  const dirty = useRef(new Set<string>());
  const visible = useRef<readonly string[]>([]);
  const current = useRef<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => () => clearTimeout(timer.current), []);

  const showAs = useCallback(
    (action: Action) => {
      queries.setQueryData(approvalKeys.action(action.id), action);
      setChanged((known) => new Map(known).set(action.id, toQueueItem(action)));
    },
    [queries],
  );

  const readAgain = useCallback(
    async (id: string) => {
      try {
        showAs(await queries.fetchQuery({ ...actionOptions(id), staleTime: 0 }));
        if (id === current.current) await queries.invalidateQueries({ queryKey: approvalKeys.history(id) });
      } catch {
        // Not reachable now: it stays marked, and is read with the next event or when the connection is back.
        dirty.current.add(id);
      }
    },
    [showAs, queries],
  );

  const flush = useCallback(async () => {
    timer.current = undefined;
    const wanted = [...new Set([...visible.current, ...(current.current ? [current.current] : [])])].filter((id) =>
      dirty.current.has(id),
    );
    for (const id of wanted) dirty.current.delete(id);
    // Of a flood many are in sight as one line: a few at a time.
    for (let from = 0; from < wanted.length; from += atOnce)
      await Promise.all(wanted.slice(from, from + atOnce).map(readAgain));
  }, [readAgain]);

  const schedule = useCallback(() => {
    timer.current ??= setTimeout(() => void flush(), gatherMs);
  }, [flush]);

  useStreamEvents(({ event, subjectId }) => {
    if (event === resumed) {
      for (const id of [...visible.current, ...(current.current ? [current.current] : [])]) dirty.current.add(id);
      schedule();
    } else if (
      subjectId &&
      event !== "action.requested" &&
      (event.startsWith("action.") || event.startsWith("approval."))
    ) {
      dirty.current.add(subjectId);
      schedule();
    }
  });

  const noteInSight = useCallback(
    (ids: readonly string[]) => {
      visible.current = ids;
      if (ids.some((id) => dirty.current.has(id))) schedule();
    },
    [schedule],
  );
  const noteOpen = useCallback((id: string | null) => {
    current.current = id;
  }, []);
  const forget = useCallback(() => setChanged(new Map()), []);

  return { changed, showAs, forget, noteInSight, noteOpen };
}
