import { pool } from "@/lib/platform/db/client";
import type { ActionHistory } from "./approval.schemas";
import { earlierValues } from "./earlier.rules";

/** So many runs say what is usual. */
const runsRead = 20;
/** Among so many of the newest of its type they are looked for: what it costs does not grow with the log. */
const lookedAt = 1_000;
/** Larger parameters are not read to be compared. */
const maxBytes = 20_000;

interface Run {
  id: string;
  decided_at: Date;
  parameters: string;
}

// On what has a resource only runs on the same one are compared: nodes of one pool say nothing about another's.
const runsQuery = {
  name: "approvals.earlier_runs",
  text: `SELECT id, decided_at, coalesce(final_parameters, parameters)::text AS parameters FROM (
      SELECT * FROM actions WHERE workspace_id = $1 AND action = $2 AND created_at < $3 ORDER BY created_at DESC LIMIT ${lookedAt}
    ) AS newest
    WHERE execution_status = 'succeeded' AND resource_type IS NOT DISTINCT FROM $4 AND resource_id IS NOT DISTINCT FROM $5
      AND octet_length(coalesce(final_parameters, parameters)::text) <= ${maxBytes}
    ORDER BY created_at DESC LIMIT ${runsRead}`,
};

/** The action that is compared. */
export interface ComparedAction {
  workspaceId: string;
  action: string;
  resourceType: string | null;
  resourceId: string | null;
  createdAt: Date;
  parameters: unknown;
}

/** What an action's values were when the same was last done to the same thing; null where it never was. */
export async function earlierOf({
  workspaceId,
  action,
  resourceType,
  resourceId,
  createdAt,
  parameters,
}: ComparedAction): Promise<ActionHistory["earlier"]> {
  const { rows } = await pool().query<Run>({
    ...runsQuery,
    values: [workspaceId, action, createdAt, resourceType, resourceId],
  });
  const [last] = rows;
  if (!last) return null;
  const runs = rows.map((row) => JSON.parse(row.parameters) as Record<string, unknown>);
  return {
    lastRun: { id: last.id, at: last.decided_at.toISOString() },
    runs: rows.length,
    onResource: resourceId !== null,
    values: earlierValues(parameters as Record<string, unknown>, runs),
  };
}
