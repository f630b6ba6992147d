import { gatheredPairs } from "@/lib/platform/db/gathered-pairs";

/** Was the action (second) asked in this run (first) or in one under it? All that a run's token may hear of. */
export const runReachesAction = gatheredPairs(
  "run_reach",
  `SELECT given.first, given.second FROM unnest($1::text[], $2::text[]) AS given(first, second)
  JOIN actions a ON a.id = given.second WHERE run_reaches(given.first, a.run_id)`,
);
