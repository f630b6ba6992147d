import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as healthRoute from "@/app/api/health/route";
import * as actionRoute from "@/app/api/v1/actions/[id]/route";
import * as batchRoute from "@/app/api/v1/actions/batch/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import * as meRoute from "@/app/api/v1/me/route";
import * as stopsRoute from "@/app/api/v1/stops/route";
import * as runsRoute from "@/app/api/v1/runs/route";
import { closeDb, db } from "@/lib/platform/db/client";
import { forgetEnv } from "@/lib/platform/env";
import { startWorker } from "@/lib/worker/worker";
import { call, type Answer } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "@/scripts/postgres/embedded";
import { databaseSettings } from "@/scripts/postgres/roles";
import { migrate } from "@/scripts/prisma/migrate";

const folder = mkdtempSync(join(tmpdir(), "signalbox-away-"));
let server: EmbeddedPostgres;

// A server of its own: the one that all tests share must not be stopped.
beforeAll(async () => {
  server = await startEmbeddedPostgres(folder, { supervise: false });
  await migrate(server.roles.owner);
  Object.assign(process.env, databaseSettings(server.roles));
  forgetEnv();
});
afterAll(async () => {
  await closeDb();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const pay = { action: "pay", parameters: {}, confidence: 1 };

it("while the database is away everything is refused with 503 and when to come again; when it is back everything works, and nothing was done meanwhile", {
  timeout: 60_000,
}, async () => {
  const world = await makeWorld();
  await world.actionType("pay");
  const agent = await world.agent();
  const supervisor = await world.person("supervisor");
  const ask = () =>
    call(actionsRoute.POST, {
      token: agent.key,
      path: "/api/v1/actions",
      body: pay,
      headers: { "Idempotency-Key": "one" },
    });
  const everything = async (): Promise<Answer[]> => [
    await ask(),
    await call(actionsRoute.POST, { token: agent.key, body: { ...pay, confidence: 7 } }),
    await call(batchRoute.POST, { token: agent.key, body: { actions: [pay] } }),
    await call(actionRoute.GET, { token: agent.key, params: { id: "act_1" } }),
    await call(runsRoute.POST, { token: agent.key, body: { task: "t" } }),
    await call(meRoute.GET, { token: supervisor.token }),
  ];
  // The gate remembers the key and the controls: it must not answer by memory alone.
  expect((await call(actionsRoute.POST, { token: agent.key, body: pay })).status).toBe(201);

  await server.stop();
  for (const answer of await everything()) {
    expect(answer.json).toMatchObject({
      status: 503,
      code: "unavailable",
      requestId: answer.headers.get("X-Request-Id"),
    });
    expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
    expect(Number(answer.headers.get("Retry-After"))).toBeGreaterThan(0);
  }

  server = await startEmbeddedPostgres(folder, { supervise: false });
  expect(await db().action.count({ where: { workspaceId: world.workspaceId } })).toBe(1);
  expect((await everything()).map((a) => a.status)).toEqual([201, 400, 200, 404, 201, 200]);
});

it.each([
  ["53100", "its disk is full"],
  ["53200", "it is out of memory"],
  ["58030", "its machine fails it"],
])(
  "while the database cannot write (SQLSTATE %s) asks and stops are refused with 503 and the reason, and nothing was done meanwhile",
  async (state, words) => {
    const world = await makeWorld();
    await world.actionType("pay");
    const agent = await world.agent();
    const supervisor = await world.person("supervisor");
    const ask = () => call(actionsRoute.POST, { token: agent.key, body: pay });
    const stop = () =>
      call(stopsRoute.POST, { token: supervisor.token, body: { scope: { type: "workspace" }, reason: "test" } });

    const owner = new Client({ connectionString: server.roles.owner });
    await owner.connect();
    const tables = ["actions", "stops"];
    await owner.query(
      `CREATE FUNCTION cannot_write() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '${state}'; END $$`,
    );
    for (const table of tables)
      await owner.query(
        `CREATE TRIGGER cannot_write BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION cannot_write()`,
      );
    for (const answer of [await ask(), await stop()]) {
      expect(answer.json).toMatchObject({
        status: 503,
        code: "unavailable",
        detail: expect.stringContaining(words) as unknown,
      });
      expect(Number(answer.headers.get("Retry-After"))).toBeGreaterThan(0);
    }
    await owner.query("DROP FUNCTION cannot_write CASCADE");
    await owner.end();

    expect(await db().action.count({ where: { workspaceId: world.workspaceId } })).toBe(0);
    expect(await db().stop.count({ where: { workspaceId: world.workspaceId } })).toBe(0);
    expect([(await ask()).status, (await stop()).status]).toEqual([201, 201]);
  },
);

it("that only lets itself be read says so", async () => {
  const world = await makeWorld();
  await world.actionType("pay");
  const agent = await world.agent();
  // As hosts of databases do it when the disk is nearly full: for every connection that begins from now on.
  const superuser = new Client({ connectionString: server.url });
  await superuser.connect();
  const begin = async (setting: string) => {
    await superuser.query(`ALTER ROLE signalbox_application ${setting}`);
    await superuser.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'signalbox_application'",
    );
  };
  const ask = async () => (await call(actionsRoute.POST, { token: agent.key, body: pay })).json;
  await begin("SET default_transaction_read_only = on");
  await expect.poll(ask).toMatchObject({
    status: 503,
    code: "unavailable",
    detail: expect.stringContaining("it only lets itself be read") as unknown,
  });
  await begin("RESET default_transaction_read_only");
  await expect.poll(ask).toMatchObject({ status: "approved" });
  await superuser.end();
});

it("health says which part of the instance works, and answers 503 only where requests cannot be judged", {
  timeout: 60_000,
}, async () => {
  const health = async () => {
    const { status, json } = await call(healthRoute.GET);
    return { answered: status, ...json };
  };
  const version = expect.stringMatching(/^\d+\.\d+\.\d+/) as unknown;
  const idle = { worker: "stopped", sequencer: "stopped" };
  expect(await health()).toEqual({ answered: 200, status: "ok", version, database: "ok", ...idle });

  const stopWorker = startWorker();
  expect(await health()).toMatchObject({ answered: 200, worker: "ok" });
  await server.stop();
  await expect.poll(health).toMatchObject({ answered: 503, status: "failing", database: "away", worker: "failing" });
  server = await startEmbeddedPostgres(folder, { supervise: false });
  await expect.poll(health, { timeout: 20_000 }).toMatchObject({ answered: 200, database: "ok", worker: "ok" });
  await stopWorker();
  expect(await health()).toMatchObject({ answered: 200, worker: "stopped" });
});
