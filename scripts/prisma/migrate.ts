import { runMigrations } from "graphile-worker";
import pg from "pg";
import { migrationsOnDisk } from "./files";
import { applyGrants } from "./grants";
import { applyMigrations, missingMigrations, namesOf } from "./history";
import { keyStops } from "./stop-keys";

/**
 * Held while a database is migrated, in this order: ours, by which instances that start at once wait for each other; that of a script
 * which an earlier version sent, and which runs to its end though its sender was killed; and the one that Prisma's command line takes.
 */
const locks = [7_140_283, 7_140_284, 72_707_369];

/**
 * Brings a database to the newest schema: every migration not yet applied, then those of the job queue, then what the roles may do.
 * Safe to call from several processes at once; the later ones wait, and then find nothing to do.
 *
 * An account that may not change the schema finds out whether anything is missing, and changes nothing.
 *
 * @param url of the owner's account, or of the one account there is
 * @returns the names of the migrations applied now
 * @throws when a migration fails, when an applied one was edited, or when the database is newer than this program
 */
export async function migrate(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const lock of locks) await client.query("SELECT pg_advisory_lock($1)", [lock]);
    if (await ownsNothing(client)) {
      await refuseIfBehind(client);
      return [];
    }
    const applied = await applyMigrations(client, migrationsOnDisk());
    await keyStops(client);
    await runMigrations({ connectionString: url });
    await applyGrants(url);
    return applied;
  } finally {
    await client.end(); // ends the session, and the locks with it
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
  const missing = await missingMigrations(client, migrationsOnDisk());
  if (missing.length === 0) return;
  throw new Error(
    `The database lacks ${missing.length === 1 ? "a migration" : "migrations"} (${namesOf(missing)}), and this account may not change it. ` +
      "Run `npm run db:migrate` with SIGNALBOX_DATABASE_OWNER_URL, or set that for the start.",
  );
}
