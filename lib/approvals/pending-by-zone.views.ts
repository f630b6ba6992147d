import { pool } from "@/lib/platform/db/client";

/** What waits in one zone, in all workspaces together. */
export interface PendingInZone {
  zone: "red" | "yellow" | "green";
  count: number;
  /** Of the action that has waited longest; 0 where none waits. */
  oldestAgeSeconds: number;
}

const zones = ["red", "yellow", "green"] as const;

/**
 * Counts what waits for people, over the queue's own index: no row of an action is read but the oldest of each zone, which is found by
 * its id, since those grow with time.
 */
export async function pendingByZone(): Promise<PendingInZone[]> {
  const { rows } = await pool().query<{ rank: number; count: string; age: string }>({
    name: "pending_by_zone",
    text: `WITH waiting AS (SELECT zone_rank, count(*) AS count, min(id) AS oldest FROM actions WHERE status = 'pending' GROUP BY zone_rank)
      SELECT w.zone_rank AS rank, w.count, greatest(extract(epoch FROM now() - a.created_at), 0) AS age
      FROM waiting w JOIN actions a ON a.id = w.oldest`,
  });
  return zones.map((zone, rank) => {
    const found = rows.find((row) => row.rank === rank);
    return { zone, count: Number(found?.count ?? 0), oldestAgeSeconds: Number(found?.age ?? 0) };
  });
}
