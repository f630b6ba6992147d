import pg from "pg";
import { logsOlderThanAnchors, olderDatabaseMessage } from "@/lib/audit/older-database.service";

/** @throws when the database has less than this installation has signed, with what to do */
export async function refuseOlderDatabase(url: string, dataDirectory: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const older = await logsOlderThanAnchors(client, dataDirectory);
    if (older.length > 0) throw new Error(olderDatabaseMessage(older));
  } finally {
    await client.end();
  }
}
