import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";
import { repositoryRoot } from "../paths";

export const schemaFolder = join(repositoryRoot, "prisma", "schema");
export const migrationsFolder = join(repositoryRoot, "prisma", "migrations");
export const sqlFolder = join(repositoryRoot, "prisma", "sql");
export const generatedFolder = join(repositoryRoot, "prisma", "generated");

interface TextFile {
  path: string;
  content: string;
}

/** Every `prisma/schema/*.prisma`, sorted by name. */
export function schemaFiles(): TextFile[] {
  return filesIn(schemaFolder, ".prisma");
}

/**
 * What the schema language cannot say, in the order in which it may be run: `prisma/sql/functions`, one function per file, then
 * `prisma/sql/tables`, each table's triggers and its indexes of expressions and of some rows.
 */
export function sqlFiles(): TextFile[] {
  return [...calledFirst(filesIn(join(sqlFolder, "functions"), ".sql")), ...filesIn(join(sqlFolder, "tables"), ".sql")];
}

/** A function after those whose names its file mentions: one that is written in SQL is refused where what it calls is not there yet. */
function calledFirst(files: readonly TextFile[]): TextFile[] {
  const placed: TextFile[] = [];
  const waiting = [...files];
  while (waiting.length > 0) {
    const free = waiting.findIndex((file) =>
      waiting.every(
        (other) => other === file || !new RegExp(`\\b${basename(other.path, ".sql")}\\(`).test(file.content),
      ),
    );
    if (free === -1)
      throw new Error(`These functions call each other: ${waiting.map(({ path }) => basename(path)).join(", ")}.`);
    placed.push(...waiting.splice(free, 1));
  }
  return placed;
}

/** How a migration names a file of `prisma/sql`. */
export const sqlName = ({ path }: TextFile): string => relative(sqlFolder, path).split(sep).join("/");

/** A migration's name and its script. */
export interface Migration {
  name: string;
  script: string;
}

/** Every migration that this version knows, oldest first. */
export function migrationsOnDisk(): Migration[] {
  return migrationNames().map((name) => ({
    name,
    script: readFileSync(join(migrationsFolder, name, "migration.sql"), "utf8"),
  }));
}

/** The schema as it stood when the newest migration was made: the next one is the difference to it. */
export const snapshotFile = join(migrationsFolder, "schema.snapshot.prisma");

/** Names of the migration folders, oldest first. */
export function migrationNames(): string[] {
  if (!existsSync(migrationsFolder)) return [];
  return readdirSync(migrationsFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** SHA-256 of the texts, in hexadecimal. */
export function fingerprint(texts: string[]): string {
  const hash = createHash("sha256");
  for (const text of texts) hash.update(text).update("\0");
  return hash.digest("hex");
}

function filesIn(folder: string, ending: string): TextFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => ({ path: join(folder, name), content: readFileSync(join(folder, name), "utf8") }));
}
