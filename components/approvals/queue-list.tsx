"use client";

import { useVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import { type Ref, useEffect, useImperativeHandle, useLayoutEffect, useRef } from "react";
import { QueueRow } from "@/components/approvals/queue-row";
import type { BulkSelection } from "@/components/approvals/use-bulk-selection";
import type { Queue } from "@/components/approvals/use-queue";
import { Spinner } from "@/components/ui/spinner";
import { bulkObstacle } from "@/lib/approvals/queue.rules";

export interface QueueListHandle {
  /** Brings a row into sight; with `focus` it also gets the keyboard. */
  reveal: (id: string, focus: boolean) => void;
  toTop: () => void;
  /** Somebody points at the list, so that nothing in it may move. */
  isPointedAt: () => boolean;
}

export interface QueueListProps {
  ref: Ref<QueueListHandle>;
  queue: Queue;
  bulk: BulkSelection;
  currentId: string | null;
  /** Names of colleagues who have an action open, by its id. */
  watchers: ReadonlyMap<string, readonly string[]>;
  label: string;
  onOpen: (id: string) => void;
  onMove: (by: 1 | -1) => void;
}

const rowHeightPx = 60;
const noWatchers: readonly string[] = [];

/** The queue as a list of any length; only rows in sight are in the document. */
export function QueueList({ ref, queue, bulk, currentId, watchers, label, onOpen, onMove }: QueueListProps) {
  const { items, see, loadMore, hasMore } = queue;
  const frame = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeightPx,
    getItemKey: (index) => items[index]?.id ?? index,
    overscan: 8,
    // What the server draws before anything can be measured.
    initialRect: { width: 392, height: 720 },
  });
  const rows = virtual.getVirtualItems();
  const first = rows.at(0)?.index ?? 0;
  const last = rows.at(-1)?.index ?? -1;

  useKeepInPlace(frame, items, virtual);

  useEffect(() => {
    see(items.slice(first, last + 1).map((item) => item.id));
    if (hasMore && last >= items.length - 60) loadMore();
  }, [items, first, last, hasMore, see, loadMore]);

  useImperativeHandle(ref, () => ({
    reveal(id, focus) {
      const index = items.findIndex((item) => item.id === id);
      if (index < 0) return;
      virtual.scrollToIndex(index, { align: "auto" });
      if (focus) focusRow(frame.current, id);
    },
    toTop: () => frame.current?.scrollTo({ top: 0 }),
    isPointedAt: () => frame.current?.matches(":hover") ?? false,
  }));

  const tabStop = rows.some((row) => row.key === currentId) ? currentId : items[first]?.id;
  return (
    <div ref={frame} className="min-h-0 flex-1 overflow-y-auto overscroll-contain [contain:strict] [overflow-anchor:none]">
      <ul aria-label={label} className="relative" style={{ height: virtual.getTotalSize() }}>
        {rows.map((row) => {
          const known = items[row.index];
          if (!known) return null;
          const item = queue.latest(known);
          const checked = bulk.has(item.id);
          return (
            <li
              key={row.key}
              ref={virtual.measureElement}
              data-index={row.index}
              aria-setsize={hasMore ? -1 : items.length}
              aria-posinset={row.index + 1}
              className="absolute inset-x-0 top-0 motion-safe:transition-transform motion-safe:duration-150"
              style={{ transform: `translateY(${row.start}px)` }}
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

/** When rows above leave, the first row in sight stays where it is. */
function useKeepInPlace(frame: { current: HTMLElement | null }, items: readonly { id: string }[], virtual: Virtualizer<HTMLDivElement, Element>): void {
  const anchor = useRef<{ id: string; distance: number } | null>(null);
  const before = useRef(items);

  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const held = anchor.current;
    if (before.current !== items && held && element.scrollTop > 0) {
      const index = items.findIndex((item) => item.id === held.id);
      const start = virtual.measurementsCache[index]?.start;
      if (start !== undefined && Math.abs(start - held.distance - element.scrollTop) > 1) element.scrollTo({ top: start - held.distance });
    }
    before.current = items;
    const top = virtual.getVirtualItems().find((row) => row.end > element.scrollTop);
    const id = top ? items[top.index]?.id : undefined;
    anchor.current = top && id !== undefined ? { id, distance: top.start - element.scrollTop } : null;
  });
}
