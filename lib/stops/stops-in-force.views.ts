import { pool } from "@/lib/platform/db/client";
import { stopScopes } from "@/lib/scopes/stop.rules";

/** How many stops hold for each kind of scope, in all workspaces together. */
export async function stopsInForce(): Promise<{ scope: string; count: number }[]> {
  const { rows } = await pool().query<{ scope: string; count: string }>({
    name: "stops_in_force",
    text: "SELECT scope_type AS scope, count(*) AS count FROM stops WHERE rearmed_at IS NULL GROUP BY scope_type",
  });
  return stopScopes.map((scope) => ({ scope, count: Number(rows.find((row) => row.scope === scope)?.count ?? 0) }));
}
