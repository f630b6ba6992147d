import { pool } from "@/lib/platform/db/client";

/** Counting ends here: a log that stands still must not make every look at it dear. */
const countedAtMost = 100_000;

/** Entries that wait for their number, in all workspaces together, at most 100,000, and the age of the oldest; 0 where none waits. */
export async function stagedEntries(): Promise<{ count: number; oldestAgeSeconds: number }> {
  const { rows } = await pool().query<{ count: string; age: string }>({
    name: "staged_entries",
    text: `SELECT (SELECT count(*) FROM (SELECT FROM audit_staged LIMIT ${countedAtMost}) AS first) AS count,
      greatest(coalesce(extract(epoch FROM now() - (SELECT at FROM audit_staged ORDER BY id LIMIT 1)), 0), 0) AS age`,
  });
  return { count: Number(rows[0]?.count ?? 0), oldestAgeSeconds: Number(rows[0]?.age ?? 0) };
}
