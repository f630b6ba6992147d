import { spawn } from "node:child_process";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { repositoryRoot } from "../paths";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "../postgres/embedded";
import { openTemporaryFolder } from "../vitest/temporary-folder";
import { migrationNames } from "./files";
import { migrate } from "./migrate";

let folder: Awaited<ReturnType<typeof openTemporaryFolder>>;
let server: EmbeddedPostgres;

beforeAll(async () => {
  folder = await openTemporaryFolder();
  server = await startEmbeddedPostgres(folder.path);
}, 120_000);
afterAll(async () => {
  await server.stop();
  await folder.remove();
}, 60_000);

/** Begins to migrate in a process of its own, and kills that while a script changes tables, after so many looks at it. */
async function killedMigration(looks: number, watcher: pg.Client): Promise<void> {
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/db-migrate.ts"], {
    cwd: repositoryRoot,
    env: { ...process.env, DATABASE_URL: server.roles.application, SIGNALBOX_DATABASE_OWNER_URL: server.roles.owner },
    stdio: "ignore",
  });
  const gone = new Promise((resolve) => child.once("close", resolve));
  for (let seen = 0; child.exitCode === null && child.signalCode === null; ) {
    const { rows } = await watcher.query<{ changing: boolean }>(
      "SELECT EXISTS (SELECT 1 FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE l.pid <> pg_backend_pid() AND l.mode = 'AccessExclusiveLock' AND l.locktype = 'relation') AS changing",
    );
    if (rows[0]?.changing && seen++ >= looks) child.kill("SIGKILL");
  }
  await gone;
}

it("whoever is killed in the middle of a migration leaves a database that the next start finishes", {
  timeout: 180_000,
}, async () => {
  const watcher = new pg.Client({ connectionString: server.url });
  await watcher.connect();
  try {
    for (const looks of [0, 20]) await killedMigration(looks, watcher);
    await migrate(server.roles.owner);
    const { rows } = await watcher.query<{ name: string }>(
      "SELECT DISTINCT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY 1",
    );
    expect(rows.map(({ name }) => name)).toEqual(migrationNames().toSorted());
    expect(await migrate(server.roles.owner)).toEqual([]);
  } finally {
    await watcher.end();
  }
});
