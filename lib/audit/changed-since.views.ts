import { pool } from "@/lib/platform/db/client";
import type { StreamMessage } from "@/lib/platform/events/stream-events.rules";

/** How many of the newest entries that have no place in the log yet are looked at; where there are as many, something has happened. */
const newest = 1_000;

const changedQuery = {
  name: "audit.changed_since",
  text: `SELECT EXISTS (SELECT 1 FROM audit_entries WHERE workspace_id = $1 AND at >= $2)
    OR (SELECT coalesce(bool_or(workspace_id = $1 AND at >= $2), false) OR count(*) = ${newest} FROM (SELECT workspace_id, at FROM audit_staged ORDER BY id DESC LIMIT ${newest}) AS staged) AS changed`,
};

/**
 * What somebody missed who saw a workspace as it was at a moment: `stream.resumed`, if anything was recorded since, and nothing if not.
 * What it was need not be said: whoever hears it reads again.
 */
export async function changedSince(workspaceId: string, since: Date): Promise<StreamMessage[]> {
  const { rows } = await pool().query<{ changed: boolean }>({ ...changedQuery, values: [workspaceId, since] });
  return rows[0]?.changed === true
    ? [{ event: "stream.resumed", data: { subjectId: null, event: "stream.resumed" } }]
    : [];
}
