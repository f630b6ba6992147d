"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { clsx } from "clsx";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { DataTableProps } from "@/components/patterns/data-table";
import { movedIndex } from "@/components/patterns/data-table.rules";
import { LoadingRows, TableHead, TableRow } from "@/components/patterns/data-table-parts";

export interface VirtualTableProps<Row> extends DataTableProps<Row> {
  /** The usual height of a row in CSS pixels; rows may differ. */
  rowHeightPx?: number;
  /** How many rows there are in all, where more than the loaded ones. */
  totalCount?: number;
  /** Called when the last loaded rows come into sight. */
  onEndReached?: () => void;
}

/** A semantic table of any length: only the rows in sight are in the document. Give it a height by `className`. */
export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const { caption, columns, rows, rowKey, onRowOpen, selectedKey, sort, onSortChange, loading, error, empty, footer, className } = props;
  const { rowHeightPx = 36, totalCount, onEndReached } = props;
  const [current, setCurrent] = useState(0);
  const frame = useRef<HTMLDivElement>(null);

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeightPx,
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : rowKey(row);
    },
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const lastSeen = items.at(-1)?.index ?? 0;
  const before = items.at(0)?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);

  useEffect(() => {
    if (rows.length > 0 && lastSeen >= rows.length - 10) onEndReached?.();
  }, [lastSeen, rows.length, onEndReached]);

  function focusRow(index: number) {
    const rowAt = () => frame.current?.querySelector<HTMLTableRowElement>(`[data-row="${index}"]`);
    virtual.scrollToIndex(index, { align: "auto" });
    const drawn = rowAt();
    // A row that is far away is drawn first, then given the focus.
    if (drawn) drawn.focus({ preventScroll: true });
    else requestAnimationFrame(() => rowAt()?.focus());
  }

  function onKey(event: KeyboardEvent<HTMLTableRowElement>, index: number) {
    if (event.target !== event.currentTarget) return;
    const row = rows[index];
    if (event.key === "Enter" && row !== undefined) {
      event.preventDefault();
      onRowOpen?.(row);
      return;
    }
    const target = movedIndex(event.key, index, rows.length);
    if (target === null) return;
    event.preventDefault();
    focusRow(target);
  }

  if (error) return <div className={className}>{error}</div>;
  if (!loading && rows.length === 0 && empty) return <div className={className}>{empty}</div>;
  const tabStop = items.some((item) => item.index === current) ? current : (items.at(0)?.index ?? 0);
  return (
    <div className={clsx("flex min-h-0 min-w-0 flex-col", className)}>
      <div ref={frame} className="min-h-0 flex-1 overflow-auto overscroll-contain">
        <table className="w-full border-collapse" aria-busy={loading || undefined} aria-rowcount={(totalCount ?? rows.length) + 1}>
          <caption className="sr-only">{caption}</caption>
          <TableHead columns={columns} sort={sort} onSortChange={onSortChange} />
          <tbody>
            {loading && rows.length === 0 ? <LoadingRows columns={columns} count={12} /> : null}
            {before > 0 ? <tr aria-hidden="true" style={{ height: before }} /> : null}
            {items.map((item) => {
              const row = rows[item.index];
              return row === undefined ? null : (
                <TableRow
                  key={item.key}
                  row={row}
                  index={item.index}
                  columns={columns}
                  current={item.index === tabStop}
                  selected={rowKey(row) === selectedKey}
                  onOpen={onRowOpen}
                  onFocusRow={setCurrent}
                  onKey={onKey}
                  ariaRowIndex={item.index + 2}
                />
              );
            })}
            {after > 0 ? <tr aria-hidden="true" style={{ height: after }} /> : null}
          </tbody>
        </table>
      </div>
      {footer ? <div className="border-t border-line-soft">{footer}</div> : null}
    </div>
  );
}
