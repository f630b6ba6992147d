import pg from "pg";
import { expect, it } from "vitest";
import * as executionsRoute from "@/app/api/v1/actions/[id]/executions/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import * as rearmRoute from "@/app/api/v1/stops/[id]/rearm/route";
import * as stopsRoute from "@/app/api/v1/stops/route";
import { db, pool } from "@/lib/platform/db/client";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";

const rounds = 200;

async function setUp() {
  const world = await makeWorld();
  await world.actionType("pay");
  return {
    world,
    agents: await Promise.all([world.agent(), world.agent()]),
    reliability: await world.person("reliability"),
  };
}

const pull = (token: string) =>
  call(stopsRoute.POST, { token, body: { scope: { type: "workspace" }, reason: "race" } });
const asks = (token: string) =>
  call(actionsRoute.POST, { token, body: { action: "pay", parameters: {}, confidence: 1 } });
const executes = (token: string, action: Record<string, unknown>) =>
  call(executionsRoute.POST, { token, params: { id: String(action["id"]) }, body: { digest: action["digest"] } });

async function secondConnection(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  return client;
}

it(`once a stop is acknowledged nothing is allowed and nothing allowed before runs, in ${rounds} races`, {
  timeout: 300_000,
}, async () => {
  const { world, agents, reliability } = await setUp();
  let allowedBefore = 0;
  for (let round = 0; round < rounds; round++) {
    const asking = agents.map(async (a) => ({ json: (await asks(a.key)).json, key: a.key }));
    const stop = await pull(reliability.token);
    expect(stop.status).toBe(201);
    const epoch = Number(stop.json["epoch"]);
    // What is asked after the answer came is denied.
    expect((await asks(agents[round % 2]!.key)).json["status"]).toBe("denied");
    // What was under way is denied too, unless it was judged and committed before the stop; then its permit is withdrawn.
    for (const { json, key } of await Promise.all(asking)) {
      const { epoch: judgedAt } = json["verdict"] as { epoch: number };
      expect(json["status"]).toBe(judgedAt >= epoch ? "denied" : "approved");
      if (json["status"] !== "approved") continue;
      allowedBefore += 1;
      expect((await executes(key, json)).json).toMatchObject({ status: 409, code: "stopped" });
    }
    expect(
      (
        await call(rearmRoute.POST, {
          token: reliability.token,
          params: { id: String(stop.json["id"]) },
          body: { reason: "next round" },
        })
      ).status,
    ).toBe(200);
  }
  const [stops, allowed] = await Promise.all([
    db().stop.findMany({ where: { workspaceId: world.workspaceId } }),
    db().action.findMany({ where: { workspaceId: world.workspaceId, effect: "allow" }, select: { epoch: true } }),
  ]);
  expect(stops).toHaveLength(rounds);
  expect(new Set(stops.map((s) => s.epoch)).size).toBe(rounds);
  expect(allowed).toHaveLength(allowedBefore);
  // While a stop holds, its epoch is the workspace's: no allowed action may carry it.
  expect(allowed.filter((a) => stops.some((s) => s.epoch === a.epoch))).toEqual([]);
  expect(await db().auditStaged.count({ where: { workspaceId: world.workspaceId, event: "stop.pulled" } })).toBe(
    rounds,
  );
});

it("a stop waits for the verdicts that are being committed, and no later one overtakes it", async () => {
  const { agents, reliability, world } = await setUp();
  const [agent] = agents;
  await asks(agent.key);
  const committing = await secondConnection();
  await committing.query("BEGIN");
  await committing.query("SELECT pg_advisory_xact_lock_shared(epoch_lock_key($1))", [world.workspaceId]);
  let answered = false;
  const stop = pull(reliability.token).then((answer) => {
    answered = true;
    return answer;
  });
  // Wait until the lever's transaction stands in the queue for the lock.
  await expect
    .poll(
      async () =>
        (
          await pool().query(
            "SELECT 1 FROM pg_locks JOIN pg_database d ON d.oid = database WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted",
          )
        ).rowCount,
    )
    .toBe(1);
  const overtaking = asks(agent.key);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(answered).toBe(false);
  await committing.query("COMMIT");
  await committing.end();
  expect((await stop).status).toBe(201);
  expect((await overtaking).json).toMatchObject({ status: "denied" });
});

it("a verdict of an older epoch is refused by the commit itself", async () => {
  const { agents, reliability, world } = await setUp();
  const { epoch } = await db().workspace.findUniqueOrThrow({ where: { id: world.workspaceId } });
  await pull(reliability.token);
  const commit = async (at: bigint) =>
    (
      await pool().query<{ r: { outcome: string } }>(
        "SELECT gate_commit($1, $3, $4, NULL, $2, '[]', 0, '[]', '[]', '[]', '[]', NULL, '[]') AS r",
        [world.workspaceId, at.toString(), agents[0].id, agents[0].keyId],
      )
    ).rows[0]?.r.outcome;
  expect(await commit(epoch)).toBe("stale_epoch");
  expect(await commit(epoch + 1n)).toBe("committed");
  expect(await commit(epoch + 2n)).toBe("stale_epoch");
});
