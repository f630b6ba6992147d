import { createHash, randomUUID } from "node:crypto";
import type pg from "pg";
import type { Migration } from "./files";

// Migrations are applied by plain SQL and noted as Prisma notes them, so that its own command line may be used on the same database in turn.

/** Prisma's table, as Prisma makes it. */
const table = `CREATE TABLE _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Git may have changed how lines end; Prisma, too, minds that as little. */
function isScript(checksum: string, script: string): boolean {
  const unix = script.replaceAll("\r\n", "\n");
  return [script, unix, unix.replaceAll("\n", "\r\n")].some((text) => sha256(text) === checksum);
}

/**
 * Reads what was applied to a database.
 *
 * @returns those of `known` that were not, in their order
 * @throws where the database has migrations that are not `known`, or one that is another by now
 */
export async function missingMigrations(client: pg.Client, known: readonly Migration[]): Promise<Migration[]> {
  if (!(await hasTable(client))) return [...known];
  const { rows } = await client.query<{ name: string; checksum: string }>(
    "SELECT migration_name AS name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name",
  );
  const scripts = new Map(known.map(({ name, script }) => [name, script]));
  const unknown = rows.filter(({ name }) => !scripts.has(name));
  if (unknown.length > 0) {
    throw new Error(
      `The database is newer than this version of Signalbox, which does not know ${unknown.length === 1 ? "a migration" : "migrations"} of it (${namesOf(unknown)}). ` +
        "Start the version that was used last, or a newer one; or restore a backup from before the upgrade. Nothing was changed.",
    );
  }
  const edited = rows.filter(({ name, checksum }) => !isScript(checksum, scripts.get(name) ?? ""));
  if (edited.length > 0)
    throw new Error(`These migrations were changed after they had been applied to this database: ${namesOf(edited)}.`);
  const applied = new Set(rows.map(({ name }) => name));
  return known.filter(({ name }) => !applied.has(name));
}

export const namesOf = (migrations: readonly { name: string }[]): string =>
  migrations.map(({ name }) => name).join(", ");

/**
 * Applies what is missing, oldest first: each in a transaction of its own, together with its note, so that whoever is killed leaves both
 * or neither. To be called under migrate's locks.
 *
 * @returns the names of those applied now
 */
export async function applyMigrations(client: pg.Client, known: readonly Migration[]): Promise<string[]> {
  const missing = await missingMigrations(client, known);
  if (!(await hasTable(client))) {
    await refuseForeignTables(client);
    await client.query(table);
  }
  // Begun by an earlier version, or by Prisma's command line, and undone by PostgreSQL when it failed or was killed.
  await client.query(
    "UPDATE _prisma_migrations SET rolled_back_at = now() WHERE finished_at IS NULL AND rolled_back_at IS NULL",
  );
  for (const migration of missing) await applyMigration(client, migration);
  return missing.map(({ name }) => name);
}

async function applyMigration(client: pg.Client, { name, script }: Migration): Promise<void> {
  await client.query("BEGIN");
  try {
    await client.query("INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ($1, $2, $3)", [
      randomUUID(),
      sha256(script),
      name,
    ]);
    // Whole: PostgreSQL itself finds where a statement ends, bodies of functions included.
    await client.query(script);
    await client.query(
      "UPDATE _prisma_migrations SET finished_at = clock_timestamp(), applied_steps_count = 1 WHERE migration_name = $1 AND rolled_back_at IS NULL",
      [name],
    );
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined); // a connection that is gone has rolled back
    throw describe(error, name, script);
  }
}

/** Says which migration it was, and adds to PostgreSQL's message the line at which it stopped. */
function describe(error: unknown, name: string, script: string): Error {
  const { message, position, detail } = error as { message: string; position?: string; detail?: string };
  const line = position ? script.slice(0, Number(position)).split("\n").length : undefined;
  const where = line === undefined ? "" : ` (line ${line}: ${script.split("\n")[line - 1]?.trim()})`;
  return new Error(
    `The migration ${name} failed, and nothing of it was kept: ${message}${where}${detail ? ` ${detail}` : ""}`,
    { cause: error },
  );
}

async function hasTable(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ isThere: boolean }>(
    "SELECT to_regclass('_prisma_migrations') IS NOT NULL AS \"isThere\"",
  );
  return rows[0]?.isThere === true;
}

/** A database that something else lives in is not ours to fill. */
async function refuseForeignTables(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT relname AS name FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') ORDER BY 1 LIMIT 3",
  );
  if (rows.length === 0) return;
  throw new Error(
    `The database has tables of something else (${namesOf(rows)}). Give Signalbox an empty one, of its own.`,
  );
}
