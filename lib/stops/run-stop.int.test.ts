import { expect, it } from "vitest";
import * as executionsRoute from "@/app/api/v1/actions/[id]/executions/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import * as endRoute from "@/app/api/v1/runs/[id]/end/route";
import * as runsRoute from "@/app/api/v1/runs/route";
import * as rearmRoute from "@/app/api/v1/stops/[id]/rearm/route";
import * as stopsRoute from "@/app/api/v1/stops/route";
import { db } from "@/lib/platform/db/client";
import { moveEpoch, transaction } from "@/lib/platform/db/transactions";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";

const rounds = 40;
const ownLimit = 30;

async function setUp() {
  const world = await makeWorld();
  await world.actionType("pay");
  return {
    world,
    agent: await world.agent(),
    other: await world.agent(),
    reliability: await world.person("reliability"),
  };
}
const startRun = async (token: string) =>
  (await call(runsRoute.POST, { token, path: "/api/v1/runs", body: { task: "t" } })).json as {
    id: string;
    token: string;
  };
const pull = (token: string, id: string) =>
  call(stopsRoute.POST, { token, body: { scope: { type: "run", id }, reason: "race" } });
const asks = (token: string, body: Record<string, unknown> = {}) =>
  call(actionsRoute.POST, { token, body: { action: "pay", parameters: {}, confidence: 1, ...body } });
const executes = (token: string, action: Record<string, unknown>) =>
  call(executionsRoute.POST, { token, params: { id: String(action["id"]) }, body: { digest: action["digest"] } });
const epochOf = async (id: string) => (await db().workspace.findUniqueOrThrow({ where: { id } })).epoch;

it(`once a run's stop is acknowledged nothing in it is allowed and nothing allowed before runs, also after re-arming, in ${rounds} races`, {
  timeout: 180_000,
}, async () => {
  const { world, agent, reliability } = await setUp();
  for (let round = 0; round < rounds; round++) {
    const top = await startRun(agent.key);
    const run = await startRun(top.token);
    const asking = [asks(run.token), asks(agent.key, { runId: run.id }), asks(run.token)];
    const epoch = await epochOf(world.workspaceId);
    const stop = await pull(reliability.token, top.id);
    expect(stop.status).toBe(201);
    expect(await epochOf(world.workspaceId)).toBe(epoch);
    expect((await asks(run.token)).json["status"]).toBe("denied");
    const before = (await Promise.all(asking)).map((a) => a.json);
    for (const action of before) expect(["approved", "denied"]).toContain(action["status"]);
    const allowed = before.filter((a) => a["status"] === "approved");
    for (const action of allowed)
      expect((await executes(agent.key, action)).json).toMatchObject({ status: 409, code: "stopped" });
    await call(rearmRoute.POST, {
      token: reliability.token,
      params: { id: String(stop.json["id"]) },
      body: { reason: "next round" },
    });
    for (const action of allowed)
      expect((await executes(run.token, action)).json).toMatchObject({ status: 409, code: "stopped" });
    const fresh = (await asks(run.token)).json;
    expect((await executes(run.token, fresh)).status).toBe(200);
    await call(endRoute.POST, { token: top.token, method: "POST", params: { id: top.id } });
  }
});

it("an agent that opens runs and stops each of them in a loop keeps nobody else from asking, moves no epoch, and meets its own limit", {
  timeout: 120_000,
}, async () => {
  const { world, agent, other } = await setUp();
  expect((await asks(other.key)).status).toBe(201);
  const epoch = await epochOf(world.workspaceId);
  const looping = (async () => {
    const statuses: number[] = [];
    for (let i = 0; i < ownLimit + 5; i++)
      statuses.push((await pull(agent.key, (await startRun(agent.key)).id)).status);
    return statuses;
  })();
  const answers: number[] = [];
  let over = false;
  void looping.then(() => (over = true));
  while (!over) answers.push((await asks(other.key)).status);
  expect(new Set(answers)).toEqual(new Set([201]));
  expect(await looping).toEqual([...Array<number>(ownLimit).fill(201), ...Array<number>(5).fill(429)]);
  expect(await epochOf(world.workspaceId)).toBe(epoch);
});

it("controls that change without a pause make no agent wait in vain", { timeout: 120_000 }, async () => {
  const { world, agent } = await setUp();
  let over = false;
  const changing = (async () => {
    while (!over) await transaction((tx) => moveEpoch(tx, world.workspaceId));
  })();
  const statuses: number[] = [];
  for (let i = 0; i < 25; i++) statuses.push((await asks(agent.key)).status);
  over = true;
  await changing;
  expect(statuses).toEqual(Array<number>(25).fill(201));
});
