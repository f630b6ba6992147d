import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { MigrationList, SchemasContainer } from "@prisma/schema-engine-wasm/schema_engine_bg";
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

/** Every `prisma/sql/*.sql`: functions, triggers and partial indexes that the schema language cannot say. */
export function sqlFiles(): TextFile[] {
  return filesIn(sqlFolder, ".sql");
}

export function schemas(): SchemasContainer {
  return { files: schemaFiles() };
}

/** The migrations on disk in the form in which Prisma's engine takes them. */
export function migrations(): MigrationList {
  return {
    baseDir: migrationsFolder,
    lockfile: { path: "./migration_lock.toml", content: readIfThere(join(migrationsFolder, "migration_lock.toml")) },
    shadowDbInitScript: "",
    migrationDirectories: migrationNames().map((name) => {
      const content = readIfThere(join(migrationsFolder, name, "migration.sql"));
      return {
        path: name,
        migrationFile: {
          path: "migration.sql",
          content: content === null ? { tag: "error", value: `${name} has no migration.sql` } : { tag: "ok", value: content },
        },
      };
    }),
  };
}

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

function readIfThere(path: string): string | null {
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}
