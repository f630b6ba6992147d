import { pool } from "@/lib/platform/db/client";
import { processWide } from "@/lib/platform/process-wide";

/** Last use of each key, gathered in memory so that using a key writes nothing; written down by the worker now and then. */
function uses(): Map<string, Date> {
  return processWide("key-use", () => new Map<string, Date>());
}

export function noteKeyUse(keyId: string): void {
  uses().set(keyId, new Date());
}

export async function writeKeyUse(): Promise<void> {
  const batch = [...uses()];
  if (batch.length === 0) return;
  uses().clear();
  await pool().query(
    `UPDATE api_keys k SET last_used_at = u.at FROM unnest($1::text[], $2::timestamptz[]) AS u(id, at)
     WHERE k.id = u.id AND (k.last_used_at IS NULL OR k.last_used_at < u.at)`,
    [batch.map(([id]) => id), batch.map(([, at]) => at)],
  );
}
