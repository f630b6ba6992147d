import { pool } from "@/lib/platform/db/client";

/** Days that first answers of idempotent requests are kept: longer than any client retries. */
export const idempotencyDays = 30;
/** Days that ended sessions stay to be looked at. */
export const sessionDays = 90;

// What is deleted in the end, and nothing else: actions, decisions and the audit log are never touched.

/** @returns how many went */
export async function forgetIdempotencyKeys(): Promise<number> {
  const { rowCount } = await pool().query(
    "DELETE FROM idempotency_keys WHERE created_at < now() - make_interval(days => $1)",
    [idempotencyDays],
  );
  return rowCount ?? 0;
}

/** Those that were ended, or ran out, so long ago. @returns how many went */
export async function forgetEndedSessions(): Promise<number> {
  const { rowCount } = await pool().query(
    "DELETE FROM sessions WHERE coalesce(revoked_at, expires_at) < now() - make_interval(days => $1)",
    [sessionDays],
  );
  return rowCount ?? 0;
}
