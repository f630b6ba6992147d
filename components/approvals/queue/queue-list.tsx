"use client";

import { type Ref, type RefObject, useEffect, useImperativeHandle, useLayoutEffect, useRef } from "react";
import { QueueRow } from "@/components/approvals/queue/queue-row";
import type { BulkSelection } from "@/components/approvals/bulk/use-bulk-selection";
import type { Queue } from "@/components/approvals/queue/use-queue";
import { useSweep } from "@/components/approvals/queue/use-sweep";
import { useWatchers } from "@/components/approvals/queue/use-watchers";
import { useRowWindow } from "@/components/patterns/row-window";
import { Spinner } from "@/components/ui/spinner";
import { bulkObstacle } from "@/lib/approvals/queue.rules";

export interface QueueListHandle {
  /** Brings a row into sight; with `focus` it also gets the keyboard. */
  reveal: (id: string, focus: boolean) => void;
  toTop: () => void;
}

export interface QueueListProps {
  ref: Ref<QueueListHandle>;
  queue: Queue;
  bulk: BulkSelection;
  currentId: string | null;
  label: string;
  /** As `onMove`, always the same function, so that a row is drawn again only when something in it changed. */
  onOpen: (id: string) => void;
  onMove: (by: 1 | -1, held: boolean) => void;
}

/** Two lines and a rule under them. */
const rowHeightPx = 61;
/** What the server draws, before anything can be measured. */
const firstHeightPx = 720;
const noWatchers: readonly string[] = [];

/** The queue as a list of any length; only rows in sight are in the document. */
export function QueueList({ ref, queue, bulk, currentId, label, onOpen, onMove }: QueueListProps) {
  const watchers = useWatchers();
  const { items, see, loadMore, hasMore } = queue;
  const { first, end, attach, frame, top, rowPx, reveal } = useRowWindow({ count: items.length, rowPx: rowHeightPx, heightPx: firstHeightPx, sample: firstRow });
  const rows = items.slice(first, end);

  useKeepInPlace(frame, top, items, rowPx);
  useSweep(queue, currentId, frame);

  useEffect(() => {
    see(items.slice(first, end).map((item) => item.id));
    if (hasMore && end > items.length - 60) loadMore();
  }, [items, first, end, hasMore, see, loadMore]);

  useImperativeHandle(ref, () => ({
    reveal(id, focus) {
      const index = items.findIndex((item) => item.id === id);
      if (index < 0) return;
      reveal(index);
      if (focus) focusRow(frame.current, id);
    },
    toTop: () => frame.current?.scrollTo({ top: 0 }),
  }));

  const tabStop = rows.some((row) => row.id === currentId) ? currentId : rows[0]?.id;
  return (
    <div ref={attach} className="min-h-0 flex-1 overflow-y-auto overscroll-contain [contain:strict] [overflow-anchor:none]">
      <ul aria-label={label} className="relative" style={{ height: items.length * rowPx }}>
        {rows.map((known, offset) => {
          const item = queue.latest(known);
          const checked = bulk.has(item.id);
          return (
            <li
              key={item.id}
              aria-setsize={hasMore ? -1 : items.length}
              aria-posinset={first + offset + 1}
              className="absolute inset-x-0 top-0 [contain:content] motion-safe:transition-transform motion-safe:duration-150"
              style={{ transform: `translateY(${(first + offset) * rowPx}px)` }}
            >
              <QueueRow
                item={item}
                current={item.id === currentId}
                tabStop={item.id === tabStop}
                gone={queue.isGone(known)}
                fresh={queue.isFresh(item.id)}
                checked={checked}
                choosing={bulk.items.length > 0}
                obstacle={checked ? null : bulkObstacle(bulk.items, item)}
                watchers={watchers.get(item.id) ?? noWatchers}
                onOpen={onOpen}
                onToggle={bulk.toggle}
                onMove={onMove}
              />
            </li>
          );
        })}
      </ul>
      {queue.loadingMore ? (
        <div className="flex justify-center py-3 text-mute">
          <Spinner label="Loading more" />
        </div>
      ) : null}
    </div>
  );
}

/** The row may not be drawn yet when it was far away: two frames later it is. */
function focusRow(frame: HTMLElement | null, id: string, tries = 4): void {
  requestAnimationFrame(() => {
    const row = frame?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`);
    if (row) row.focus({ preventScroll: true });
    else if (tries > 0) focusRow(frame, id, tries - 1);
  });
}

function firstRow(frame: HTMLElement): Element | null {
  return frame.querySelector("li");
}

/** When rows above leave, the first row in sight stays where it is. */
function useKeepInPlace(frame: RefObject<HTMLElement | null>, scrolled: RefObject<number>, items: readonly { id: string }[], rowPx: number): void {
  const anchor = useRef<{ id: string; distance: number } | null>(null);
  const before = useRef(items);

  useLayoutEffect(() => {
    const held = anchor.current;
    if (before.current !== items && held && scrolled.current > 0) {
      const index = items.findIndex((item) => item.id === held.id);
      const top = index * rowPx - held.distance;
      if (index >= 0 && Math.abs(top - scrolled.current) > 1) frame.current?.scrollTo({ top });
    }
    before.current = items;
    const index = Math.floor(scrolled.current / rowPx);
    const id = items[index]?.id;
    anchor.current = id === undefined ? null : { id, distance: index * rowPx - scrolled.current };
  });
}
