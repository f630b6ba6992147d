import pg from "pg";
import { formatDuration } from "@/lib/platform/format";

/** Clocks further apart than this make deadlines wrong that a person could notice. */
const toleratedMs = 10_000;

/**
 * Is this machine's clock one to judge deadlines by? It is compared with the database's, and the database's with the newest entries of
 * the log, which nothing can be older than. A wrong clock keeps nobody from starting: stops must work with it, too.
 *
 * @param url a database account that may read the log
 * @param now this machine's time, ms since 1970
 * @returns a sentence where they disagree
 */
export async function warnOfClock(url: string, now: () => number = Date.now): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const asked = now();
    const { rows } = await client.query<{ database: Date; newest: Date | null }>(
      `SELECT clock_timestamp() AS database, max(e.at) AS newest
       FROM audit_heads h JOIN audit_entries e ON e.workspace_id = h.workspace_id AND e.seq = h.size - 1`,
    );
    const [{ database, newest } = { database: new Date(asked), newest: null }] = rows;
    // The answer's time lies between the question and now: half of that way is nobody's fault.
    const apart = (asked + now()) / 2 - database.getTime();
    if (Math.abs(apart) > toleratedMs) {
      return `This machine's clock is ${formatDuration(Math.abs(apart))} ${apart > 0 ? "ahead of" : "behind"} the database's: deadlines and permits do not end when they say. Let both follow a time server (NTP), and start again.`;
    }
    const ahead = (newest?.getTime() ?? 0) - database.getTime();
    if (ahead <= toleratedMs) return undefined;
    return `The log's newest entry was written ${formatDuration(ahead)} in the future of this clock: the clock was set back, or was wrong before. Entries keep their order, which is by number; their times mislead until then. Check the clock.`;
  } finally {
    await client.end();
  }
}
