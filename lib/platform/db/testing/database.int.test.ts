import pg from "pg";
import { expect, test } from "vitest";
import { createTestDatabase } from "@/lib/platform/db/testing/database";

async function query<Row extends pg.QueryResultRow>(url: string | undefined, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

test("a test file's database has the schema, the job queue and no workspace", async () => {
  expect(await query(process.env.DATABASE_URL, "SELECT count(*)::int AS count FROM workspaces")).toEqual([
    { count: 0 },
  ]);
  expect(await query(process.env.DATABASE_URL, "SELECT count(*)::int AS count FROM graphile_worker.jobs")).toEqual([
    { count: 0 },
  ]);
});

test("a commit is on disk before it is answered", async () => {
  const rows = await query<{ name: string; setting: string }>(
    process.env.DATABASE_URL,
    "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'listen_addresses') ORDER BY name",
  );
  expect(Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))).toEqual({
    fsync: "on",
    listen_addresses: "127.0.0.1",
    synchronous_commit: "on",
  });
});

test("several databases can be made at once, and removed", { timeout: 120_000 }, async () => {
  const made = await Promise.all([createTestDatabase(), createTestDatabase(), createTestDatabase()]);
  expect(new Set(made.map(({ url }) => url)).size).toBe(3);
  for (const database of made) await database.drop();
  await expect(query(made[0]?.url, "SELECT 1")).rejects.toThrow(/does not exist/);
});
