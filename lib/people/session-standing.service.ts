import { pool } from "@/lib/platform/db/client";
import { gathered } from "@/lib/platform/gathered";

const standing = `SELECT given.session_id, given.workspace_id
  FROM unnest($1::text[], $2::text[]) AS given(session_id, workspace_id) JOIN sessions s ON s.id = given.session_id
  JOIN memberships m ON m.person_id = s.person_id AND m.workspace_id = given.workspace_id
  WHERE s.revoked_at IS NULL AND s.expires_at > clock_timestamp() AND m.deactivated_at IS NULL`;

const place = (sessionId: string, workspaceId: string): string => `${sessionId} ${workspaceId}`;

const stands = gathered("session-standing", async (keys) => {
  const given = keys.map((key) => key.split(" "));
  const { rows } = await pool().query<{ session_id: string; workspace_id: string }>({
    name: "session_standing",
    text: standing,
    values: [given.map(([sessionId]) => sessionId), given.map(([, workspaceId]) => workspaceId)],
  });
  return new Set(rows.map((row) => place(row.session_id, row.workspace_id)));
});

/** Is the session still open, and its person an active member here? Read for all who ask in the same moment (see keyStands). */
export function sessionStands(sessionId: string, workspaceId: string): Promise<boolean> {
  return stands(place(sessionId, workspaceId));
}
