import { pool } from "@/lib/platform/db/client";

const activeQuery = `SELECT id FROM runs
  WHERE id = ANY ($3) AND workspace_id = $1 AND agent_id = $2 AND ended_at IS NULL AND expires_at > clock_timestamp()`;

/** Which of these runs are the agent's and active now. One may end a moment later: what relies on it checks again as it writes. */
export async function activeRunsAmong(workspaceId: string, agentId: string, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await pool().query<{ id: string }>(activeQuery, [workspaceId, agentId, ids]);
  return new Set(rows.map((r) => r.id));
}
