import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { leftoverServer, stopServer } from "../postgres/leftover";

const prefix = "signalbox-test-";

export interface TemporaryFolder {
  path: string;
  remove(): Promise<void>;
}

/**
 * Makes a folder for one test run. First clears away those of runs that were killed before they could do so
 * themselves, together with the PostgreSQL that may still run in them.
 */
export async function openTemporaryFolder(): Promise<TemporaryFolder> {
  for (const name of readdirSync(tmpdir())) {
    if (name.startsWith(prefix)) await removeIfAbandoned(join(tmpdir(), name));
  }
  const path = mkdtempSync(join(tmpdir(), prefix));
  chmodSync(path, 0o711);
  writeFileSync(join(path, "owner.pid"), String(process.pid));
  return { path, remove: () => remove(path) };
}

async function removeIfAbandoned(path: string): Promise<void> {
  const file = join(path, "owner.pid");
  if (!existsSync(file)) return;
  try {
    process.kill(Number(readFileSync(file, "utf8")), 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") await remove(path);
  }
}

async function remove(path: string): Promise<void> {
  const server = leftoverServer(join(path, "postgres"));
  if (server) await stopServer(server.pid);
  rmSync(path, { recursive: true, force: true, maxRetries: 3 });
}
