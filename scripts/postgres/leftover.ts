import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** The postmaster that `postmaster.pid` in the cluster's folder names, if such a process lives. */
export interface LeftoverServer {
  pid: number;
  port: number;
}

/**
 * Reads PostgreSQL's own lock file. A process id may have been given to somebody else since (after a reboot, in a
 * new container), so the process must also look like a PostgreSQL of this folder.
 */
export function leftoverServer(folder: string): LeftoverServer | undefined {
  const file = join(folder, "postmaster.pid");
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, "utf8").split("\n");
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!Number.isInteger(pid) || pid <= 1 || !isAlive(pid)) return undefined;
  return commandLine(pid).includes(folder) ? { pid, port } : undefined;
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

/** Removes a lock file whose process id now belongs to a stranger; PostgreSQL itself would refuse to start over it. */
export async function clearStrangersLock(folder: string): Promise<void> {
  const file = join(folder, "postmaster.pid");
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, "utf8").split("\n")[0]);
  if (!Number.isInteger(pid) || !isAlive(pid) || leftoverServer(folder)) return;
  await sleep(1_000); // backends of a postmaster that died leave within moments
  rmSync(file, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** A process that ended but that nobody has collected yet, as happens to orphans in containers without an init. */
function isZombie(pid: number): boolean {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return false;
  return readFileSync(file, "utf8").split(") ")[1]?.startsWith("Z") ?? false;
}

function commandLine(pid: number): string {
  const file = `/proc/${pid}/cmdline`;
  if (existsSync(file)) return readFileSync(file, "utf8");
  try {
    return execFileSync("ps", ["-p", String(pid), "-o", "command="], { encoding: "utf8" });
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
