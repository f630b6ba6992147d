import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

/** A database that is just starting, beside us or with us, gets this long. */
const patienceMs = 30_000;
const oldestVersion = 150_000;
/** Connections of an instance beside its pools of requests: sequencer and job queue (two each), listener, metrics, and whoever looks by hand. */
const besidePool = 7;

const sessionAdvice =
  "Signalbox keeps connections of its own and needs each to stay one session (prepared statements, LISTEN, locks of a session). " +
  "Point DATABASE_URL at PostgreSQL itself, or at the pooler's port for session mode.";

/**
 * Uses a database as Signalbox will, before anything relies on it.
 *
 * @param poolSize connections that one instance keeps for requests
 * @throws Error with a sentence that says what is in the way and what to do
 */
export async function checkDatabase(
  url: string,
  poolSize: number,
  onEvent: (message: string) => void = () => undefined,
): Promise<void> {
  const open: pg.Client[] = [];
  const connect = async (): Promise<pg.Client> => {
    // With the settings of the pool's own connections, as a pooler may refuse them.
    const client = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: 5_000,
      statement_timeout: 30_000,
      idle_in_transaction_session_timeout: 15_000,
      query_timeout: 5_000,
    });
    client.on("error", () => undefined); // told by the query that is lost with it
    open.push(client);
    await client.connect();
    return client;
  };
  try {
    const first = await firstConnection(connect, url, onEvent);
    await checkServer(first, poolSize);
    await checkSessions(first, connect);
  } finally {
    await Promise.all(open.map((client) => client.end().catch(() => undefined)));
  }
}

async function firstConnection(
  connect: () => Promise<pg.Client>,
  url: string,
  onEvent: (message: string) => void,
): Promise<pg.Client> {
  let told = false;
  for (const deadline = Date.now() + patienceMs; ; await sleep(500)) {
    try {
      return await connect();
    } catch (error) {
      const known = connectionFault(error, url);
      if (known || Date.now() > deadline)
        throw new Error(
          known ?? `The database at ${place(url)} does not answer: ${words(error)}. Start it, or correct DATABASE_URL.`,
          { cause: error },
        );
      if (!told)
        onEvent(`The database at ${place(url)} does not answer yet (${words(error)}); trying for half a minute…`);
      told = true;
    }
  }
}

/** A fault that does not pass by waiting. */
function connectionFault(error: unknown, url: string): string | undefined {
  const { code = "" } = error as { code?: string };
  const text = words(error);
  if (/unsupported startup parameter|statement_timeout/i.test(text))
    return `DATABASE_URL leads to a pooler that refuses settings of a connection (${text}). ${sessionAdvice}`;
  if (code === "28P01" || code === "28000")
    return `The database at ${place(url)} refuses the user or password in DATABASE_URL: ${text}.`;
  if (code === "3D000")
    return `The database at ${place(url)} has no such database: ${text}. Make it first (CREATE DATABASE).`;
  if (code === "ENOTFOUND") return `DATABASE_URL names a host that does not exist: ${text}.`;
  if (/SSL|certificate/i.test(text))
    return `The encrypted connection to ${place(url)} fails: ${text}. See sslmode in DATABASE_URL.`;
  return undefined;
}

async function checkServer(client: pg.Client, poolSize: number): Promise<void> {
  const { rows } = await client.query<{
    version: number;
    standby: boolean;
    readonly: string;
    encoding: string;
    most: number;
    reserved: number;
  }>(
    `SELECT current_setting('server_version_num')::int AS version, pg_is_in_recovery() AS standby,
            current_setting('transaction_read_only') AS readonly, current_setting('server_encoding') AS encoding,
            current_setting('max_connections')::int AS most, current_setting('superuser_reserved_connections')::int AS reserved`,
  );
  const server = rows[0];
  if (!server) throw new Error("The database in DATABASE_URL does not answer questions about itself.");
  const { version, standby, readonly, encoding, most, reserved } = server;
  if (version < oldestVersion)
    throw new Error(
      `The database in DATABASE_URL is PostgreSQL ${Math.floor(version / 10_000)}. Signalbox needs 15 or newer.`,
    );
  if (standby)
    throw new Error(
      "The database in DATABASE_URL is a standby, which takes no changes. Point DATABASE_URL at the primary.",
    );
  if (readonly === "on")
    throw new Error(
      "The database in DATABASE_URL takes no changes (default_transaction_read_only is on). Set it off for this user and database.",
    );
  if (encoding !== "UTF8")
    throw new Error(
      `The database in DATABASE_URL is encoded in ${encoding}. Make one in UTF8: CREATE DATABASE signalbox TEMPLATE template0 ENCODING 'UTF8'.`,
    );
  if (poolSize + besidePool > most - reserved) {
    throw new Error(
      `The database in DATABASE_URL lets ${most - reserved} connections in (max_connections), and this instance may need ${poolSize + besidePool}. ` +
        `Raise max_connections, or let SIGNALBOX_DB_POOL, SIGNALBOX_DB_STOP_POOL and SIGNALBOX_DB_PERMIT_POOL be ${Math.max(6, most - reserved - besidePool)} together.`,
    );
  }
}

/**
 * Does each connection stay one session? Behind a pooler in transaction mode it does not: while others hold transactions, one
 * connection's statements reach now this backend, now that, or none.
 */
async function checkSessions(client: pg.Client, connect: () => Promise<pg.Client>): Promise<void> {
  const backend = async (): Promise<number | undefined> =>
    (await client.query<{ pid: number }>({ name: "signalbox_session", text: "SELECT pg_backend_pid() AS pid" })).rows[0]
      ?.pid;
  try {
    const before = await backend();
    for (let others = 0; others < 4; others++) {
      const other = await connect();
      await other.query("BEGIN");
      await other.query("SELECT 1");
      for (let again = 0; again < 3; again++) {
        if ((await backend()) !== before) throw new Error("another backend answered");
      }
    }
  } catch (error) {
    if ((error as { code?: string }).code === "53300")
      throw new Error(`The database in DATABASE_URL lets no more connections in: ${words(error)}.`, { cause: error });
    throw new Error(`DATABASE_URL leads to a pooler in transaction mode (${words(error)}). ${sessionAdvice}`, {
      cause: error,
    });
  }
}

function place(url: string): string {
  return URL.canParse(url) ? new URL(url).host || "the socket in DATABASE_URL" : "DATABASE_URL";
}

function words(error: unknown): string {
  const { message, code, errors } = error as { message?: string; code?: string; errors?: unknown[] };
  // Several addresses were tried, each in vain: the first says it.
  if (!message && errors?.[0]) return words(errors[0]);
  return message || code || String(error);
}
