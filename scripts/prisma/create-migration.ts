import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { DiffTarget } from "@prisma/schema-engine-wasm/schema_engine_bg";
import { repositoryRoot } from "../paths";
import { noFilter, withSchemaEngine } from "./engine";
import { fingerprint, migrationNames, migrationsFolder, schemaFiles, snapshotFile, sqlFiles, sqlName } from "./files";
import { migrate } from "./migrate";

const sqlMark = /^-- prisma\/sql\/(?<file>\S+) sha256:(?<hash>[0-9a-f]{64})$/gm;

/**
 * Writes a new migration with everything that changed since the last one: the difference of the schema, then each
 * file of `prisma/sql` whose text is new, whole. Those files only create or replace, so that they can be run again;
 * what has to go (a function of other parameters, an index) is dropped by hand in the migration that was written: a test
 * compares what is there with the files. All migrations are then played into the empty database at `url`; one that fails
 * there is not kept.
 *
 * @returns the path written, or undefined when nothing has changed
 */
export async function createMigration(url: string, name: string): Promise<string | undefined> {
  const difference = await schemaDifference(url);
  const known = knownSqlHashes();
  const changed = sqlFiles().filter((file) => known.get(sqlName(file)) !== fingerprint([file.content]));
  if (difference === "" && changed.length === 0) return undefined;

  const parts = [
    difference,
    ...changed.map(
      (file) => `-- prisma/sql/${sqlName(file)} sha256:${fingerprint([file.content])}\n${file.content.trim()}`,
    ),
  ];
  const folder = join(migrationsFolder, `${new Date().toISOString().replace(/\D/g, "").slice(0, 14)}_${name}`);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "migration.sql");
  writeFileSync(file, `${parts.filter(Boolean).join("\n\n")}\n`);
  const lockfile = join(migrationsFolder, "migration_lock.toml");
  if (!existsSync(lockfile)) writeFileSync(lockfile, 'provider = "postgresql"\n');
  try {
    await migrate(url);
  } catch (error) {
    rmSync(folder, { recursive: true });
    throw error;
  }
  writeFileSync(snapshotFile, snapshot());
  return relative(repositoryRoot, file);
}

async function schemaDifference(url: string): Promise<string> {
  const { stdout } = await withSchemaEngine(url, (engine) =>
    engine.diff({
      from: previousSchema(),
      to: { tag: "schemaDatamodel", files: schemaFiles() },
      script: true,
      exitCode: null,
      filters: noFilter,
    }),
  );
  const script = (stdout ?? "").trim();
  return script === "-- This is an empty migration." ? "" : script;
}

/** Every file of the schema as one text. */
export function snapshot(): string {
  return `${schemaFiles()
    .map(({ content }) => content.trim())
    .join("\n\n")}\n`;
}

function previousSchema(): DiffTarget {
  if (!existsSync(snapshotFile)) return { tag: "empty" };
  return { tag: "schemaDatamodel", files: [{ path: snapshotFile, content: readFileSync(snapshotFile, "utf8") }] };
}

/** The hash under which each file of `prisma/sql` was last taken into a migration. */
export function knownSqlHashes(): Map<string, string> {
  const hashes = new Map<string, string>();
  for (const name of migrationNames()) {
    const text = readFileSync(join(migrationsFolder, name, "migration.sql"), "utf8");
    for (const { groups } of text.matchAll(sqlMark)) {
      if (groups?.file && groups.hash) hashes.set(groups.file, groups.hash);
    }
  }
  return hashes;
}
