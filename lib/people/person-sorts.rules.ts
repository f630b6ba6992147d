import { listSorts } from "@/lib/platform/list-sort.rules";

/** The orders of a workspace's people. */
export const personSorts = listSorts(
  {
    name_a_to_z: { columnId: "name", direction: "ascending" },
    name_z_to_a: { columnId: "name", direction: "descending" },
    role_a_to_z: { columnId: "role", direction: "ascending" },
    role_z_to_a: { columnId: "role", direction: "descending" },
    status_a_to_z: { columnId: "status", direction: "ascending" },
    status_z_to_a: { columnId: "status", direction: "descending" },
    latest_seen: { columnId: "seen", direction: "descending" },
    earliest_seen: { columnId: "seen", direction: "ascending" },
  },
  "name_a_to_z",
);
