import { expect, it } from "vitest";
import * as meRoute from "@/app/api/v1/me/route";
import { env } from "@/lib/platform/env";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";
import { pool } from "./client";

it("whoever waits for a connection gets one when it is free, and is told that much is being done, not that the database is away", {
  timeout: 90_000,
}, async () => {
  const world = await makeWorld();
  const supervisor = await world.person("supervisor");
  const ask = () => call(meRoute.GET, { token: supervisor.token });
  // The key is known from now on: what follows waits for nothing but connections.
  expect((await ask()).status).toBe(200);

  const held = await Promise.all(Array.from({ length: env().SIGNALBOX_DB_POOL }, () => pool().connect()));
  const tooLong = ask();
  await new Promise((resolve) => setTimeout(resolve, 7_000));
  const inTime = Promise.all([ask(), ask(), ask()]);
  const refused = await tooLong;
  expect(refused.json).toMatchObject({ status: 503, code: "busy" });
  expect(Number(refused.headers.get("Retry-After"))).toBeGreaterThan(0);
  for (const client of held) client.release();
  expect(
    (await inTime).map((a) => a.status),
    "eight seconds later",
  ).toEqual([200, 200, 200]);
});
