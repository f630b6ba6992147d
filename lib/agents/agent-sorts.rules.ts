import { listSorts } from "@/lib/platform/list-sort.rules";

/** The orders of the agents. */
export const agentSorts = listSorts(
  {
    name_a_to_z: { columnId: "name", direction: "ascending" },
    name_z_to_a: { columnId: "name", direction: "descending" },
    kind_a_to_z: { columnId: "kind", direction: "ascending" },
    kind_z_to_a: { columnId: "kind", direction: "descending" },
    team_a_to_z: { columnId: "team", direction: "ascending" },
    team_z_to_a: { columnId: "team", direction: "descending" },
    most_keys: { columnId: "keys", direction: "descending" },
    fewest_keys: { columnId: "keys", direction: "ascending" },
    latest_used: { columnId: "used", direction: "descending" },
    earliest_used: { columnId: "used", direction: "ascending" },
  },
  "name_a_to_z",
);
