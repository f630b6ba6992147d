import type { ReactNode } from "react";

/** What a row is ordered by: figures by size, words by the alphabet, no value last in either direction. */
export type OrderValue = string | number | null;

export interface Column<Row> {
  id: string;
  header: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Numbers stand at the end. */
  align?: "start" | "end";
  /** A CSS width for the column, e.g. `8rem`; one column without a width takes the rest. */
  width?: string;
  /** 1 always shown · 2 from 48 rem of window width · 3 from 64 rem. Everything hidden must be on the row's own page. */
  priority?: 1 | 2 | 3;
  /** Whether the heading sorts; the table only asks, the page decides. */
  sortable?: boolean;
  /** What the first press on the heading asks for; descending by default: the latest, the most. Words begin at A. */
  first?: Sort["direction"];
  /** What the heading orders by in a table that holds all its rows; null stands last. */
  order?: (row: Row) => OrderValue;
  /** This cell names the row: it is its heading for screen readers. */
  isRowHeader?: boolean;
  /** One line, cut off with an ellipsis. */
  truncate?: boolean;
}

export interface Sort {
  columnId: string;
  direction: "ascending" | "descending";
}

/** The order that a press on a heading asks for: first the column's own way, then the other way round. */
export function nextSort(
  current: Sort | null,
  { id: columnId, first = "descending" }: Pick<Column<never>, "id" | "first">,
): Sort {
  if (current?.columnId !== columnId) return { columnId, direction: first };
  return { columnId, direction: current.direction === "descending" ? "ascending" : "descending" };
}

/** What hides a column where there is no room for it. */
export function priorityClass(priority: 1 | 2 | 3 = 1): string | undefined {
  if (priority === 2) return "max-md:hidden";
  if (priority === 3) return "max-lg:hidden";
  return undefined;
}

/** The index the keyboard moves to, kept within 0..count-1; null where the key moves nothing. */
export function movedIndex(key: string, index: number, count: number): number | null {
  if (count === 0) return null;
  const last = count - 1;
  const target = {
    ArrowDown: index + 1,
    j: index + 1,
    ArrowUp: index - 1,
    k: index - 1,
    Home: 0,
    End: last,
    PageDown: index + 10,
    PageUp: index - 10,
  }[key];
  return target === undefined ? null : Math.min(last, Math.max(0, target));
}
