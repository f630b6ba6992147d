import { pool, type Queryable } from "@/lib/platform/db/client";

/**
 * Works on one connection while the epoch of a workspace is held still, shared with everyone at the gate; changes of the controls
 * wait. Everything inside uses that connection: waiting for a second one while holding this could wait for ever.
 */
export async function underGateLock<T>(workspaceId: string, work: (connection: Queryable) => Promise<T>): Promise<T> {
  const connection = await pool().connect();
  let broken: Error | undefined;
  try {
    await connection.query("BEGIN");
    await connection.query("SELECT shared_epoch($1)", [workspaceId]);
    const result = await work(connection);
    await connection.query("COMMIT");
    return result;
  } catch (error) {
    await connection
      .query("ROLLBACK")
      .catch((fault: unknown) => (broken = fault instanceof Error ? fault : new Error(String(fault))));
    throw error;
  } finally {
    connection.release(broken);
  }
}
