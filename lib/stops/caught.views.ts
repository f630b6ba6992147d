import { pool } from "@/lib/platform/db/client";

/** Beyond this many nobody counts along. */
const mostCounted = 100_000;

/** How many actions a stop denied, and how many that waited were cancelled for it. */
export interface Refused {
  denied: number;
  withdrawn: number;
}

/** What each of these stops refused, up to 100,000 actions of each; those that refused none are not in it. */
export async function refusedBy(workspaceId: string, stopIds: readonly string[]): Promise<Map<string, Refused>> {
  if (stopIds.length === 0) return new Map();
  const { rows } = await pool().query<Refused & { id: string }>(
    `SELECT asked.id, counted.denied, counted.withdrawn FROM unnest($2::text[]) AS asked (id), LATERAL (
       SELECT count(*) FILTER (WHERE outcome <> 'cancel')::int AS denied, count(*) FILTER (WHERE outcome = 'cancel')::int AS withdrawn
       FROM (SELECT outcome FROM decisions WHERE workspace_id = $1 AND stop_id = asked.id LIMIT ${mostCounted}) AS found
     ) AS counted WHERE counted.denied + counted.withdrawn > 0`,
    [workspaceId, [...stopIds]],
  );
  return new Map(rows.map(({ id, denied, withdrawn }) => [id, { denied, withdrawn }]));
}

/** Nothing waits longer than thirty days (maxDecideWithinSeconds), and no permit longer than one: what a stop caught was asked since. */
const asked = "interval '31 days'";

/**
 * SQL that is true of an action `a` that this stop caught: it denied it, it found it waiting, or it withdrew its permit before that was
 * used. Told from what the rows say of that moment, so it stays true after the re-arm.
 * @param bind binds a value and gives its placeholder
 */
export function caughtCondition(workspaceId: string, stopId: string, bind: (value: unknown) => string): string {
  const [workspace, stop] = [bind(workspaceId), bind(stopId)];
  return `a.id IN (
    SELECT d.action_id FROM decisions d WHERE d.workspace_id = ${workspace} AND d.stop_id = ${stop}
    UNION ALL
    SELECT c.id FROM stops s JOIN actions c ON c.workspace_id = s.workspace_id AND c.created_at < s.pulled_at AND c.created_at > s.pulled_at - ${asked}
      LEFT JOIN permits p ON p.action_id = c.id
    WHERE s.workspace_id = ${workspace} AND s.id = ${stop}
      AND (c.decided_at IS NULL OR c.decided_at > s.pulled_at OR (p.epoch < s.epoch AND p.consumed_at IS NULL AND p.expires_at > s.pulled_at))
      AND stop_covers(s.scope_type, s.scope_id, s.scope_keys, agent_line(c.agent_id), run_line(c.run_id), c.name_keys))`;
}
