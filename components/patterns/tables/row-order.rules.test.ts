import fc from "fast-check";
import { expect, test } from "vitest";
import type { Column } from "@/components/patterns/tables/data-table.rules";
import { inOrder } from "./row-order.rules";

interface Row {
  id: number;
  value: string | number | null;
}
const columns: Column<Row>[] = [
  { id: "value", header: "Value", cell: () => null, order: (row) => row.value },
  { id: "plain", header: "Plain", cell: () => null },
];
const idsOf = (rows: readonly Row[]) => rows.map(({ id }) => id);
const rowsOf = (...values: Row["value"][]): Row[] => values.map((value, id) => ({ id, value }));

test("figures are ordered by size and words by the alphabet, whatever their case, figures in them by size", () => {
  expect(idsOf(inOrder(rowsOf(10, 9, 100), columns, { columnId: "value", direction: "ascending" }))).toEqual([1, 0, 2]);
  expect(
    idsOf(inOrder(rowsOf("desk-10", "Desk-9", "account"), columns, { columnId: "value", direction: "descending" })),
  ).toEqual([0, 1, 2]);
});

test("what has no value stands last in both directions, and what is equal stays as it came", () => {
  for (const direction of ["ascending", "descending"] as const) {
    expect(idsOf(inOrder(rowsOf(null, 1, null, 1), columns, { columnId: "value", direction }))).toEqual([1, 3, 0, 2]);
  }
});

test("no row is lost or doubled, and a column that does not order leaves them as they came", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.integer(), fc.constant(null))),
      fc.constantFrom("ascending" as const, "descending" as const),
      (values, direction) => {
        const rows = rowsOf(...values);
        expect(idsOf(inOrder(rows, columns, { columnId: "value", direction })).sort((a, b) => a - b)).toEqual(
          idsOf(rows),
        );
        expect(inOrder(rows, columns, { columnId: "plain", direction })).toBe(rows);
        expect(inOrder(rows, columns, null)).toBe(rows);
      },
    ),
  );
});
