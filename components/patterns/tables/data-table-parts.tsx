"use client";

import { clsx } from "clsx";
import { ArrowDown, ArrowUp } from "lucide-react";
import { type KeyboardEvent, memo, type MouseEvent } from "react";
import { type Column, nextSort, priorityClass, type Sort } from "@/components/patterns/tables/data-table.rules";
import { Skeleton } from "@/components/ui/skeleton";

export interface TableHeadProps<Row> {
  columns: ReadonlyArray<Column<Row>>;
  sort?: Sort | null;
  onSortChange?: (sort: Sort) => void;
  /** The table orders its rows itself. */
  whole?: boolean;
}

/** The sticky row of headings. */
export function TableHead<Row>({ columns, sort = null, onSortChange, whole = false }: TableHeadProps<Row>) {
  return (
    <thead className="sticky top-0 z-10">
      <tr>
        {columns.map((column) => {
          const sorted = sort?.columnId === column.id ? sort.direction : undefined;
          return (
            <th
              key={column.id}
              scope="col"
              aria-sort={sorted}
              style={column.width ? { width: column.width } : undefined}
              className={clsx(
                "border-b border-line bg-sunk px-3 py-1.5 text-xs font-medium whitespace-nowrap text-mute",
                column.align === "end" ? "text-right" : "text-left",
                priorityClass(column.priority),
              )}
            >
              {(whole ? column.order !== undefined : column.sortable) && onSortChange ? (
                <button
                  type="button"
                  className={clsx(
                    "inline-flex items-center gap-1 rounded-sm font-medium hover:text-ink coarse:min-h-11",
                    sorted && "text-ink",
                  )}
                  onClick={() => onSortChange(nextSort(sort, column))}
                >
                  {column.header}
                  {sorted === "ascending" ? <ArrowUp size={12} aria-hidden="true" /> : null}
                  {sorted === "descending" ? <ArrowDown size={12} aria-hidden="true" /> : null}
                </button>
              ) : (
                column.header
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

export interface TableRowProps<Row> {
  row: Row;
  index: number;
  columns: ReadonlyArray<Column<Row>>;
  /** The row that Tab reaches. */
  current: boolean;
  /** The row that is open beside the table. */
  selected: boolean;
  onOpen?: (row: Row) => void;
  onFocusRow: (index: number) => void;
  onKey: (event: KeyboardEvent<HTMLTableRowElement>, index: number) => void;
  ariaRowIndex?: number;
}

/** One row: focusable where it can be opened, and opened by Enter or by a press anywhere that is not a control. */
function DrawnRow<Row>(props: TableRowProps<Row>) {
  const { row, index, columns, current, selected, onOpen, onFocusRow, onKey, ariaRowIndex } = props;

  function press(event: MouseEvent<HTMLTableRowElement>) {
    const onControl =
      event.target instanceof Element &&
      event.target.closest("a, button, input, label, select, textarea, [role=button]");
    const selecting = (window.getSelection()?.toString() ?? "") !== "";
    if (!onControl && !selecting) onOpen?.(row);
  }

  return (
    <tr
      data-row={index}
      aria-rowindex={ariaRowIndex}
      aria-current={selected || undefined}
      tabIndex={onOpen ? (current ? 0 : -1) : undefined}
      onClick={onOpen ? press : undefined}
      onFocus={() => onFocusRow(index)}
      onKeyDown={(event) => onKey(event, index)}
      className={clsx(
        "group border-b border-line-soft last:border-b-0 focus-visible:-outline-offset-2",
        onOpen && "cursor-pointer hover:bg-hover",
        selected && "bg-accent-soft shadow-[inset_3px_0_var(--accent)]",
      )}
    >
      {columns.map((column) => {
        const Cell = column.isRowHeader ? "th" : "td";
        return (
          <Cell
            key={column.id}
            scope={column.isRowHeader ? "row" : undefined}
            className={clsx(
              // However long a word in it is, a column takes its share of the width and no more.
              "max-w-[min(28rem,46vw)] px-3 py-2 align-top",
              column.isRowHeader && "text-left font-[550]",
              column.align === "end" && "text-right whitespace-nowrap",
              column.truncate && "max-w-0! truncate",
              priorityClass(column.priority),
            )}
          >
            {column.cell(row)}
          </Cell>
        );
      })}
    </tr>
  );
}

/** `DrawnRow`, drawn again only where something of it has changed: a table grows, and follows its focus, without all its rows. */
export const TableRow = memo(DrawnRow) as typeof DrawnRow;

/** Grey rows while the first answer is under way. */
export function LoadingRows<Row>({ columns, count = 6 }: { columns: ReadonlyArray<Column<Row>>; count?: number }) {
  return Array.from({ length: count }, (_, index) => (
    <tr key={index} className="border-b border-line-soft last:border-b-0">
      {columns.map((column, at) => (
        <td key={column.id} className={clsx("px-3 py-2.5", priorityClass(column.priority))}>
          <Skeleton className={clsx("h-3.5", at === 0 ? "w-3/5" : "w-2/5", column.align === "end" && "ml-auto")} />
        </td>
      ))}
    </tr>
  ));
}
