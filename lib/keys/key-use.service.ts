import { pool } from "@/lib/platform/db/client";
import { processWide } from "@/lib/platform/process-wide";

/** Last use of each key, gathered in memory so that using a key writes nothing; written down by the worker now and then. */
function uses(): Map<string, Date> {
  return processWide("key-use", () => new Map<string, Date>());
}

export function noteKeyUse(keyId: string): void {
  uses().set(keyId, new Date());
}

/** Writes it down. What another instance is writing at this moment, and what could not be written, is kept for the next time. */
export async function writeKeyUse(): Promise<void> {
  const batch = [...uses()];
  if (batch.length === 0) return;
  uses().clear();
  const written = new Set<string>();
  try {
    const { rows } = await pool().query<{ id: string }>(
      `WITH used AS (SELECT * FROM unnest($1::text[], $2::timestamptz[]) AS u(id, at)),
        free AS (SELECT k.id FROM api_keys k WHERE k.id = ANY ($1) FOR NO KEY UPDATE SKIP LOCKED),
        written AS (UPDATE api_keys k SET last_used_at = used.at FROM used, free
          WHERE k.id = used.id AND k.id = free.id AND (k.last_used_at IS NULL OR k.last_used_at < used.at))
       SELECT id FROM free`,
      [batch.map(([id]) => id), batch.map(([, at]) => at)],
    );
    for (const { id } of rows) written.add(id);
  } finally {
    for (const [id, at] of batch) if (!written.has(id) && !uses().has(id)) uses().set(id, at);
  }
}
