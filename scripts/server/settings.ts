import { randomBytes } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readEnvironment } from "@/lib/platform/env";

/** What the start itself needs to know; the rest is read by the server. */
export interface StartSettings {
  port: number;
  host: string;
  /** The address people use. */
  url: string;
  demo: boolean;
  /** Database connections that this instance keeps for requests, of all lanes. */
  poolSize: number;
}

/**
 * Reads the settings of an installation, the server's too, so that a faulty one ends the start before anything is done.
 *
 * @throws Error naming every faulty variable and what to write instead
 */
export function startSettings(environment: NodeJS.ProcessEnv): StartSettings {
  const host = environment.HOST || "127.0.0.1";
  const faults: string[] = [];
  if (/[/\s]/.test(host))
    faults.push(`HOST: is no address to listen on: ${host}. Write 127.0.0.1, 0.0.0.0, or an address of this machine`);
  const url = environment.SIGNALBOX_URL || environment.NEXTAUTH_URL || "";
  try {
    const known = readEnvironment({
      ...environment,
      // Without one, the bundled database is used, whose address is not known yet.
      DATABASE_URL: environment.DATABASE_URL || "postgresql://bundled",
      NEXTAUTH_URL: url,
      NODE_ENV: "production",
    });
    if (faults.length === 0) {
      return {
        port: known.PORT,
        host,
        url: url ? known.NEXTAUTH_URL : `http://localhost:${known.PORT}`,
        demo: known.SIGNALBOX_DEMO === "1",
        poolSize: known.SIGNALBOX_DB_POOL + known.SIGNALBOX_DB_STOP_POOL + known.SIGNALBOX_DB_PERMIT_POOL,
      };
    }
  } catch (error) {
    faults.push((error as Error).message);
  }
  throw new Error(
    `Signalbox does not start with these settings.\n  ${faults.join("\n").replaceAll("\n", "\n  ")}\ndocs/guides/operations.md lists every setting.`,
  );
}

/** Writes a file into the data folder and takes it away again. @throws Error saying what is in the way */
export function checkDataFolder(folder: string): void {
  const probe = join(folder, `.probe-${randomBytes(6).toString("hex")}`);
  try {
    try {
      writeFileSync(probe, randomBytes(4096), { mode: 0o600, flush: true });
    } finally {
      rmSync(probe, { force: true });
    }
  } catch (error) {
    throw new Error(folderFault(folder, error), { cause: error });
  }
}

/** Why a folder cannot be written, as a sentence that says what to do. */
export function folderFault(folder: string, error: unknown): string {
  const { code = "", message } = error as NodeJS.ErrnoException;
  const reasons: Record<string, string> = {
    ENOSPC: "the disk is full. Make room on it and start again; nothing that was acknowledged is lost.",
    EDQUOT: "this account's share of the disk is used up. Make room and start again.",
    EROFS: "it lies on a disk that is mounted for reading only. SIGNALBOX_DATA_DIR may name another folder.",
    EACCES: "this account may not write there. Give it the right, or name another folder in SIGNALBOX_DATA_DIR.",
    EPERM: "this account may not write there. Give it the right, or name another folder in SIGNALBOX_DATA_DIR.",
    ENOENT: "it cannot be made there. Name another folder in SIGNALBOX_DATA_DIR.",
    ENOTDIR: "a part of this path is a file, not a folder. Name another folder in SIGNALBOX_DATA_DIR.",
    EEXIST: "there is a file of this name. Name another folder in SIGNALBOX_DATA_DIR.",
  };
  return `Signalbox cannot write to its data folder ${folder}: ${reasons[code] ?? message}`;
}
