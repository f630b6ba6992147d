import { describe, expect, it } from "vitest";
import * as cancelRoute from "@/app/api/v1/actions/[id]/cancel/route";
import * as batchRoute from "@/app/api/v1/actions/batch/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import * as settingsRoute from "@/app/api/v1/settings/route";
import { db } from "@/lib/platform/db/client";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";

// How many actions of one agent may wait for people, whatever races.

async function setUp(maxPendingPerAgent: number) {
  const world = await makeWorld({ maxPendingPerAgent });
  await world.actionType("pay", { zone: "green" });
  await world.actionType("wire", { zone: "red" });
  return { world, agent: await world.agent() };
}

const wire = { action: "wire", parameters: { n: 1 }, confidence: 1 };
const pay = { action: "pay", parameters: { n: 1 }, confidence: 1 };
const ask = async (key: string, body: object = wire, headers: Record<string, string> = {}) =>
  (await call(actionsRoute.POST, { token: key, path: "/api/v1/actions", body, headers })).json;
const askTogether = async (key: string, actions: object[]) =>
  (await call(batchRoute.POST, { token: key, body: { actions } })).json["items"] as Record<string, unknown>[];
const statusesOf = (asked: Record<string, unknown>[]) => ({
  pending: asked.filter((a) => a["status"] === "pending").length,
  denied: asked.filter((a) => a["status"] === "denied").length,
});
const waiting = (...agentIds: string[]) =>
  db().action.count({ where: { agentId: { in: agentIds }, status: "pending" } });
const times = (n: number) => Array.from({ length: n });

/** As if it had been registered under another. */
async function putUnder(parentId: string, agentId: string): Promise<void> {
  await db().agent.update({ where: { id: agentId }, data: { parentAgentId: parentId, ancestorIds: [parentId] } });
}

describe("what waits for people", () => {
  it("is as much as the bound says of an agent that asks 60 times at once, and the others are denied", async () => {
    const { agent } = await setUp(20);
    const asked = await Promise.all(times(60).map(() => ask(agent.key)));
    expect(statusesOf(asked)).toEqual({ pending: 20, denied: 40 });
    expect(await waiting(agent.id)).toBe(20);
  });

  it("is counted with batches that race: each counts its own, and the first of a batch wait", async () => {
    const { agent } = await setUp(20);
    const batches = await Promise.all(
      times(6).map(() =>
        askTogether(
          agent.key,
          times(15).map(() => wire),
        ),
      ),
    );
    expect(statusesOf(batches.flat())).toEqual({ pending: 20, denied: 70 });
    for (const batch of batches) {
      const order = batch.map((a) => a["status"]);
      expect(order).toEqual(order.toSorted((a, b) => Number(a === "denied") - Number(b === "denied")));
    }
  });

  it("says in the denial what stands in the way and what to do, with one entry of its own", async () => {
    const { agent } = await setUp(1);
    await ask(agent.key);
    const denied = await ask(agent.key);
    expect(denied).toMatchObject({
      status: "denied",
      permit: null,
      verdict: {
        effect: "deny",
        interlocks: expect.arrayContaining([
          expect.objectContaining({ name: "queue", effect: "deny", code: "too_many_pending" }),
        ]) as unknown,
      },
      decision: {
        outcome: "reject",
        by: { type: "policy" },
        reason: {
          code: "too_many_pending",
          text: expect.stringMatching(
            /^No more than 1 action of this agent may wait for people, and this would be one more\. .*Wait until/u,
          ) as unknown,
        },
      },
    });
    const entries = await db().auditStaged.findMany({ where: { subjectId: String(denied["id"]) } });
    expect(entries).toHaveLength(1);
    expect(JSON.parse(Buffer.from(entries[0]?.leaf ?? []).toString("utf8"))).toMatchObject({
      event: "action.requested",
      facts: {
        status: "denied",
        interlocks: expect.arrayContaining([{ name: "queue", effect: "deny", code: "too_many_pending" }]) as unknown,
      },
    });
  });

  it("takes no room from what no person has to decide, and room comes back with every answer", async () => {
    const { agent } = await setUp(2);
    const [first] = await askTogether(agent.key, [wire, wire, pay, wire]);
    expect(await ask(agent.key, pay)).toMatchObject({ status: "approved" });
    expect(await ask(agent.key)).toMatchObject({ status: "denied" });
    await call(cancelRoute.POST, { token: agent.key, params: { id: String(first?.["id"]) }, method: "POST" });
    expect(await ask(agent.key)).toMatchObject({ status: "pending" });
    expect(await waiting(agent.id)).toBe(2);
  });

  it("answers a repeated request as it was answered first", async () => {
    const { agent } = await setUp(1);
    const first = await ask(agent.key);
    const headers = { "Idempotency-Key": "again" };
    const denied = await ask(agent.key, wire, headers);
    expect(denied["status"]).toBe("denied");
    await call(cancelRoute.POST, { token: agent.key, params: { id: String(first["id"]) }, method: "POST" });
    expect(await ask(agent.key, wire, headers)).toEqual(denied);
  });

  it("is bounded for all agents under one together: four times the bound, however many they are", async () => {
    const { world, agent: parent } = await setUp(5);
    const children = await Promise.all(times(7).map(() => world.agent()));
    for (const child of children) await putUnder(parent.id, child.id);
    const family = [parent, ...children];
    const asked = await Promise.all(family.flatMap(({ key }) => times(6).map(() => ask(key))));
    expect(statusesOf(asked)).toEqual({ pending: 20, denied: 28 });
    for (const { id } of family) expect(await waiting(id)).toBeLessThanOrEqual(5);
    // An agent beside the family has its own.
    expect(await ask((await world.agent()).key)).toMatchObject({ status: "pending" });
  });

  it("follows the setting: what it says counts from its answer on", async () => {
    const { world, agent } = await setUp(1);
    const admin = await world.person("admin");
    const set = (maxPendingPerAgent: number) =>
      call(settingsRoute.PATCH, { token: admin.token, method: "PATCH", body: { maxPendingPerAgent } });
    await ask(agent.key);
    expect((await set(0)).status).toBe(400);
    expect((await set(10_001)).status).toBe(400);
    expect((await set(2)).json).toMatchObject({ maxPendingPerAgent: 2 });
    expect(await ask(agent.key)).toMatchObject({ status: "pending" });
    expect(await ask(agent.key)).toMatchObject({ status: "denied" });
  });
});
