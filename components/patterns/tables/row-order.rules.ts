import type { Column, OrderValue, Sort } from "@/components/patterns/tables/data-table.rules";

const words = new Intl.Collator("en-GB", { numeric: true, sensitivity: "base" });

function compare(a: OrderValue, b: OrderValue): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return words.compare(String(a), String(b));
}

/** The rows in the order that a heading asked for; equal ones stay as they came. Without a heading that orders, the rows as they came. */
export function inOrder<Row>(rows: readonly Row[], columns: readonly Column<Row>[], sort: Sort | null): readonly Row[] {
  const by = columns.find((column) => column.id === sort?.columnId)?.order;
  if (!by || !sort) return rows;
  const turn = sort.direction === "ascending" ? 1 : -1;
  return rows
    .map((row) => ({ row, value: by(row) }))
    .sort((a, b) => {
      if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
      return turn * compare(a.value, b.value);
    })
    .map(({ row }) => row);
}
