import { listSorts } from "@/lib/platform/list-sort.rules";

/** The orders of the runs. */
export const runSorts = listSorts(
  {
    newest: { columnId: "started", direction: "descending" },
    oldest: { columnId: "started", direction: "ascending" },
    latest_ended: { columnId: "ended", direction: "descending" },
    earliest_ended: { columnId: "ended", direction: "ascending" },
    task_a_to_z: { columnId: "task", direction: "ascending" },
    task_z_to_a: { columnId: "task", direction: "descending" },
  },
  "newest",
);
