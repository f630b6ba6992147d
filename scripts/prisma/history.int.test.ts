import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { MigrationList } from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { noFilter, withSchemaEngine } from "./engine";
import { migrationNames, migrationsFolder, migrationsOnDisk, type Migration } from "./files";
import { applyMigrations, missingMigrations } from "./history";
import { migrate } from "./migrate";

const { adminUrl, roles } = inject("databaseServer");
const made: string[] = [];
let admin: pg.Client;

beforeAll(async () => {
  admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
});
afterAll(async () => {
  for (const name of made) await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
  await admin.end();
});

/** An empty database of the owner's, as each role. */
async function emptyDatabase() {
  const name = `history_${randomBytes(6).toString("hex")}`;
  await admin.query(`CREATE DATABASE ${name} OWNER ${new URL(roles.owner).username}`);
  made.push(name);
  const as = (url: string) => Object.assign(new URL(url), { pathname: `/${name}` }).toString();
  return { owner: as(roles.owner), application: as(roles.application) };
}

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

interface Note {
  name: string;
  checksum: string;
  isFinished: boolean;
  isRolledBack: boolean;
  steps: number;
  logs: string | null;
}

const notes = (client: pg.Client) =>
  client
    .query<Note>(
      `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS "isFinished", rolled_back_at IS NOT NULL AS "isRolledBack", applied_steps_count AS steps, logs
       FROM _prisma_migrations ORDER BY started_at`,
    )
    .then(({ rows }) => rows);

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const one: Migration = {
  name: "20200101000000_one",
  script: "CREATE TABLE one (n int);\nCREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1; SELECT 2; $$;\n",
};
const two: Migration = {
  name: "20200102000000_two",
  script: "CREATE TABLE two (n int);\nINSERT INTO two VALUES (1);\n",
};
const note = (client: pg.Client, name: string, checksum: string, finished: boolean) =>
  client.query(
    "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ($1, $2, $1, CASE WHEN $3 THEN now() END)",
    [name, checksum, finished],
  );

describe("the history that is kept", () => {
  /** As Prisma's command line reads it. */
  const prismaList = (): MigrationList => ({
    baseDir: migrationsFolder,
    lockfile: {
      path: "./migration_lock.toml",
      content: readFileSync(join(migrationsFolder, "migration_lock.toml"), "utf8"),
    },
    shadowDbInitScript: "",
    migrationDirectories: migrationsOnDisk().map(({ name, script }) => ({
      path: name,
      migrationFile: { path: "migration.sql", content: { tag: "ok", value: script } },
    })),
  });

  it("is Prisma's own: its engine finds everything applied, as it is on disk, and nothing to do", async () => {
    const { owner } = await emptyDatabase();
    expect(await migrate(owner)).toEqual(migrationNames());
    const found = await withSchemaEngine(owner, async (engine) => ({
      status: await engine.diagnoseMigrationHistory({
        migrationsList: prismaList(),
        optInToShadowDatabase: false,
        filters: noFilter,
      }),
      deployed: await engine.applyMigrations({ migrationsList: prismaList(), filters: noFilter }),
    }));
    expect(found.status).toMatchObject({
      history: null,
      editedMigrationNames: [],
      failedMigrationNames: [],
      hasMigrationsTable: true,
    });
    expect(found.deployed).toEqual({ appliedMigrationNames: [] });
    expect(await connected(owner, notes)).toEqual(
      migrationsOnDisk().map(({ name, script }) => ({
        name,
        checksum: sha256(script),
        isFinished: true,
        isRolledBack: false,
        steps: 1,
        logs: null,
      })),
    );
  });

  it("has the table that Prisma's engine makes, column by column", async () => {
    const columns = (url: string) =>
      connected(url, async (client) => {
        const { rows } = await client.query<object>(
          `SELECT column_name, data_type, character_maximum_length, is_nullable, column_default, ordinal_position FROM information_schema.columns WHERE table_name = '_prisma_migrations' ORDER BY 6`,
        );
        return rows;
      });
    const [theirs, ours] = [await emptyDatabase(), await emptyDatabase()];
    await withSchemaEngine(theirs.owner, (engine) =>
      engine.applyMigrations({ migrationsList: { ...prismaList(), migrationDirectories: [] }, filters: noFilter }),
    );
    await connected(ours.owner, (client) => applyMigrations(client, []));
    expect(await columns(theirs.owner)).toHaveLength(8);
    expect(await columns(ours.owner)).toEqual(await columns(theirs.owner));
  });

  it("says by the checksum that a migration was changed, and minds as little as Prisma how its lines end", async () => {
    const { owner } = await emptyDatabase();
    await connected(owner, async (client) => {
      await applyMigrations(client, [one]);
      expect(await missingMigrations(client, [{ ...one, script: one.script.replaceAll("\n", "\r\n") }, two])).toEqual([
        two,
      ]);
      await expect(applyMigrations(client, [{ ...one, script: `${one.script} ` }, two])).rejects.toThrow(
        `changed after they had been applied to this database: ${one.name}.`,
      );
      expect((await notes(client)).map(({ name }) => name)).toEqual([one.name]);
    });
  });

  it("that has migrations which this version does not know is newer, and is refused to every account, unchanged", async () => {
    const { owner, application } = await emptyDatabase();
    await migrate(owner);
    await connected(owner, async (client) => {
      const newest = migrationNames().at(-1) ?? "";
      await client.query("DELETE FROM _prisma_migrations WHERE migration_name = $1", [newest]);
      await note(client, "29990101000000_of_later", "0".repeat(64), true);
      const before = await notes(client);
      for (const url of [owner, application]) {
        await expect(migrate(url)).rejects.toThrow(
          /^The database is newer than this version of Signalbox, which does not know a migration of it \(29990101000000_of_later\)\. Start the version that was used last/,
        );
      }
      expect(await notes(client)).toEqual(before);
    });
  });

  it("is not begun among the tables of something else", async () => {
    const { owner } = await emptyDatabase();
    await connected(owner, async (client) => {
      await client.query("CREATE TABLE customers (n int)");
      await expect(migrate(owner)).rejects.toThrow("The database has tables of something else (customers).");
      expect((await client.query("SELECT to_regclass('_prisma_migrations') AS made")).rows).toEqual([{ made: null }]);
    });
  });
});

