import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { clusterUrl, serverEnvironment, type Cluster } from "./cluster";

/** How long a server may stay silent. One that says it is still reading its log after a crash may take as long as that takes. */
const silenceMs = 60_000;

/** A recovery that takes longer than this is told. */
const newsMs = 3_000;

/** What PostgreSQL says where it cannot start because something that is about to end has not ended. */
const passing =
  /lock file "[^"]*" (already exists|is empty)|shared memory block|address already in use|could not bind/i;

/** PostgreSQL did not come up. The message carries the end of its log. */
export class NotStarted extends Error {
  override name = "NotStarted";
  /** Whether what stood in the way may go by itself. */
  readonly mayPass: boolean;

  constructor(reason: string, logFile: string, said: string) {
    const tail = said.trim().split("\n").slice(-6).join("\n  ");
    const advice = /no space left on device/i.test(said)
      ? "\nThe disk is full. Make room on it and start again; nothing that was acknowledged is lost."
      : "";
    super(`PostgreSQL did not start: ${reason}. The end of ${logFile}:\n  ${tail}${advice}`);
    this.mayPass = passing.test(said);
  }
}

/**
 * Starts the postmaster of a cluster and waits until it lets us in.
 *
 * @throws NotStarted when it ends or stays silent, or when the start was called off by `signal`
 */
export async function launch(
  cluster: Cluster,
  {
    maxConnections,
    onEvent,
    signal,
  }: { maxConnections: number; onEvent: (message: string) => void; signal?: AbortSignal | undefined },
): Promise<ChildProcess> {
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
  const saidBefore = statSync(cluster.logFile, { throwIfNoEntry: false })?.size ?? 0;
  const log = openSync(cluster.logFile, "a", 0o600);
  const child = spawn(file, args, { ...options, stdio: ["ignore", log, log], env: serverEnvironment() });
  closeSync(log);

  let ended: string | undefined;
  child.once("error", (error) => (ended = error.message));
  child.once("exit", (code, by) => (ended = `it ended with ${by ?? code}`));
  let isRecovering = false;
  const startedAt = Date.now();
  for (
    let deadline = Date.now() + silenceMs;
    Date.now() < deadline && ended === undefined && !signal?.aborted;
    await sleep(40)
  ) {
    const state = await ask(clusterUrl(cluster, "postgres"));
    if (state === "open") return child;
    if (state === "refused")
      ended =
        "it does not know the password in postgres.json, which belongs to other database files. Restore both from the same backup";
    if (state !== "busy") continue;
    deadline = Date.now() + silenceMs;
    if (!isRecovering && Date.now() - startedAt > newsMs) {
      isRecovering = true;
      onEvent("PostgreSQL brings its files up to date, as it was not shut down cleanly; it lets nobody in until then.");
    }
  }
  child.kill(signal?.aborted ? "SIGINT" : "SIGQUIT");
  const said = readFileSync(cluster.logFile).subarray(saidBefore).toString("utf8");
  throw new NotStarted(
    ended ?? (signal?.aborted ? "the start was called off" : "no answer within 60 seconds"),
    cluster.logFile,
    said,
  );
}

/** One old log of at most about ten megabytes is kept. */
function setOldLogAside(file: string): void {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 10_000_000) renameSync(file, `${file}.1`);
}

/** True when a PostgreSQL at this address lets us in. */
export async function answers(url: string): Promise<boolean> {
  return (await ask(url)) === "open";
}

/** PostgreSQL's code for "cannot connect now": it starts up, recovers or shuts down. */
const cannotConnectNow = "57P03";

/** "invalid password" and "invalid authorization". */
const refusals = ["28P01", "28000"];

async function ask(url: string): Promise<"open" | "busy" | "refused" | "closed"> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on("error", () => undefined); // a connection lost while we ask is an answer too: the query below then fails
  try {
    await client.connect();
    await client.query("SELECT 1");
    return "open";
  } catch (error) {
    const { code = "" } = error as { code?: string };
    if (code === cannotConnectNow) return "busy";
    return refusals.includes(code) ? "refused" : "closed";
  } finally {
    await client.end().catch(() => undefined);
  }
}
