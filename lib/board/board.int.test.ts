import { expect, it } from "vitest";
import * as actionsRoute from "@/app/api/v1/actions/route";
import * as boardRoute from "@/app/api/v1/board/route";
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
