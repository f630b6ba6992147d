import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import * as decisionsRoute from "@/app/api/v1/actions/[id]/decisions/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import { db } from "@/lib/platform/db/client";
import { call, type Answer } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";

const schema = {
  type: "object",
  properties: { amount: { type: "number", maximum: 100 } },
  required: ["amount"],
  additionalProperties: false,
};

async function setUp() {
  const world = await makeWorld();
  await world.actionType("pay", { zone: "green", parametersSchema: schema });
  await world.actionType("wire", { zone: "red", parametersSchema: schema });
  await world.actionType("mail", { zone: "yellow", reviewProbability: 1 });
  return { world, agent: await world.agent(), supervisor: await world.person("supervisor") };
}

const asks = (key: string, body: unknown, headers: Record<string, string> = {}) =>
  call(actionsRoute.POST, { token: key, path: "/api/v1/actions", body, headers });

describe("the same Idempotency-Key", () => {
  const body = { action: "wire", parameters: { amount: 1 } };

  it("a thousand times, a hundred of them at once, makes one action and gives the first answer again", async () => {
    const { world, agent } = await setUp();
    const headers = { "Idempotency-Key": randomUUID() };
    const answers: Answer[] = [];
    // A hundred at once, ten times: a thousand would wait longer for a connection than the pool lets them.
    while (answers.length < 1000)
      answers.push(...(await Promise.all(Array.from({ length: 100 }, () => asks(agent.key, body, headers)))));
    expect(new Set(answers.map((a) => a.text)).size).toBe(1);
    expect(answers.filter((a) => a.headers.get("Idempotent-Replayed") === "true")).toHaveLength(999);
    expect(await db().action.count({ where: { workspaceId: world.workspaceId } })).toBe(1);
  });

  it("gives nothing to a key that was revoked meanwhile", async () => {
    const { world, agent } = await setUp();
    const headers = { "Idempotency-Key": "one" };
    expect((await asks(agent.key, body, headers)).status).toBe(201);
    await db().$transaction([
      db().apiKey.update({ where: { id: agent.keyId }, data: { revokedAt: new Date() } }),
      db().workspace.update({ where: { id: world.workspaceId }, data: { epoch: { increment: 1 } } }),
    ]);
    expect((await asks(agent.key, body, headers)).json).toMatchObject({ status: 401, code: "key_revoked" });
    expect((await asks(agent.key, body, { ...headers, Prefer: "wait=1" })).json).toMatchObject({
      status: 401,
      code: "key_revoked",
    });
  });

  it("with another body is refused with 422", async () => {
    const { agent } = await setUp();
    const headers = { "Idempotency-Key": "one" };
    await asks(agent.key, body, headers);
    expect((await asks(agent.key, { ...body, confidence: 0.5 }, headers)).json).toMatchObject({
      status: 422,
      code: "idempotency_key_reused",
    });
  });
});

describe("asking again with the same Idempotency-Key", () => {
  const body = { action: "wire", parameters: { amount: 90 } };

  it("and Prefer: wait waits, and gives the action as it then is", async () => {
    const { world, agent, supervisor } = await setUp();
    const key = { "Idempotency-Key": "one" };
    const first = (await asks(agent.key, body, key)).json;
    expect((await asks(agent.key, body, { ...key, Prefer: "wait=1" })).json, "nobody decided").toMatchObject({
      id: first["id"],
      status: "pending",
    });
    const waiting = asks(agent.key, body, { ...key, Prefer: "wait=10" });
    const edit = {
      decision: "edit",
      seenDigest: first["digest"],
      parameters: { amount: 9 },
      reason: { text: "a tenth will do" },
    };
    await call(decisionsRoute.POST, { token: supervisor.token, params: { id: String(first["id"]) }, body: edit });
    for (const answer of [await waiting, await asks(agent.key, body, { ...key, Prefer: "wait=10" })]) {
      expect(answer.status).toBe(201);
      expect(answer.json).toMatchObject({
        id: first["id"],
        status: "approved",
        decision: { outcome: "edit" },
        finalParameters: { amount: 9 },
      });
      expect(answer.headers.get("Idempotent-Replayed")).toBe("true");
      expect(answer.headers.get("Preference-Applied")).toBe("wait=10");
    }
    expect((await asks(agent.key, body, key)).json, "the first answer, where nobody waits").toEqual(first);
    expect(await db().action.count({ where: { workspaceId: world.workspaceId } })).toBe(1);
  });

  it("gives the first answer, though the same request would be refused by now", async () => {
    const { world, agent } = await setUp();
    const ask = () => asks(agent.key, body, { "Idempotency-Key": "one" });
    const first = await ask();
    expect(first.status).toBe(201);
    await db().actionType.updateMany({
      where: { workspaceId: world.workspaceId, name: "wire" },
      data: { parametersSchema: { type: "object", required: ["reference"] } },
    });
    await db().workspace.update({ where: { id: world.workspaceId }, data: { epoch: { increment: 1 } } });
    expect((await asks(agent.key, body)).status).toBe(422);
    expect((await ask()).text).toBe(first.text);
  });

  it("after a refusal is judged anew", async () => {
    const { world, agent } = await setUp();
    const ask = () => asks(agent.key, { action: "later", parameters: {} }, { "Idempotency-Key": "one" });
    await world.actionType("later", { parametersSchema: { type: "object", required: ["amount"] } });
    expect((await ask()).status).toBe(422);
    await db().actionType.updateMany({
      where: { workspaceId: world.workspaceId, name: "later" },
      data: { parametersSchema: { type: "object" } },
    });
    await db().workspace.update({ where: { id: world.workspaceId }, data: { epoch: { increment: 1 } } });
    expect((await ask()).status).toBe(201);
  });
});
