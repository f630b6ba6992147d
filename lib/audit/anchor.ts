import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { env } from "@/lib/platform/env";

/**
 * The last checkpoint that this installation signed, per workspace, in a file outside the database. Whoever rewrites the
 * database together with its checkpoints then still contradicts what was signed before, and gets no signature on it.
 */
function pathOf(workspaceId: string): string {
  if (!/^[A-Za-z0-9_-]+$/.test(workspaceId)) throw new RangeError("Not a workspace id");
  return join(env().SIGNALBOX_DATA_DIR, "audit-anchors", `${workspaceId}.checkpoint`);
}

/** The note that was signed last, if this installation has signed one. */
export function readAnchor(workspaceId: string): string | undefined {
  try {
    return readFileSync(pathOf(workspaceId), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Keeps a signed note, replacing the one before in one step. */
export function writeAnchor(workspaceId: string, note: string): void {
  const path = pathOf(workspaceId);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(`${path}.new`, note, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
