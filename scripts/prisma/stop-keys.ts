import type { Client } from "pg";
import { keysOfStop, storedName } from "@/lib/scopes/scope-keys.rules";
import type { StopScopeType } from "@/lib/scopes/stop.rules";

/**
 * Gives stops of names that were pulled before names had keys the keys that a stop pulled today gets. Until then they cover everything of
 * their workspace. Does nothing where there are none.
 */
export async function keyStops(client: Client): Promise<void> {
  const { rows } = await client.query<{ id: string; type: StopScopeType; name: string | null }>(
    "SELECT id, scope_type AS type, scope_id AS name FROM stops WHERE scope_keys IS NULL",
  );
  for (const { id, type, name } of rows) {
    const keys = keysOfStop(type, name === null ? null : storedName(type, name));
    await client.query("UPDATE stops SET scope_keys = $2 WHERE id = $1", [id, keys]);
  }
}
