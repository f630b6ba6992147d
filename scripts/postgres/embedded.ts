import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { clusterUrl, freePort, openCluster, portTaken, remember } from "./cluster";
import { launch, NotStarted } from "./launch";
import { leftoverServer, releaseDeadLock, stopServer } from "./leftover";
import { keptRolePasswords, prepareRoles, type DatabaseUrls } from "./roles";

export interface EmbeddedPostgres {
  /** Connection string of the database `signalbox`, as the server's superuser: for maintenance, never for a server of ours. */
  url: string;
  /** Connection strings of the same database for those who use it. */
  roles: DatabaseUrls;
  /** Connection string of another database of the same server, as its superuser. */
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
  /** Ends a start that is under way. */
  signal?: AbortSignal;
}

/** How long a start waits for what an earlier one left behind. */
const settleMs = 30_000;

/**
 * Starts the PostgreSQL that comes with Signalbox on the files under `dataDirectory`, creating them when there are none.
 *
 * It listens on 127.0.0.1 only, with a random password, and writes every commit to disk before it answers.
 * A server left behind by a parent that was killed is stopped cleanly first. One that crashes is started again,
 * with a pause that doubles from a quarter of a second to ten.
 *
 * @throws when the server does not come up; the message carries the end of its log.
 */
export async function startEmbeddedPostgres(
  dataDirectory: string,
  options: EmbeddedOptions = {},
): Promise<EmbeddedPostgres> {
  const { onEvent = () => undefined, supervise = true, maxConnections = 200, signal } = options;
  const cluster = await openCluster(dataDirectory);

  let stopping = false;
  let child = await firstLaunch();
  if (supervise) void watch();

  /** Whatever an earlier start left behind goes within moments, in an order that nobody foresees: it is cleared and tried again. */
  async function firstLaunch(): Promise<ChildProcess> {
    for (const deadline = Date.now() + settleMs; ; await sleep(500)) {
      await clearTheWay();
      try {
        return await launch(cluster, { maxConnections, onEvent, signal });
      } catch (error) {
        if (Date.now() > deadline || signal?.aborted || !(error instanceof NotStarted && error.mayPass)) throw error;
        onEvent("PostgreSQL cannot start yet, as something of an earlier start has not ended; trying again.");
      }
    }
  }

  async function clearTheWay(): Promise<void> {
    const leftover = leftoverServer(cluster.folder);
    if (leftover) {
      onEvent("PostgreSQL still runs from an earlier start; stopping it cleanly first.");
      await stopServer(leftover.pid);
    }
    releaseDeadLock(cluster.folder);
    if (await portTaken(cluster.port)) {
      cluster.port = await freePort();
      remember(dataDirectory, { port: cluster.port, password: cluster.password });
    }
  }

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
        releaseDeadLock(cluster.folder);
        child = await launch(cluster, { maxConnections, onEvent, signal });
        onEvent("PostgreSQL is back.");
      } catch (error) {
        onEvent((error as Error).message);
      }
    }
  }

  await createDatabaseIfMissing(clusterUrl(cluster, "postgres"), "signalbox");
  const roles = await prepareRoles(clusterUrl(cluster, "signalbox"), "signalbox", keptRolePasswords(dataDirectory));
  return {
    url: clusterUrl(cluster, "signalbox"),
    roles,
    urlOf: (database) => clusterUrl(cluster, database),
    pid: () => child.pid,
    expectEnd: () => {
      stopping = true;
    },
    stop: async () => {
      stopping = true;
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
        await Promise.all([exited(child), stopServer(child.pid)]);
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

async function exited(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise((resolve) => child.once("exit", resolve));
}
