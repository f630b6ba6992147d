import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type pg from "pg";
import { parseCheckpoint } from "./checkpoint.rules";

/** A log of the database that has less than, or something else than, this installation signed. */
export interface OlderLog {
  workspaceId: string;
  /** Entries that the last checkpoint kept outside the database covers. */
  signed: number;
  /** Entries that the database has; null where it does not know the workspace. */
  left: number | null;
}

/**
 * Compares the checkpoints that this installation keeps outside its database with the logs in it, before anything is served: a restored
 * backup from before the last signature would go on with numbers that were given already.
 */
export async function logsOlderThanAnchors(db: Pick<pg.Client, "query">, dataDirectory: string): Promise<OlderLog[]> {
  const older: OlderLog[] = [];
  for (const { workspaceId, size, root } of anchorsIn(dataDirectory)) {
    const { rows } = await db.query<{ size: number | null; root: Buffer | null }>(
      `SELECT (SELECT size::float8 FROM audit_heads WHERE workspace_id = $1) AS size,
        (SELECT root_hash FROM audit_checkpoints WHERE workspace_id = $1 AND size = $2) AS root`,
      [workspaceId, size],
    );
    const found = rows[0] ?? { size: null, root: null };
    if (found.size === null || found.size < size || !found.root || !found.root.equals(root))
      older.push({ workspaceId, signed: size, left: found.size });
  }
  return older;
}

function anchorsIn(dataDirectory: string): { workspaceId: string; size: number; root: Uint8Array }[] {
  const folder = join(dataDirectory, "audit-anchors");
  return readdirIfThere(folder).flatMap((name) => {
    if (!name.endsWith(".checkpoint")) return [];
    const [text = ""] = readFileSync(join(folder, name), "utf8").split("\n\n");
    try {
      return [{ workspaceId: name.slice(0, -".checkpoint".length), ...parseCheckpoint(`${text}\n`) }];
    } catch (error) {
      throw new Error(`${join(folder, name)} is no checkpoint: restore it from a backup of the data folder.`, {
        cause: error,
      });
    }
  });
}

function readdirIfThere(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** What whoever starts such an installation is told. */
export function olderDatabaseMessage(logs: readonly OlderLog[]): string {
  const each = logs.slice(0, 5).map(({ workspaceId, signed, left }) => {
    if (left === null)
      return `  ${workspaceId}: ${signed} entries were signed, and the database does not know the log.`;
    return left < signed
      ? `  ${workspaceId}: ${signed} entries were signed, and ${left} are left.`
      : `  ${workspaceId}: the first ${signed} entries are not the ones that were signed.`;
  });
  return [
    "The database is not the one whose audit logs this installation signed last; it may be an older backup. Nothing was started.",
    ...each,
    ...(logs.length > 5 ? [`  and ${logs.length - 5} more`] : []),
    "Restore a database that is not older. Or, if you go back in time knowingly, restore audit-anchors/ of that time with it (docs/guides/operations.md, Backup).",
  ].join("\n");
}
