import { setTimeout } from "node:timers/promises";
import { expect, it } from "vitest";
import * as executionsRoute from "@/app/api/v1/actions/[id]/executions/route";
import * as outcomeRoute from "@/app/api/v1/actions/[id]/outcome/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import * as boardRoute from "@/app/api/v1/board/route";
import * as stopsRoute from "@/app/api/v1/stops/route";
import { noActionFilters } from "@/lib/actions/action-filters.rules";
import { actionSearch } from "@/lib/actions/actions.client";
import { expireDue } from "@/lib/approvals/sweep.service";
import { countedActions } from "@/lib/board/board.rules";
import { readBoard } from "@/lib/board/board.views";
import { db } from "@/lib/platform/db/client";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";

interface Drawn {
  tracks: { kind: string; held: number; trains: { id: string; stage: string; attended: string | null }[] }[];
}

const read = async (token: string, minutes = 15) =>
  (await call(boardRoute.GET, { token, path: `/api/v1/board?minutes=${minutes}` })).json;
const ask = async (key: string, body: Record<string, unknown> = {}) =>
  (
    await call(actionsRoute.POST, {
      token: key,
      path: "/api/v1/actions",
      body: { action: "wire", parameters: {}, ...body },
    })
  ).json;
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000);

it("of more held actions than are drawn, the siding shows those whose time ends first, the first foremost, and what settles last", async () => {
  const world = await makeWorld();
  await world.actionType("wire", { zone: "red", decideWithinSeconds: 86_400 });
  const agent = await world.agent({ kind: "finance" });
  const asked: string[] = [];
  for (let place = 0; place < 7; place += 1) {
    const { id } = await ask(agent.key);
    await db().action.update({
      where: { id: String(id) },
      data: { createdAt: inMinutes(-place), expiresAt: inMinutes(20 + place) },
    });
    asked.push(String(id));
  }
  await db().action.update({ where: { id: asked[0]! }, data: { settlingId: "apr_1", settlesAt: inMinutes(1) } });
  await db().action.update({
    where: { id: asked[1]! },
    data: { claimedById: "per_1", claimedByName: "Ada", claimExpiresAt: inMinutes(5) },
  });
  const { token } = await world.person("viewer");
  const board = await read(token);
  const [track] = (board as unknown as Drawn).tracks;
  expect(track).toMatchObject({ kind: "finance", held: 7, needsSomeone: 5 });
  expect(track?.trains.map((train) => train.id)).toEqual(asked.slice(1, 6));
  expect(track?.trains.map((train) => train.attended)).toEqual(["claimed", null, null, null, null]);
  const nextDeadline = (await db().action.findUniqueOrThrow({ where: { id: asked[1]! } })).expiresAt.toISOString();
  expect(track).toMatchObject({ nextDeadline });
  expect(board).toMatchObject({ totals: { waiting: 7, nearest: { id: asked[1], until: nextDeadline } } });
});

it("counts what failed and what expired when it happened, whenever it was asked, and puts its track first", async () => {
  const world = await makeWorld();
  await world.actionType("wire", { zone: "green", confidenceThreshold: 0 });
  await world.actionType("hold", { zone: "red" });
  const [quiet, failing, slow] = [
    await world.agent({ kind: "a quiet" }),
    await world.agent({ kind: "failing" }),
    await world.agent({ kind: "slow" }),
  ];
  const earlier = inMinutes(-120);

  const run = await ask(failing.key);
  const params = { id: String(run["id"]) };
  await db().action.update({ where: params, data: { createdAt: earlier } });
  expect(
    (await call(executionsRoute.POST, { token: failing.key, params, body: { digest: run["digest"] } })).status,
  ).toBe(200);
  expect(
    (
      await call(outcomeRoute.POST, {
        token: failing.key,
        params,
        body: { status: "failed", error: "refused by the bank" },
      })
    ).status,
  ).toBe(200);

  const held = String((await ask(slow.key, { action: "hold" }))["id"]);
  await db().action.update({ where: { id: held }, data: { createdAt: earlier, expiresAt: inMinutes(-1) } });
  expect(await expireDue()).toBeGreaterThan(0);

  await ask(quiet.key, { action: "hold" });
  const { token } = await world.person("viewer");
  expect(await read(token)).toMatchObject({
    totals: { asked: 1, failed: 1, expired: 1, waiting: 1 },
    tracks: [
      { kind: "failing", failed: 1, expired: 0, done: 0 },
      { kind: "slow", failed: 0, expired: 1, held: 0 },
      { kind: "a quiet", failed: 0, expired: 0, held: 1, needsSomeone: 1 },
    ],
  });
});

