import { db, pool } from "@/lib/platform/db/client";
import { newId } from "@/lib/platform/ids";

/**
 * Uses the database as the main routes do, and leaves nothing behind: a named prepared statement, a transaction-long lock, a write
 * that is taken back, and a read through Prisma. A database that answers `SELECT 1` and cannot do these (read-only, without its
 * functions or rights, behind a pooler that changes connections) is of no use.
 * @throws what the database says
 */
export async function tryDatabase(): Promise<void> {
  const client = await pool().connect();
  try {
    await client.query("BEGIN");
    await client.query({ name: "health_epoch", text: "SELECT shared_epoch($1) AS epoch", values: ["health"] });
    await client.query({
      name: "health_write",
      text: "INSERT INTO idempotency_keys (workspace_id, caller_id, key, request_hash, created_at) VALUES ('', 'health', $1, '', now())",
      values: [newId("request")],
    });
    await client.query("ROLLBACK");
    client.release();
  } catch (error) {
    // Whatever state the connection is in, nobody else gets it.
    client.release(true);
    throw error;
  }
  await db().workspace.findFirst({ select: { id: true } });
}
