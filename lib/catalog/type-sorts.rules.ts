import { listSorts } from "@/lib/platform/list-sort.rules";

/** The orders of the catalog. */
export const typeSorts = listSorts(
  {
    name_a_to_z: { columnId: "title", direction: "ascending" },
    name_z_to_a: { columnId: "title", direction: "descending" },
    highest_threshold: { columnId: "threshold", direction: "descending" },
    lowest_threshold: { columnId: "threshold", direction: "ascending" },
    longest_to_decide: { columnId: "within", direction: "descending" },
    shortest_to_decide: { columnId: "within", direction: "ascending" },
    highest_cost: { columnId: "cost", direction: "descending" },
    lowest_cost: { columnId: "cost", direction: "ascending" },
    most_reviewed: { columnId: "review", direction: "descending" },
    least_reviewed: { columnId: "review", direction: "ascending" },
    latest_changed: { columnId: "version", direction: "descending" },
    earliest_changed: { columnId: "version", direction: "ascending" },
  },
  "name_a_to_z",
);
