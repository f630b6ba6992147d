"use client";

import { clsx } from "clsx";
import { type KeyboardEvent, useEffect, useState } from "react";
import type { DataTableProps } from "@/components/patterns/tables/data-table";
import { LoadingRows, TableHead, TableRow } from "@/components/patterns/tables/data-table-parts";
import { movedIndex } from "@/components/patterns/tables/data-table.rules";
import { useRowWindow } from "@/components/patterns/tables/row-window";

export interface VirtualTableProps<Row> extends DataTableProps<Row> {
  /** The usual height of a row in CSS pixels; rows may differ. */
  rowHeightPx?: number;
  /** How many rows there are in all, where more than the loaded ones. */
  totalCount?: number;
  /** Called when the last loaded rows come into sight. */
  onEndReached?: () => void;
}

/** Rows that the server draws: enough for a high screen. */
const firstHeightPx = 900;

/** A semantic table of any length: only the rows in sight are in the document. Give it a height by `className`. */
export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const {
    caption,
    columns,
    rows,
    rowKey,
    onRowOpen,
    selectedKey,
    sort,
    onSortChange,
    loading,
    error,
    empty,
    footer,
    className,
  } = props;
  const { rowHeightPx = 36, totalCount, onEndReached } = props;
  const [current, setCurrent] = useState(0);
  const { first, end, attach, frame, reveal } = useRowWindow({
    count: rows.length,
    rowPx: rowHeightPx,
    heightPx: firstHeightPx,
  });
  const before = first * rowHeightPx;
  const after = (rows.length - end) * rowHeightPx;

  useEffect(() => {
    if (rows.length > 0 && end >= rows.length - 9) onEndReached?.();
  }, [end, rows.length, onEndReached]);

  function focusRow(index: number) {
    const rowAt = () => frame.current?.querySelector<HTMLTableRowElement>(`[data-row="${index}"]`);
    reveal(index);
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
  const tabStop = current >= first && current < end ? current : first;
  return (
    <div className={clsx("flex min-h-0 min-w-0 flex-col", className)}>
      <div ref={attach} className="min-h-0 flex-1 overflow-auto overscroll-contain">
        <table
          className="w-full border-collapse"
          aria-busy={loading || undefined}
          aria-rowcount={(totalCount ?? rows.length) + 1}
        >
          <caption className="sr-only">{caption}</caption>
          <TableHead columns={columns} sort={sort} onSortChange={onSortChange} />
          <tbody>
            {loading && rows.length === 0 ? <LoadingRows columns={columns} count={12} /> : null}
            {before > 0 ? <tr aria-hidden="true" style={{ height: before }} /> : null}
            {rows.slice(first, end).map((row, offset) => {
              const index = first + offset;
              return (
                <TableRow
                  key={rowKey(row)}
                  row={row}
                  index={index}
                  columns={columns}
                  current={index === tabStop}
                  selected={rowKey(row) === selectedKey}
                  onOpen={onRowOpen}
                  onFocusRow={setCurrent}
                  onKey={onKey}
                  ariaRowIndex={index + 2}
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
