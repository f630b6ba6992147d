import { spawn } from "node:child_process";
import { renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { repositoryRoot } from "../paths";
import { openTemporaryFolder, type TemporaryFolder } from "../vitest/temporary-folder";
import { startEmbeddedPostgres } from "./embedded";
import { answers } from "./launch";
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
  const parent = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", program], {
    cwd: repositoryRoot,
  });
  await new Promise((resolve) => parent.stdout.once("data", resolve));
  parent.kill("SIGKILL");
  const orphan = leftoverServer(join(folder.path, "postgres"));
  expect(orphan).toBeDefined();

  const events: string[] = [];
  const server = await startEmbeddedPostgres(folder.path, {
    onEvent: (message) => events.push(message),
    supervise: false,
  });
  try {
    expect(events).toEqual(["PostgreSQL still runs from an earlier start; stopping it cleanly first."]);
    expect(server.pid()).not.toBe(orphan?.pid);
    expect(await query(server.url, "SELECT value FROM kept")).toEqual([{ value: 42 }]);
  } finally {
    await server.stop();
  }
});

test("a PostgreSQL that died but that nobody has collected does not stand in the way", async () => {
  const program = `import { startEmbeddedPostgres } from "./scripts/postgres/embedded.ts";
    const server = await startEmbeddedPostgres(${JSON.stringify(folder.path)}, { supervise: false });
    console.log(server.pid());`;
  const parent = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", program], {
    cwd: repositoryRoot,
  });
  try {
    const pid = Number(await new Promise<Buffer>((resolve) => parent.stdout.once("data", resolve)));
    parent.kill("SIGSTOP"); // who does not run does not collect its children either
    process.kill(pid, "SIGKILL");
    await until(() => leftoverServer(join(folder.path, "postgres")) === undefined);
    expect(process.kill(pid, 0)).toBe(true); // the dead one still has its entry

    const server = await startEmbeddedPostgres(folder.path, { supervise: false });
    try {
      expect(await query(server.url, "SELECT value FROM kept")).toEqual([{ value: 42 }]);
    } finally {
      await server.stop();
    }
  } finally {
    parent.kill("SIGKILL");
  }
});

test("a lock file that names a process of somebody else does not stand in the way, and that process is left alone", async () => {
  const stranger = spawn(process.execPath, [
    "--eval",
    "setInterval(() => undefined, 1000)",
    join(folder.path, "postgres"),
  ]);
  try {
    const lock = [stranger.pid, join(folder.path, "postgres"), 1, 1, "", "127.0.0.1", "", "ready"].join("\n");
    writeFileSync(join(folder.path, "postgres", "postmaster.pid"), `${lock}\n`);
    const server = await startEmbeddedPostgres(folder.path, { supervise: false });
    await server.stop();
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  } finally {
    stranger.kill("SIGKILL");
  }
});

test("database files whose password was lost are not taken for new ones, and the start says which file is missing", async () => {
  const facts = join(folder.path, "postgres.json");
  renameSync(facts, `${facts}.away`);
  try {
    await expect(startEmbeddedPostgres(folder.path)).rejects.toThrow(/postgres\.json is missing/);
    writeFileSync(facts, "");
    await expect(startEmbeddedPostgres(folder.path)).rejects.toThrow(/postgres\.json is damaged/);
    writeFileSync(facts, JSON.stringify({ port: 5432, password: "another" }));
    await expect(startEmbeddedPostgres(folder.path)).rejects.toThrow(/does not know the password in postgres\.json/);
  } finally {
    renameSync(`${facts}.away`, facts);
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
