import { mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder that holds package.json. */
export const repositoryRoot = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/**
 * The folder in which an installation keeps everything of its own: database, keys, secrets.
 * `SIGNALBOX_DATA_DIR`, or `.data` beside package.json. Made when missing.
 */
export function dataDirectory(): string {
  return makePrivateFolder(resolve(repositoryRoot, process.env.SIGNALBOX_DATA_DIR || ".data"));
}

/** Makes a folder that only its owner can list (0711 for root: the database then runs as another user, who passes through). */
export function makePrivateFolder(path: string): string {
  mkdirSync(path, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  return path;
}
