import type { JobStatus } from "@/lib/jobs/job.rules";
import { pool } from "@/lib/platform/db/client";
import { withdrawalKind } from "./withdrawal.rules";

export interface Withdrawal {
  jobId: string;
  status: JobStatus;
  /** 0 to 1. */
  progress: number;
}

/** The newest job that cancels what waits in each of these stops' scopes; stops without one are not in it. */
export async function withdrawalsOf(workspaceId: string, stopIds: readonly string[]): Promise<Map<string, Withdrawal>> {
  if (stopIds.length === 0) return new Map();
  const { rows } = await pool().query<Withdrawal & { stopId: string }>(
    `SELECT DISTINCT ON (parameters->>'stopId') parameters->>'stopId' AS "stopId", id AS "jobId", status, progress FROM jobs
     WHERE workspace_id = $1 AND kind = $2 AND parameters->>'stopId' = ANY ($3) ORDER BY parameters->>'stopId', created_at DESC, id DESC`,
    [workspaceId, withdrawalKind, [...stopIds]],
  );
  return new Map(rows.map(({ stopId, jobId, status, progress }) => [stopId, { jobId, status, progress }]));
}
