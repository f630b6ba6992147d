import { runMigrations } from "graphile-worker";
import pg from "pg";
import { noFilter, withSchemaEngine } from "./engine";
import { migrations } from "./files";

/** Serialises migrations of several instances that start on one database at once. Any constant will do. */
const migrationLock = 7_140_283;

/**
 * Brings a database to the newest schema: every migration not yet applied, then those of the job queue.
 * Safe to call from several processes at once; the later ones wait, and then find nothing to do.
 *
 * @returns the names of the migrations applied now
 * @throws when a migration fails, or when an applied one was edited or has gone
 */
export async function migrate(url: string): Promise<string[]> {
  const lock = new pg.Client({ connectionString: url });
  await lock.connect();
  try {
    await lock.query("SELECT pg_advisory_lock($1)", [migrationLock]);
    const applied = await applyMigrations(url);
    await runMigrations({ connectionString: url });
    return applied;
  } finally {
    await lock.end(); // ends the session, and the lock with it
  }
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
