import { pool } from "@/lib/platform/db/client";
import { gathered } from "@/lib/platform/gathered";
import type { AgentCaller } from "@/lib/platform/http/caller";

const standing = `SELECT given.key_id, given.run_id
  FROM unnest($1::text[], $2::text[]) AS given(key_id, run_id) JOIN api_keys k ON k.id = given.key_id LEFT JOIN runs r ON r.id = given.run_id
  WHERE k.revoked_at IS NULL AND k.expires_at > clock_timestamp()
    AND (given.run_id = '' OR (r.ended_at IS NULL AND r.expires_at > clock_timestamp()))`;

const credential = (keyId: string, runId: string): string => `${keyId} ${runId}`;

const stands = gathered("key-standing", async (keys) => {
  const given = keys.map((key) => key.split(" "));
  const { rows } = await pool().query<{ key_id: string; run_id: string }>({
    name: "key_standing",
    text: standing,
    values: [given.map(([keyId]) => keyId), given.map(([, runId]) => runId ?? "")],
  });
  return new Set(rows.map((row) => credential(row.key_id, row.run_id)));
});

/**
 * Is the agent's key, or the run's token, still good? Read from the database for all who ask in the same moment, so that every stream
 * may ask before every heartbeat. Retiring an agent revokes its keys.
 */
export function keyStands({ keyId, runId }: AgentCaller): Promise<boolean> {
  return stands(credential(keyId, runId ?? ""));
}
