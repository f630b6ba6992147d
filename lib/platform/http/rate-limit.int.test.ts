import { describe, expect, it } from "vitest";
import * as actionRoute from "@/app/api/v1/actions/[id]/route";
import * as batchRoute from "@/app/api/v1/actions/batch/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import * as runsRoute from "@/app/api/v1/runs/route";
import * as streamRoute from "@/app/api/v1/stream/route";
import { db } from "@/lib/platform/db/client";
import { env } from "@/lib/platform/env";
import { call, type Answer } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";
import { spendRate } from "./rate-limit";

const pay = { action: "pay", parameters: {}, confidence: 1 };

async function setUp() {
  const world = await makeWorld();
  await world.actionType("pay");
  return { world, agent: await world.agent() };
}

/** What is left of the caller's minute, as the answer says. */
function left({ headers }: Pick<Answer, "headers">): number {
  expect(headers.get("RateLimit-Policy")).toBe(`"caller";q=${env().SIGNALBOX_RATE_PER_MINUTE};w=60`);
  const [, remaining, seconds] = /^"caller";r=(\d+);t=(\d+)$/.exec(headers.get("RateLimit") ?? "") ?? [];
  expect(Number(seconds)).toBeGreaterThan(0);
  return env().SIGNALBOX_RATE_PER_MINUTE - Number(remaining);
}

describe("what is left of a caller's rate", () => {
  it("is told with every answer: an action, a batch that counts its actions, a first and a repeated answer, a refusal, a stream", async () => {
    const { agent } = await setUp();
    const ask = (body: unknown, headers = {}) =>
      call(actionsRoute.POST, { token: agent.key, path: "/api/v1/actions", body, headers });
    const run = () =>
      call(runsRoute.POST, {
        token: agent.key,
        path: "/api/v1/runs",
        body: { task: "t" },
        headers: { "Idempotency-Key": "run" },
      });
    expect(left(await ask(pay))).toBe(1);
    expect(left(await call(batchRoute.POST, { token: agent.key, body: { actions: [pay, pay, pay] } }))).toBe(4);
    expect(left(await ask(pay, { "Idempotency-Key": "one" }))).toBe(5);
    expect(left(await ask(pay, { "Idempotency-Key": "one" }))).toBe(6);
    expect(left(await run())).toBe(7);
    expect(left(await run())).toBe(8);
    expect(left(await ask({ action: 7 }))).toBe(9);
    expect(left(await call(actionRoute.GET, { token: agent.key, params: { id: "act_nowhere" } }))).toBe(10);
    const stream = await streamRoute.GET(
      new Request("http://localhost:3000/api/v1/stream", { headers: { Authorization: `Bearer ${agent.key}` } }),
      { params: Promise.resolve({}) },
    );
    await stream.body?.cancel();
    expect(left(stream)).toBe(11);
  });

  it("is not told to who was not let in: nothing was spent", async () => {
    const { headers } = await call(actionsRoute.GET, {});
    expect(headers.get("RateLimit")).toBeNull();
  });

  it("when it is nothing, everything is refused with 429 and when to come again, and nothing is done; another caller is served", async () => {
    const { world, agent } = await setUp();
    await spendRate(agent.keyId, env().SIGNALBOX_RATE_PER_MINUTE - 2);
    const batch = await call(batchRoute.POST, { token: agent.key, body: { actions: [pay, pay, pay] } });
    const refused = [
      batch,
      await call(actionsRoute.POST, { token: agent.key, body: pay }),
      await call(actionsRoute.GET, { token: agent.key }),
    ];
    for (const answer of refused) {
      expect(answer.json).toMatchObject({
        status: 429,
        code: "rate_limited",
        requestId: answer.headers.get("X-Request-Id"),
      });
      expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
      expect(Number(answer.headers.get("Retry-After"))).toBeGreaterThan(0);
      expect(left(answer)).toBe(env().SIGNALBOX_RATE_PER_MINUTE);
    }
    expect(await db().action.count({ where: { workspaceId: world.workspaceId } })).toBe(0);
    expect((await call(actionsRoute.POST, { token: (await world.agent()).key, body: pay })).status).toBe(201);
  });
});
