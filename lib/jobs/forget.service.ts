import { pool } from "@/lib/platform/db/client";
import { finishedDays } from "./job.rules";

/** Jobs that ended so long ago go, with their outputs; the audit log keeps that they were. @returns how many went */
export async function forgetFinishedJobs(): Promise<number> {
  const { rowCount } = await pool().query(
    `WITH gone AS (DELETE FROM jobs WHERE finished_at < now() - make_interval(days => $1) RETURNING workspace_id, id),
      chunks AS (DELETE FROM job_chunks c USING gone g WHERE c.workspace_id = g.workspace_id AND c.job_id = g.id)
      SELECT id FROM gone`,
    [finishedDays],
  );
  return rowCount ?? 0;
}
