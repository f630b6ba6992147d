import { mkdirSync, statSync } from "node:fs";
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
  // One at a time: where a system says of a folder it cannot make that it does not exist (/proc does), Node's own `recursive` never ends.
  const isThere = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (isThere) return path;
  const parent = dirname(path);
  if (parent !== path) makePrivateFolder(parent);
  try {
    mkdirSync(path, { mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  } catch (error) {
    // Two starts at once may both find it missing.
    if (!(statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false)) throw error;
  }
  return path;
}
