import { pool } from "@/lib/platform/db/client";
import { gathered } from "@/lib/platform/gathered";

const reached = `SELECT given.run_id, given.action_id FROM unnest($1::text[], $2::text[]) AS given(run_id, action_id)
  JOIN actions a ON a.id = given.action_id WHERE run_reaches(given.run_id, a.run_id)`;

const pair = (runId: string, actionId: string): string => `${runId} ${actionId}`;

const reaches = gathered("run-reach", async (keys) => {
  const given = keys.map((key) => key.split(" "));
  const { rows } = await pool().query<{ run_id: string; action_id: string }>({
    name: "run_reach",
    text: reached,
    values: [given.map(([runId]) => runId), given.map(([, actionId]) => actionId)],
  });
  return new Set(rows.map((row) => pair(row.run_id, row.action_id)));
});

/** Was the action asked in this run or in one under it? All that a run's token may hear of; read for all who ask in the same moment. */
export function runReachesAction(runId: string, actionId: string): Promise<boolean> {
  return reaches(pair(runId, actionId));
}
