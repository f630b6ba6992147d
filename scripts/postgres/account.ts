import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

interface Account {
  uid: number;
  gid: number;
}

/** Who the database runs as. PostgreSQL refuses to run as root, so root hands over to an ordinary account. */
export interface DatabaseAccount {
  /** Owner of the database files; undefined when we are an ordinary user and stay ourselves. */
  owner?: Account;
  /** Turns a program and its arguments into what is to be spawned. */
  command(program: string, args: string[]): { file: string; args: string[]; options: { uid?: number; gid?: number } };
}

/**
 * The rights of root of which one is enough to pass through folders that are closed to others: the smaller one first, which
 * containers do not have by default.
 */
const passingRights = ["dac_read_search", "dac_override"] as const;

/**
 * Chooses the account for database files under `directory`, making a system user `postgres` where root has none.
 *
 * A checkout under a private folder (`/root`, a 0700 temporary folder) cannot be entered by that user. It then
 * keeps one right of root, passing through folders, which `setpriv` hands on.
 *
 * @param paths what the account must be able to reach: the programs and the data folder
 * @throws when root can hand over to nobody who reaches them
 */
export function databaseAccount(paths: string[]): DatabaseAccount {
  if (process.getuid?.() !== 0) {
    return { command: (file, args) => ({ file, args, options: {} }) };
  }
  const owner = findAccount("postgres") ?? makeAccount() ?? findAccount("nobody");
  if (!owner)
    throw new Error(
      "PostgreSQL does not run as root, and no other account was found or could be made. Start Signalbox as an ordinary user.",
    );

  const closed = paths.flatMap(ancestors).find((folder) => !canPass(folder, owner));
  if (!closed) {
    return { owner, command: (file, args) => ({ file, args, options: owner }) };
  }
  const prefix = passingRights.map((right) => handOver(owner, right)).find((candidate) => reaches(candidate, paths));
  if (!prefix) {
    throw new Error(
      `PostgreSQL does not run as root, and the account it runs as cannot enter ${closed}. ` +
        `Start Signalbox as an ordinary user, move it to a folder others may enter, or set DATABASE_URL.`,
    );
  }
  return { owner, command: (file, args) => ({ file: "setpriv", args: [...prefix, file, ...args], options: {} }) };
}

/** The arguments with which `setpriv` becomes the account but keeps one right. */
function handOver({ uid, gid }: Account, right: string): string[] {
  return [
    `--reuid=${uid}`,
    `--regid=${gid}`,
    "--clear-groups",
    // PostgreSQL's programs look for each other with access(2), for which the kernel drops the rights of whoever is not
    // root, unless this bit is set (capabilities(7)).
    "--securebits=+no_setuid_fixup",
    `--inh-caps=+${right}`,
    `--ambient-caps=+${right}`,
  ];
}

/** Asks in the way PostgreSQL will: whether a program run so may use each path, by access(2). */
function reaches(prefix: string[], paths: string[]): boolean {
  const question = "for (const path of process.argv.slice(1)) require('node:fs').accessSync(path, 1)";
  return (
    spawnSync("setpriv", [...prefix, process.execPath, "--eval", question, "--", ...paths], {
      env: { PATH: process.env.PATH, NODE_ENV: process.env.NODE_ENV },
    }).status === 0
  );
}

function findAccount(name: string): Account | undefined {
  const uid = spawnSync("id", ["-u", name], { encoding: "utf8" });
  const gid = spawnSync("id", ["-g", name], { encoding: "utf8" });
  if (uid.status !== 0 || gid.status !== 0) return undefined;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

function makeAccount(): Account | undefined {
  try {
    execFileSync("useradd", ["--system", "--user-group", "--no-create-home", "postgres"], { stdio: "ignore" });
  } catch {
    return undefined; // no useradd on this system: the caller falls back to an account that exists
  }
  return findAccount("postgres");
}

function ancestors(path: string): string[] {
  const folders: string[] = [];
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if (existsSync(folder) && statSync(folder).isDirectory()) folders.push(folder);
    if (folder === dirname(folder)) return folders;
  }
}

function canPass(folder: string, owner: Account): boolean {
  const { mode, uid, gid } = statSync(folder);
  if (uid === owner.uid) return (mode & 0o100) !== 0;
  if (gid === owner.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}
