import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readlinkSync, realpathSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** The postmaster that `postmaster.pid` in the cluster's folder names, if such a process lives. */
export interface LeftoverServer {
  pid: number;
  port: number;
}

/** More than any system gives out: PostgreSQL, which asks whether the process of a lock file lives, finds that it does not. */
const nobodysPid = 2_147_483_646;

/**
 * Reads PostgreSQL's own lock file. A process id may have been given to somebody else since (after a reboot, in a
 * new container), so the process must also look like a PostgreSQL of this folder.
 */
export function leftoverServer(folder: string): LeftoverServer | undefined {
  const lines = lockFile(folder);
  if (!lines) return undefined;
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!Number.isInteger(pid) || pid <= 1 || !isAlive(pid)) return undefined;
  return worksOn(pid, folder) ? { pid, port } : undefined;
}

/**
 * Stops a server that outlived whoever started it, as cleanly as it lets itself be stopped:
 * a fast shutdown first (SIGINT: open transactions roll back), after 20 seconds an immediate one (SIGQUIT).
 */
export async function stopServer(pid: number): Promise<void> {
  signal(pid, "SIGINT");
  if (await gone(pid, 20_000)) return;
  signal(pid, "SIGQUIT");
  if (await gone(pid, 10_000)) return;
  throw new Error(`The PostgreSQL with process id ${pid} does not stop.`);
}

/**
 * Lets PostgreSQL start over a lock file whose process id answers although no PostgreSQL of this folder is behind it: the dead
 * one was not collected yet (a zombie, for good where nobody does), or the id belongs to a stranger now. Only the id is taken
 * out. What else the file says stays, for PostgreSQL to see by its shared memory whether a part of the dead server still works.
 */
export function releaseDeadLock(folder: string): void {
  const lines = lockFile(folder);
  if (!lines || leftoverServer(folder)) return;
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 1 || !exists(pid)) return;
  writeFileSync(join(folder, "postmaster.pid"), [nobodysPid, ...lines.slice(1)].join("\n"));
}

function lockFile(folder: string): string[] | undefined {
  const file = join(folder, "postmaster.pid");
  return existsSync(file) ? readFileSync(file, "utf8").split("\n") : undefined;
}

/** Is there an entry for this id among the processes, be it of one that ended? */
function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function isAlive(pid: number): boolean {
  return exists(pid) && !isZombie(pid);
}

/** A process that ended but that nobody has collected yet, as happens to orphans in containers without an init. */
function isZombie(pid: number): boolean {
  const state = processState(pid);
  return state.startsWith("Z") || state.startsWith("X");
}

function processState(pid: number): string {
  if (existsSync("/proc/self/stat")) {
    try {
      // The name between the parentheses may hold any character, parentheses too.
      return readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /s, "");
    } catch {
      return "X"; // the process went in between
    }
  }
  return ps(pid, "state=");
}

/** Does this process look like the PostgreSQL of a folder? It makes the folder its working directory, and names it when called. */
function worksOn(pid: number, folder: string): boolean {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    const isNamed = command[command.indexOf("-D") + 1] === folder;
    return isNamed || readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder);
  } catch {
    // No such folder on this system, or not for us to read.
    return (
      statSync("/proc/self", { throwIfNoEntry: false }) === undefined && ps(pid, "command=").includes(`-D ${folder}`)
    );
  }
}

function ps(pid: number, what: string): string {
  try {
    return execFileSync("ps", ["-p", String(pid), "-o", what], { encoding: "utf8" });
  } catch {
    return ""; // the process went in between
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

async function gone(pid: number, withinMs: number): Promise<boolean> {
  for (let waited = 0; waited < withinMs; waited += 50) {
    if (!isAlive(pid)) return true;
    await sleep(50);
  }
  return !isAlive(pid);
}
