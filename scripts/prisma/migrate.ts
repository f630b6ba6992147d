import { runMigrations } from "graphile-worker";
import pg from "pg";
import { applyGrants } from "./grants";
import { noFilter, scriptLock, withSchemaEngine } from "./engine";
import { migrationNames, migrations } from "./files";
import { keyStops } from "./stop-keys";

/** Serialises migrations of several instances that start on one database at once. Any constant will do. */
const migrationLock = 7_140_283;

/**
 * Brings a database to the newest schema: every migration not yet applied, then those of the job queue, then what the roles may do.
 * Safe to call from several processes at once; the later ones wait, and then find nothing to do.
 *
 * An account that may not change the schema finds out whether anything is missing, and changes nothing.
 *
 * @param url of the owner's account, or of the one account there is
 * @returns the names of the migrations applied now
 * @throws when a migration fails, or when an applied one was edited or has gone
 */
export async function migrate(url: string): Promise<string[]> {
  const lock = new pg.Client({ connectionString: url });
  await lock.connect();
  try {
    await lock.query("SELECT pg_advisory_lock($1)", [migrationLock]);
    // A script whose sender was killed runs on to its end: what it has done is known only then.
    await lock.query("SELECT pg_advisory_lock($1)", [scriptLock]);
    await lock.query("SELECT pg_advisory_unlock($1)", [scriptLock]);
    if (await ownsNothing(lock)) {
      await refuseIfBehind(lock);
      return [];
    }
    const applied = await applyMigrations(url);
    await keyStops(lock);
    await runMigrations({ connectionString: url });
    await applyGrants(url);
    return applied;
  } finally {
    await lock.end(); // ends the session, and the lock with it
  }
}

/** True for the application's account: the tables are there, and are somebody else's. */
async function ownsNothing(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ isForeign: boolean }>(
    "SELECT NOT pg_has_role(current_user, relowner, 'USAGE') AS \"isForeign\" FROM pg_class WHERE oid = to_regclass('_prisma_migrations')",
  );
  return rows[0]?.isForeign === true;
}

async function refuseIfBehind(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>("SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL");
  const applied = new Set(rows.map(({ name }) => name));
  const missing = migrationNames().filter((name) => !applied.has(name));
  if (missing.length === 0) return;
  throw new Error(
    `The database lacks ${missing.length === 1 ? "a migration" : "migrations"} (${missing.join(", ")}), and this account may not change it. ` +
      "Run `npm run db:migrate` with SIGNALBOX_DATABASE_OWNER_URL, or set that for the start.",
  );
}

async function applyMigrations(url: string): Promise<string[]> {
  const migrationsList = migrations();
  return withSchemaEngine(url, async (engine) => {
    const { editedMigrationNames, failedMigrationNames } = await engine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters: noFilter });
    if (editedMigrationNames.length > 0) {
      throw new Error(`These migrations were changed after they had been applied to this database: ${editedMigrationNames.join(", ")}.`);
    }
    // A migration runs whole or not at all (see withSchemaEngine), so one that failed or was interrupted may be tried again.
    for (const migrationName of failedMigrationNames) await engine.markMigrationRolledBack({ migrationName });
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: noFilter });
    return appliedMigrationNames;
  });
}
