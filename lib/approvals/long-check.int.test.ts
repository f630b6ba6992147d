import { expect, it } from "vitest";
import * as decisionsRoute from "@/app/api/v1/actions/[id]/decisions/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import * as stopsRoute from "@/app/api/v1/stops/route";
import { checkedInThread } from "@/lib/catalog/check-thread";
import { db } from "@/lib/platform/db/client";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";
import { settleDue } from "./sweep.service";

const parametersSchema = {
  type: "object",
  properties: {
    lines: {
      type: "array",
      items: { anyOf: Array.from({ length: 20 }, (_, i) => ({ type: "object", required: [`f${i}`] })) },
    },
  },
};
const parameters = { lines: Array.from({ length: 20_000 }, () => ({ f19: 1 })) };
/** A thread starts in its time. */
const threadTestMs = 120_000;

async function setUp(graceSeconds = 0) {
  const world = await makeWorld({ graceSeconds });
  await world.actionType("pay", { zone: "yellow", confidenceThreshold: 0.9, parametersSchema });
  const agent = await world.agent();
  const supervisor = await world.person("supervisor");
  const { json } = await call(actionsRoute.POST, {
    token: agent.key,
    body: { action: "pay", parameters, confidence: 0.5 },
  });
  expect(json["status"]).toBe("pending");
  const params = { id: String(json["id"]) };
  const decide = (decision: string, more: Record<string, unknown> = {}) =>
    call(decisionsRoute.POST, {
      token: supervisor.token,
      params,
      body: { decision, seenDigest: json["digest"], reason: { text: "looked at it" }, ...more },
    });
  return { world, supervisor, decide, params };
}

it(
  "what takes long to check is approved, edited and settled all the same, and an edit that does not follow the schema is refused",
  async () => {
    expect((await (await setUp()).decide("approve")).json).toMatchObject({ status: "approved" });
    const { decide } = await setUp();
    const lines = [...parameters.lines, { g: 1 }];
    expect((await decide("edit", { parameters: { lines } })).json).toMatchObject({
      status: 422,
      code: "invalid_parameters",
    });
    expect((await decide("edit", { parameters: { lines: parameters.lines.slice(1) } })).json).toMatchObject({
      status: "approved",
    });
    const later = await setUp(60);
    expect((await later.decide("approve")).json).toMatchObject({ status: "pending" });
    await db().action.update({ where: later.params, data: { settlesAt: new Date(0) } });
    await settleDue();
    expect(await db().action.findUniqueOrThrow({ where: later.params })).toMatchObject({ status: "approved" });
  },
  threadTestMs,
);

it(
  "a stop does not wait for a long check of a decision, and counts for it",
  async () => {
    const { supervisor, decide } = await setUp();
    const slower = {
      type: "object",
      properties: { lines: { items: { anyOf: Array.from({ length: 400 }, (_, i) => ({ required: [`f${i}`] })) } } },
    };
    const asked = {
      schema: JSON.stringify(slower),
      parameters: JSON.stringify({ lines: Array.from({ length: 10_000 }, () => ({ f399: 1 })) }),
      steps: 20_000_000,
    };
    let isStopped = false;
    const others = (async () => {
      while (!isStopped) await Promise.all(Array.from({ length: 4 }, (_, n) => checkedInThread(asked, `caller ${n}`)));
    })();
    const answer = decide("approve");
    await new Promise((resolve) => setTimeout(resolve, 500));
    const stop = await call(stopsRoute.POST, {
      token: supervisor.token,
      body: { scope: { type: "workspace" }, reason: "test" },
    });
    isStopped = true;
    expect(stop.status).toBe(201);
    expect((await answer).json).toMatchObject({ status: 409, code: "stopped" });
    expect((await decide("reject")).json, "a rejection waits for no check").toMatchObject({ status: "denied" });
    await others;
  },
  threadTestMs,
);
