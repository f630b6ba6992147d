import { listSorts } from "@/lib/platform/list-sort.rules";

/** The log has one order, that of its numbers, and is read from either end. */
export const entrySorts = listSorts(
  { newest: { columnId: "seq", direction: "descending" }, oldest: { columnId: "seq", direction: "ascending" } },
  "newest",
);
