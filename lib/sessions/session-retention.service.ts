import { pool } from "@/lib/platform/db/client";

/** Days that ended sessions stay to be looked at. */
export const sessionDays = 90;

/** Those that were ended, or ran out, so long ago. Actions, decisions and the audit log are never touched. @returns how many went */
export async function forgetEndedSessions(): Promise<number> {
  const { rowCount } = await pool().query(
    "DELETE FROM sessions WHERE coalesce(revoked_at, expires_at) < now() - make_interval(days => $1)",
    [sessionDays],
  );
  return rowCount ?? 0;
}