describe("a migration", () => {
  let client: pg.Client;
  let owner: string;
  beforeEach(async () => {
    ({ owner } = await emptyDatabase());
    client = new pg.Client({ connectionString: owner });
    await client.connect();
    return () => client.end();
  });
  const tables = async () =>
    (
      await client.query<{ name: string }>(
        "SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> '_prisma_migrations' ORDER BY 1",
      )
    ).rows.map(({ name }) => name);

  it("that fails leaves nothing of itself and says where; those before it stay, and the next try goes on from there", async () => {
    const broken = { ...two, script: "CREATE TABLE two (n int);\nINSERT INTO three VALUES (1);\n" };
    await expect(applyMigrations(client, [one, broken])).rejects.toThrow(
      `The migration ${two.name} failed, and nothing of it was kept: relation "three" does not exist (line 2: INSERT INTO three VALUES (1);)`,
    );
    expect(await tables()).toEqual(["one"]);
    expect((await notes(client)).map(({ name, isFinished }) => [name, isFinished])).toEqual([[one.name, true]]);
    expect(await applyMigrations(client, [one, two])).toEqual([two.name]);
    expect(await tables()).toEqual(["one", "two"]);
  });

  it("is there with its note or not at all: what keeps the note from being made undoes it", async () => {
    await applyMigrations(client, [one]);
    const unnoted = {
      ...two,
      script: `${two.script}ALTER TABLE _prisma_migrations ADD CONSTRAINT no_note CHECK (finished_at IS NULL) NOT VALID;`,
    };
    await expect(applyMigrations(client, [one, unnoted])).rejects.toThrow(/no_note/);
    expect(await tables()).toEqual(["one"]);
    expect(await applyMigrations(client, [one, two])).toEqual([two.name]);
  });

  it("whose sender is cut off runs to its end and leaves nothing; the next waits for that, and applies it", async () => {
    const lock = (by: pg.Client) => by.query("SELECT pg_advisory_lock(7140283)");
    const dying = new pg.Client({ connectionString: owner });
    dying.on("error", () => undefined);
    await dying.connect();
    await lock(dying);
    const applying = applyMigrations(dying, [one, { ...two, script: `${two.script}SELECT pg_sleep(2);` }]);
    const atWork = () =>
      client
        .query("SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'")
        .then(({ rowCount }) => rowCount);
    await expect.poll(atWork).toBe(1);
    (dying as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
    await expect(applying).rejects.toThrow();
    await lock(client);
    expect(await atWork()).toBe(0);
    expect(await tables()).toEqual(["one"]);
    expect(await applyMigrations(client, [one, two])).toEqual([two.name]);
    expect(await tables()).toEqual(["one", "two"]);
  });

  it("that an earlier version began and did not finish is told as rolled back, and applied", async () => {
    await applyMigrations(client, [one]);
    await note(client, two.name, sha256(two.script), false);
    expect(await applyMigrations(client, [one, two])).toEqual([two.name]);
    expect((await notes(client)).map(({ name, isFinished, isRolledBack }) => [name, isFinished, isRolledBack])).toEqual(
      [
        [one.name, true, false],
        [two.name, false, true],
        [two.name, true, false],
      ],
    );
  });
});

describe("who migrates", () => {
  it("waits for others that do: of several that start at once one applies everything, the rest nothing", async () => {
    const { owner } = await emptyDatabase();
    const applied = await Promise.all([migrate(owner), migrate(owner), migrate(owner)]);
    expect(applied.toSorted((a, b) => b.length - a.length)).toEqual([migrationNames(), [], []]);
    expect((await connected(owner, notes)).map(({ name }) => name)).toEqual(migrationNames());
  });

  it.each([
    ["another start", 7_140_283],
    ["what an earlier version left at work", 7_140_284],
    ["Prisma's command line", 72_707_369],
  ])("waits for %s", async (_who, lock) => {
    const { owner } = await emptyDatabase();
    await connected(owner, async (holder) => {
      await holder.query("SELECT pg_advisory_lock($1)", [lock]);
      const migrating = migrate(owner);
      // pg_locks has an advisory lock's key in two halves.
      const waiting = () =>
        holder
          .query<{ n: number }>(
            "SELECT count(*)::int AS n FROM pg_locks WHERE locktype = 'advisory' AND objid = $1 AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [lock],
          )
          .then(({ rows }) => rows[0]?.n);
      await expect.poll(waiting).toBe(1);
      expect((await holder.query("SELECT to_regclass('_prisma_migrations') AS made")).rows).toEqual([{ made: null }]);
      await holder.query("SELECT pg_advisory_unlock($1)", [lock]);
      expect(await migrating).toEqual(migrationNames());
    });
  });
});
