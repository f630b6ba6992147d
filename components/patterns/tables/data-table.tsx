"use client";

import { clsx } from "clsx";
import { type KeyboardEvent, type ReactNode, useCallback, useId, useMemo, useRef, useState } from "react";
import { LoadingRows, TableHead, TableRow } from "@/components/patterns/tables/data-table-parts";
import { type Column, movedIndex, type Sort } from "@/components/patterns/tables/data-table.rules";
import { useDrawnRows } from "@/components/patterns/tables/drawn-rows";
import { inOrder } from "@/components/patterns/tables/row-order.rules";

export interface DataTableProps<Row> {
  /** What the table holds, for screen readers. */
  caption: string;
  columns: ReadonlyArray<Column<Row>>;
  rows: ReadonlyArray<Row>;
  rowKey: (row: Row) => string;
  /** Opens a row (Enter, or a press). Rows are then reachable by keyboard: arrows or J/K move, Home and End jump. */
  onRowOpen?: (row: Row) => void;
  /** The key of the row that is open beside the table. */
  selectedKey?: string | null;
  sort?: Sort | null;
  onSortChange?: (sort: Sort) => void;
  /** These are all the rows there are: the table orders them itself, by the columns that say what by. */
  whole?: boolean;
  /** The first answer is under way. */
  loading?: boolean;
  /** Stands instead of the rows: an ErrorState or ForbiddenState. */
  error?: ReactNode;
  /** Stands instead of the rows when there are none: an EmptyState. */
  empty?: ReactNode;
  /** Under the rows: LoadMore. */
  footer?: ReactNode;
  className?: string;
}

/** A table of what fits in memory and on a page. For thousands of rows see VirtualTable. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const {
    caption,
    columns,
    rowKey,
    onRowOpen,
    selectedKey,
    whole = false,
    loading,
    error,
    empty,
    footer,
    className,
  } = props;
  const [ownSort, setOwnSort] = useState<Sort | null>(null);
  const rows = useMemo(
    () => (whole ? inOrder(props.rows, columns, ownSort) : props.rows),
    [whole, props.rows, columns, ownSort],
  );
  const sorting = whole
    ? { sort: ownSort, onSortChange: setOwnSort }
    : { sort: props.sort, onSortChange: props.onSortChange };
  const [currentIndex, setCurrentIndex] = useState(0);
  const body = useRef<HTMLTableSectionElement>(null);
  const captionId = useId();
  const current = Math.min(currentIndex, Math.max(0, rows.length - 1));
  const { drawn, hasSettled } = useDrawnRows(rows.length);

  const onKey = useCallback(
    (event: KeyboardEvent<HTMLTableRowElement>, index: number) => {
      if (event.target !== event.currentTarget) return;
      const row = rows[index];
      if (event.key === "Enter" && row !== undefined) {
        event.preventDefault();
        onRowOpen?.(row);
        return;
      }
      const target = movedIndex(event.key, index, body.current?.rows.length ?? 0);
      if (target === null) return;
      event.preventDefault();
      body.current?.querySelector<HTMLTableRowElement>(`[data-row="${target}"]`)?.focus();
    },
    [rows, onRowOpen],
  );

  if (error) return <div className={className}>{error}</div>;
  if (!loading && rows.length === 0 && empty) return <div className={className}>{empty}</div>;
  return (
    <div className={clsx("min-w-0", className)}>
      {/* A table whose rows cannot be focused is scrolled by its own frame. */}
      <div
        className="overflow-x-auto"
        {...(onRowOpen ? {} : { role: "region", "aria-labelledby": captionId, tabIndex: 0 })}
      >
        <table className="w-full border-collapse" aria-busy={loading || undefined}>
          <caption id={captionId} className="sr-only">
            {caption}
          </caption>
          <TableHead columns={columns} whole={whole} {...sorting} />
          <tbody ref={body}>
            {loading && rows.length === 0 ? <LoadingRows columns={columns} /> : null}
            {rows.slice(0, drawn).map((row, index) => (
              <TableRow
                key={rowKey(row)}
                row={row}
                index={index}
                columns={columns}
                current={index === current}
                selected={rowKey(row) === selectedKey}
                onOpen={onRowOpen}
                onFocusRow={setCurrentIndex}
                onKey={onKey}
              />
            ))}
          </tbody>
        </table>
      </div>
      {/* At first it waits until no row pushes it away any more; then it stays, with the keyboard that may be on it. */}
      {footer && hasSettled ? <div className="border-t border-line-soft">{footer}</div> : null}
    </div>
  );
}
