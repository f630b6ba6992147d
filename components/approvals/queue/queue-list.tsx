"use client";

import { type Ref, type RefObject, useCallback, useEffect, useImperativeHandle, useLayoutEffect, useRef } from "react";
import type { BulkSelection } from "@/components/approvals/bulk/use-bulk-selection";
import { QueueGroupRow } from "@/components/approvals/queue/queue-group-row";
import { QueueRow } from "@/components/approvals/queue/queue-row";
import { useFollowing } from "@/components/approvals/queue/use-following";
import type { Queue } from "@/components/approvals/queue/use-queue";
import type { ShownLines } from "@/components/approvals/queue/use-queue-lines";
import { useSweep } from "@/components/approvals/queue/use-sweep";
import { useWatchers } from "@/components/approvals/queue/use-watchers";
import { useRowWindow } from "@/components/patterns/tables/row-window";
import { Spinner } from "@/components/ui/spinner";
import {
  groupFacts,
  type GroupLine,
  isGroupLine,
  type QueueGroup,
  type QueueLine,
  shows,
  standsFor,
} from "@/lib/approvals/queue-lines.rules";
import { bulkObstacle, type QueueItem } from "@/lib/approvals/queue.rules";
import type { NamedPerson } from "@/lib/platform/common.schemas";

export interface QueueListHandle {
  /** Brings the row that one stands on into sight and gives it the keyboard, as soon as it is drawn. */
  follow: () => void;
  toTop: () => void;
}

export interface QueueListProps {
  ref: Ref<QueueListHandle>;
  queue: Queue;
  lines: ShownLines;
  bulk: BulkSelection;
  currentId: string | null;
  label: string;
  /** As `onMove`, always the same function, so that a row is drawn again only when something in it changed. */
  onOpen: (id: string) => void;
  onEnter: () => void;
  onSelect: () => void;
  onMove: (by: 1 | -1, held: boolean) => void;
}

/** Two lines and a rule under them. */
const rowHeightPx = 61;
/** What the server draws, before anything can be measured. */
const firstHeightPx = 720;
const noWatchers: readonly NamedPerson[] = [];

/** The queue as a list of any length; only rows in sight are in the document. */
export function QueueList({
  ref,
  queue,
  lines: shown,
  bulk,
  currentId,
  label,
  onOpen,
  onEnter,
  onSelect,
  onMove,
}: QueueListProps) {
  const watchers = useWatchers();
  const { toggleAll } = bulk;
  const onChooseAll = useCallback((group: QueueGroup) => toggleAll(group.items), [toggleAll]);
  const { noteInSight, loadMore, hasMore } = queue;
  const { lines, lineOf, toggle } = shown;
  const { first, end, attach, frame, top, rowPx, reveal } = useRowWindow({
    count: lines.length,
    rowPx: rowHeightPx,
    heightPx: firstHeightPx,
    sample: firstRow,
  });
  const rows = lines.slice(first, end);

  useKeepInPlace(frame, top, lines, rowPx);
  useSweep(queue, currentId, frame);

  useEffect(() => {
    noteInSight(lines.slice(first, end).flatMap(idsIn));
    if (hasMore && end > lines.length - 60) loadMore();
  }, [lines, first, end, hasMore, noteInSight, loadMore]);

  const follow = useFollowing(frame, currentId, (id) => {
    const index = lineOf(id);
    if (index >= 0) reveal(index);
    const line = lines[index];
    return line ? (standsFor(line)?.id ?? null) : null;
  });
  useImperativeHandle(ref, () => ({ follow, toTop: () => frame.current?.scrollTo({ top: 0 }) }));

  const current = currentId === null ? undefined : rows.find((line) => shows(line, currentId));
  const tabStop = (current ?? rows[0])?.id;

  function rowOf(known: QueueItem) {
    const item = queue.latest(known);
    const checked = bulk.has(item.id);
    return (
      <QueueRow
        item={item}
        current={known === current}
        tabStop={known.id === tabStop}
        gone={queue.isGone(known)}
        fresh={queue.isFresh(item.id)}
        checked={checked}
        choosing={bulk.items.length > 0}
        choosable={bulk.offered && (checked || bulkObstacle(bulk.items, item) === null)}
        watchers={watchers.get(item.id) ?? noWatchers}
        backAtMs={queue.asides[item.id]}
        onOpen={onOpen}
        onEnter={onEnter}
        onSelect={onSelect}
        onToggle={bulk.toggle}
        onMove={onMove}
      />
    );
  }

  function groupOf({ id, group, folded }: GroupLine) {
    const { waiting, ...facts } = groupFacts(group, queue.latest);
    return (
      <QueueGroupRow
        group={group}
        folded={folded}
        waiting={waiting.length}
        {...facts}
        current={id === current?.id}
        tabStop={id === tabStop}
        chosen={bulk.items.length === 0 ? 0 : group.items.filter((item) => bulk.has(item.id)).length}
        choosable={bulk.offered}
        choosing={bulk.items.length > 0}
        onToggle={toggle}
        onChoose={onChooseAll}
        onMove={onMove}
      />
    );
  }

  return (
    <div
      ref={attach}
      className="min-h-0 flex-1 overflow-y-auto overscroll-contain [contain:strict] [overflow-anchor:none]"
    >
      <ul aria-label={label} className="relative" style={{ height: lines.length * rowPx }}>
        {rows.map((line, offset) => (
          <li
            key={line.id}
            aria-setsize={hasMore ? -1 : lines.length}
            aria-posinset={first + offset + 1}
            className="absolute inset-x-0 top-0 [contain:content] motion-safe:transition-transform motion-safe:duration-150"
            style={{ transform: `translateY(${(first + offset) * rowPx}px)` }}
          >
            {isGroupLine(line) ? groupOf(line) : rowOf(line)}
          </li>
        ))}
      </ul>
      {queue.loadingMore ? (
        <div className="flex justify-center py-3 text-mute">
          <Spinner label="Loading more" />
        </div>
      ) : null}
    </div>
  );
}

/** The actions that a line shows: of a folded group all, so that those decided meanwhile leave its count. */
function idsIn(line: QueueLine): string[] {
  if (!isGroupLine(line)) return [line.id];
  return line.folded ? line.group.items.map((item) => item.id) : [];
}

function firstRow(frame: HTMLElement): Element | null {
  return frame.querySelector("li");
}

/** When rows above leave, the first row in sight stays where it is. */
function useKeepInPlace(
  frame: RefObject<HTMLElement | null>,
  scrolled: RefObject<number>,
  items: readonly { id: string }[],
  rowPx: number,
): void {
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
