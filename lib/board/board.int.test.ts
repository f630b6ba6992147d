import { expect, it } from "vitest";
import * as executionsRoute from "@/app/api/v1/actions/[id]/executions/route";
import * as outcomeRoute from "@/app/api/v1/actions/[id]/outcome/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import * as boardRoute from "@/app/api/v1/board/route";
import * as stopsRoute from "@/app/api/v1/stops/route";
import { db } from "@/lib/platform/db/client";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";

interface Drawn {
  tracks: { kind: string; held: number; trains: { id: string; stage: string }[] }[];
}

it("of more held actions than are drawn, the siding shows those that have waited longest, the longest first", async () => {
  const world = await makeWorld();
  await world.actionType("wire", { zone: "red", decideWithinSeconds: 86_400 });
  const agent = await world.agent({ kind: "finance" });
  const asked: string[] = [];
  for (let minute = 0; minute < 7; minute += 1) {
    const { json } = await call(actionsRoute.POST, { token: agent.key, path: "/api/v1/actions", body: { action: "wire", parameters: { minute } } });
    const id = String(json["id"]);
    await db().action.update({ where: { id }, data: { createdAt: new Date(Date.now() - (7 - minute) * 60_000) } });
    asked.push(id);
  }
  const { token } = await world.person("viewer");
  const board = (await call(boardRoute.GET, { token, path: "/api/v1/board" })).json as unknown as Drawn;
  const [track] = board.tracks;
  expect(track).toMatchObject({ kind: "finance", held: 7 });
  expect(track?.trains.map((train) => train.id)).toEqual(asked.slice(0, 5));
});

it("what cost most is shown, and the board with it: a sum has room for any number of its parts", async () => {
  const world = await makeWorld();
  await world.actionType("wire", { zone: "green", confidenceThreshold: 0 });
  const agent = await world.agent({ kind: "finance" });
  for (let i = 0; i < 2; i += 1) {
    const { json } = await call(actionsRoute.POST, { token: agent.key, path: "/api/v1/actions", body: { action: "wire", parameters: {} } });
    const params = { id: String(json["id"]) };
    expect((await call(executionsRoute.POST, { token: agent.key, params, body: { digest: json["digest"] } })).status).toBe(200);
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
  expect((await call(stopsRoute.POST, { token, body: { scope: { type: "kind", id: "finance" }, reason: "a test" } })).status).toBe(201);
  const { json } = await call(boardRoute.GET, { token, path: "/api/v1/board" });
  expect(json["tracks"]).toMatchObject([{ kind: "finance", stop: { by: { type: "person", id, name }, reason: "a test" } }]);
});
