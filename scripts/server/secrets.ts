import { randomBytes } from "node:crypto";
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The secret that signs session cookies: `AUTH_SECRET`, else one kept in the data folder. */
export function authSecret(dataDirectory: string): string {
  return process.env.AUTH_SECRET || keptSecret(dataDirectory, "auth-secret");
}

/**
 * A random secret, made at first use and kept in a file of the data folder that only its owner can read. Two starts at once end up
 * with the same one.
 */
export function keptSecret(dataDirectory: string, fileName: string): string {
  const file = join(dataDirectory, fileName);
  if (!existsSync(file)) {
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600 });
    try {
      linkSync(draft, file); // appears whole or not at all, and never replaces one that is there
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    } finally {
      rmSync(draft, { force: true });
    }
  }
  return readFileSync(file, "utf8").trim();
}