it("leads from each figure to exactly the actions that it counts, of all kinds and of one", async () => {
  const world = await makeWorld();
  await world.actionType("wire", { zone: "green", confidenceThreshold: 0 });
  await world.actionType("hold", { zone: "red" });
  const agents = [await world.agent({ kind: "one" }), await world.agent({ kind: "two" })];
  /** When each lap began: a board of what came since then leaves the laps before it out. */
  const laps: number[] = [];
  for (let lap = 0; lap < 3; lap += 1) {
    await setTimeout(30);
    laps.push(Date.now());
    for (const [which, agent] of agents.entries()) {
      for (let n = 0; n <= lap + which; n += 1) {
        const run = await ask(agent.key);
        const params = { id: String(run["id"]) };
        expect(
          (await call(executionsRoute.POST, { token: agent.key, params, body: { digest: run["digest"] } })).status,
        ).toBe(200);
        expect(
          (
            await call(outcomeRoute.POST, {
              token: agent.key,
              params,
              body: { status: n === 1 ? "succeeded" : "failed" },
            })
          ).status,
        ).toBe(200);
      }
      const { id } = await ask(agent.key, { action: "hold" });
      await db().action.update({ where: { id: String(id) }, data: { expiresAt: inMinutes(-1) } });
      expect(await expireDue()).toBeGreaterThan(0);
    }
  }
  await setTimeout(30);
  const now = new Date();
  const { token } = await world.person("viewer");
  /** How many the page of all actions shows at an address. */
  const shown = async (address: string) => {
    const filters = {
      ...noActionFilters,
      ...Object.fromEntries(new URLSearchParams(address.slice(address.indexOf("?")))),
    };
    const { json } = await call(actionsRoute.GET, {
      token,
      path: `/api/v1/actions?${new URLSearchParams({ ...actionSearch(filters, "Europe/Berlin"), limit: "200" }).toString()}`,
    });
    return (json["items"] as unknown[]).length;
  };
  const figures = ["asked", "failed", "expired"] as const;
  const seen = new Set<number>();
  for (const [lap, began] of [...laps, now.getTime()].entries()) {
    const minutes = (now.getTime() - began) / 60_000;
    const board = await readBoard(world.workspaceId, minutes, new Date(now.getTime() - 1_000), now);
    expect(board.totals.expired, "two in each lap").toBe(2 * (3 - lap));
    for (const figure of figures) {
      expect(await shown(countedActions(board)[figure]), `${figure} since lap ${lap}`).toBe(board.totals[figure]);
      for (const track of board.tracks)
        expect(await shown(countedActions(board, track.kind)[figure]), `${figure} of ${track.kind}`).toBe(
          track[figure],
        );
      seen.add(board.totals[figure]);
    }
  }
  expect(seen.size, "the figures differ").toBeGreaterThan(3);
});

it("what cost most is shown, and the board with it: a sum has room for any number of its parts", async () => {
  const world = await makeWorld();
  await world.actionType("wire", { zone: "green", confidenceThreshold: 0 });
  const agent = await world.agent({ kind: "finance" });
  for (let i = 0; i < 2; i += 1) {
    const { json } = await call(actionsRoute.POST, {
      token: agent.key,
      path: "/api/v1/actions",
      body: { action: "wire", parameters: {} },
    });
    const params = { id: String(json["id"]) };
    expect(
      (await call(executionsRoute.POST, { token: agent.key, params, body: { digest: json["digest"] } })).status,
    ).toBe(200);
    const body = { status: "succeeded", cost: { amount: "999999999999999", currency: "EUR" } };
    expect((await call(outcomeRoute.POST, { token: agent.key, params, body })).status).toBe(200);
  }
  const { token } = await world.person("viewer");
  const { json } = await call(boardRoute.GET, { token, path: "/api/v1/board" });
  expect(json).toMatchObject({ totals: { spent: [{ amount: "1999999999999998", currency: "EUR" }], reported: 2 } });
});

it("a stopped kind says who stopped it, by id and name", async () => {
  const world = await makeWorld();
  await world.agent({ kind: "finance" });
  const { id, name, token } = await world.person("supervisor");
  expect(
    (await call(stopsRoute.POST, { token, body: { scope: { type: "kind", id: "finance" }, reason: "a test" } })).status,
  ).toBe(201);
  const { json } = await call(boardRoute.GET, { token, path: "/api/v1/board" });
  expect(json["tracks"]).toMatchObject([
    { kind: "finance", stop: { by: { type: "person", id, name }, reason: "a test" } },
  ]);
});
