import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { clusterUrl, freePort, openCluster, portTaken, remember, serverEnvironment, type Cluster } from "./cluster";
import { clearStrangersLock, leftoverServer, stopServer } from "./leftover";

export interface EmbeddedPostgres {
  /** Connection string of the database `signalbox`. */
  url: string;
  /** Connection string of another database of the same server. */
  urlOf(database: string): string;
  /** Process id of the postmaster running now. */
  pid(): number | undefined;
  /** From now on the server's end is no surprise: it is not started again. For a signal that went to all of us. */
  expectEnd(): void;
  /** Fast, clean shutdown. Ends the supervision too. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Told in plain words about restarts. */
  onEvent?: (message: string) => void;
  /** Restart the server when it ends by itself. On by default. */
  supervise?: boolean;
  maxConnections?: number;
}

/**
 * Starts the PostgreSQL that comes with Signalbox on the files under `dataDirectory`, creating them when there are none.
 *
 * It listens on 127.0.0.1 only, with a random password, and writes every commit to disk before it answers.
 * A server left behind by a parent that was killed is stopped cleanly first. One that crashes is started again,
 * with a pause that doubles from a quarter of a second to ten.
 *
 * @throws when the server does not come up; the message carries the end of its log.
 */
export async function startEmbeddedPostgres(dataDirectory: string, options: EmbeddedOptions = {}): Promise<EmbeddedPostgres> {
  const { onEvent = () => undefined, supervise = true, maxConnections = 200 } = options;
  const cluster = await openCluster(dataDirectory);

  const leftover = leftoverServer(cluster.folder);
  if (leftover) {
    onEvent("PostgreSQL still runs from an earlier start; stopping it cleanly first.");
    await stopServer(leftover.pid);
  }
  await clearStrangersLock(cluster.folder);
  if (await portTaken(cluster.port)) {
    cluster.port = await freePort();
    remember(dataDirectory, { port: cluster.port, password: cluster.password });
  }

  let stopping = false;
  let child = await launch(cluster, maxConnections);
  if (supervise) void watch();

  async function watch(): Promise<void> {
    let pauseMs = 250;
    let startedAt = Date.now();
    for (;;) {
      await exited(child);
      if (stopping) return;
      if (Date.now() - startedAt > 60_000) pauseMs = 250;
      onEvent(`PostgreSQL ended unexpectedly; starting it again in ${pauseMs} ms.`);
      await sleep(pauseMs);
      if (stopping) return;
      pauseMs = Math.min(pauseMs * 2, 10_000);
      startedAt = Date.now();
      try {
        child = await launch(cluster, maxConnections);
        onEvent("PostgreSQL is back.");
      } catch (error) {
        onEvent((error as Error).message);
      }
    }
  }

  await createDatabaseIfMissing(clusterUrl(cluster, "postgres"), "signalbox");
  return {
    url: clusterUrl(cluster, "signalbox"),
    urlOf: (database) => clusterUrl(cluster, database),
    pid: () => child.pid,
    expectEnd: () => {
      stopping = true;
    },
    stop: async () => {
      stopping = true;
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) await Promise.all([exited(child), stopServer(child.pid)]);
    },
  };
}

/** Creates a database unless it exists. Not for names from outside. */
export async function createDatabaseIfMissing(adminUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (!rowCount) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

async function launch(cluster: Cluster, maxConnections: number): Promise<ChildProcess> {
  const settings = {
    port: cluster.port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: maxConnections,
    shared_buffers: "128MB",
    fsync: "on",
    synchronous_commit: "on",
    full_page_writes: "on",
    timezone: "UTC",
    log_timezone: "UTC",
    log_line_prefix: "%m [%p] ",
  };
  const { file, args, options } = cluster.account.command(cluster.binaries.postgres, [
    "-D",
    cluster.folder,
    ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ]);
  setOldLogAside(cluster.logFile);
  const log = openSync(cluster.logFile, "a", 0o600);
  const child = spawn(file, args, { ...options, stdio: ["ignore", log, log], env: serverEnvironment() });
  closeSync(log);

  let ended: string | undefined;
  child.once("error", (error) => (ended = error.message));
  child.once("exit", (code, signal) => (ended = `it ended with ${signal ?? code}`));
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(40)) {
    if (ended !== undefined) break;
    if (await answers(clusterUrl(cluster, "postgres"))) return child;
  }
  child.kill("SIGQUIT");
  const tail = readFileSync(cluster.logFile, "utf8").trim().split("\n").slice(-6).join("\n  ");
  throw new Error(`PostgreSQL did not start: ${ended ?? "no answer within 60 seconds"}. The end of ${cluster.logFile}:\n  ${tail}`);
}

/** One old log of at most about ten megabytes is kept. */
function setOldLogAside(file: string): void {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 10_000_000) renameSync(file, `${file}.1`);
}

/** True when a PostgreSQL at this address lets us in. */
export async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on("error", () => undefined); // a connection lost while we ask is an answer too: the query below then fails
  try {
    await client.connect();
    await client.query("SELECT 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function exited(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise((resolve) => child.once("exit", resolve));
}
