import { spawn } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { repositoryRoot } from "../paths";
import { openTemporaryFolder, type TemporaryFolder } from "../vitest/temporary-folder";
import { answers, startEmbeddedPostgres } from "./embedded";
import { leftoverServer } from "./leftover";

let folder: TemporaryFolder;

beforeAll(async () => {
  folder = await openTemporaryFolder();
});

afterAll(() => folder.remove());

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 15_000; !(await condition()); await sleep(50)) {
    if (Date.now() > deadline) throw new Error("This does not come about.");
  }
}

test("what was committed survives kill -9 of PostgreSQL, which is started again by itself", async () => {
  const events: string[] = [];
  const server = await startEmbeddedPostgres(folder.path, { onEvent: (message) => events.push(message) });
  try {
    await query(server.url, "CREATE TABLE kept (value int)");
    await query(server.url, "INSERT INTO kept VALUES (42)");
    const before = server.pid()!;
    process.kill(before, "SIGKILL");
    await until(() => events.includes("PostgreSQL is back."));
    expect(server.pid()).not.toBe(before);
    expect(await query(server.url, "SELECT value FROM kept")).toEqual([{ value: 42 }]);
  } finally {
    await server.stop();
  }
  expect(await answers(server.url)).toBe(false);
});

test("a PostgreSQL that outlived its parent's kill -9 is replaced without loss", async () => {
  const program = `import { startEmbeddedPostgres } from "./scripts/postgres/embedded.ts";
    const server = await startEmbeddedPostgres(${JSON.stringify(folder.path)});
    console.log("up");`;
  const parent = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", program], { cwd: repositoryRoot });
  await new Promise((resolve) => parent.stdout.once("data", resolve));
  parent.kill("SIGKILL");
  const orphan = leftoverServer(join(folder.path, "postgres"));
  expect(orphan).toBeDefined();

  const events: string[] = [];
  const server = await startEmbeddedPostgres(folder.path, { onEvent: (message) => events.push(message), supervise: false });
  try {
    expect(events).toEqual(["PostgreSQL still runs from an earlier start; stopping it cleanly first."]);
    expect(server.pid()).not.toBe(orphan?.pid);
    expect(await query(server.url, "SELECT value FROM kept")).toEqual([{ value: 42 }]);
  } finally {
    await server.stop();
  }
});

test("nobody gets in without the password, which only the owner can read", async () => {
  const server = await startEmbeddedPostgres(folder.path, { supervise: false });
  try {
    const url = new URL(server.url);
    url.password = "wrong";
    expect(await answers(url.toString())).toBe(false);
    expect(statSync(join(folder.path, "postgres.json")).mode & 0o777).toBe(0o600);
  } finally {
    await server.stop();
  }
});
