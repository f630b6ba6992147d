import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { makePrivateFolder } from "../paths";
import { databaseAccount, type DatabaseAccount } from "./account";
import { postgresBinaries, type PostgresBinaries } from "./binaries";

/** A database cluster on disk, with what is needed to start it and to sign in to it. */
export interface Cluster {
  /** PostgreSQL's own folder. */
  folder: string;
  port: number;
  password: string;
  binaries: PostgresBinaries;
  account: DatabaseAccount;
  logFile: string;
}

const superuser = "signalbox";

interface Remembered {
  port: number;
  password: string;
}

/**
 * Opens the cluster kept under `dataDirectory`, creating it first when there is none.
 * Port and password are chosen once and kept in `postgres.json`, readable by the owner only.
 */
export async function openCluster(dataDirectory: string): Promise<Cluster> {
  makePrivateFolder(dataDirectory);
  const binaries = postgresBinaries();
  const folder = join(dataDirectory, "postgres");
  const account = databaseAccount([binaries.postgres, dataDirectory]);
  const isMade = existsSync(join(folder, "PG_VERSION"));
  const known = recall(dataDirectory);
  if (isMade && !known) {
    throw new Error(
      `${join(dataDirectory, "postgres.json")} is missing: it holds the password of the database in ${folder}. Restore it from your backup. ` +
        "(To start anew without this data, move the whole data folder away.)",
    );
  }
  const remembered =
    known ?? remember(dataDirectory, { port: await freePort(), password: randomBytes(24).toString("base64url") });
  const cluster = { folder, binaries, account, logFile: join(dataDirectory, "postgres.log"), ...remembered };
  if (!isMade) initialise(cluster, dataDirectory);
  return cluster;
}

/** What `openCluster` last wrote down for this folder, or undefined when it has no cluster. */
export function recall(dataDirectory: string): Remembered | undefined {
  const file = join(dataDirectory, "postgres.json");
  if (!existsSync(file)) return undefined;
  try {
    const { port, password } = JSON.parse(readFileSync(file, "utf8")) as Partial<Remembered>;
    if (typeof port === "number" && typeof password === "string") return { port, password };
  } catch {
    // said below
  }
  throw new Error(
    `${file} is damaged: it should hold the port and the password of the bundled database. Restore it from your backup.`,
  );
}

export function remember(dataDirectory: string, facts: Remembered): Remembered {
  const file = join(dataDirectory, "postgres.json");
  // Flushed: a machine that loses its power must not come back with an empty file in the old one's place.
  writeFileSync(`${file}.new`, `${JSON.stringify(facts)}\n`, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
  return facts;
}

/** The connection string of one database of the cluster. */
export function clusterUrl({ port, password }: Remembered, database: string): string {
  return `postgresql://${superuser}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

/** A TCP port of this machine that nobody listens on right now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("The system gave no port.");
  return address.port;
}

/** True when something of this machine already listens on the port. @throws Error when nobody could listen there */
export async function portTaken(port: number, host = "127.0.0.1"): Promise<boolean> {
  const server = createServer();
  const fault = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
    server.once("error", resolve);
    server.listen(port, host, () => resolve(undefined));
  });
  if (!fault) await new Promise((resolve) => server.close(resolve));
  if (!fault || fault.code === "EADDRINUSE") return fault !== undefined;
  if (fault.code === "EACCES")
    throw new Error(
      `This account may not listen on port ${port}. Set PORT to one above 1023, and let a proxy pass the lower one on.`,
    );
  throw new Error(
    `Nobody can listen on ${host}, port ${port} (${fault.code ?? fault.message}). Set HOST to an address of this machine, 0.0.0.0 for all.`,
  );
}

/** Runs initdb beside the final place and moves the result there whole, so an interrupted start leaves no half cluster. */
function initialise(cluster: Cluster, dataDirectory: string): void {
  const { account, binaries, folder } = cluster;
  const draft = join(dataDirectory, "postgres.new");
  const passwordFile = join(dataDirectory, "postgres.password");
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, cluster.password, { mode: 0o600 });
  if (account.owner) {
    chownSync(draft, account.owner.uid, account.owner.gid);
    chownSync(passwordFile, account.owner.uid, account.owner.gid);
  }
  const { file, args, options } = account.command(binaries.initdb, [
    `--pgdata=${draft}`,
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    // The built-in provider sorts alike on every operating system, whatever locales it has.
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
  ]);
  try {
    execFileSync(file, args, { ...options, stdio: ["ignore", "pipe", "pipe"], env: serverEnvironment() });
  } catch (cause) {
    const output = (cause as { stderr?: Buffer }).stderr?.toString().trim() ?? "";
    throw new Error(`PostgreSQL could not create its files: ${output}`, { cause });
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(draft, folder);
}

/** The little of our environment that PostgreSQL needs; none of our secrets. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH ?? "/usr/bin:/bin",
    LC_ALL: "C",
    TZ: "UTC",
    NODE_ENV: process.env.NODE_ENV ?? "production",
  };
}
