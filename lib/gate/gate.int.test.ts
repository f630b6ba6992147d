import { describe, expect, it } from "vitest";
import * as cancelRoute from "@/app/api/v1/actions/[id]/cancel/route";
import * as decisionsRoute from "@/app/api/v1/actions/[id]/decisions/route";
import * as executionsRoute from "@/app/api/v1/actions/[id]/executions/route";
import * as outcomeRoute from "@/app/api/v1/actions/[id]/outcome/route";
import * as actionRoute from "@/app/api/v1/actions/[id]/route";
import * as batchRoute from "@/app/api/v1/actions/batch/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import { digestOf } from "@/lib/actions/digest.rules";
import { db } from "@/lib/platform/db/client";
import { env } from "@/lib/platform/env";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";
import { interlocks as registered } from "./interlocks.rules";

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
const entriesOf = (id: string) => db().auditStaged.findMany({ where: { subjectId: id }, orderBy: { id: "asc" } });

describe("asking", () => {
  it("allows a confident green action at once, with a permit for its digest", async () => {
    const { agent } = await setUp();
    const { status, json } = await asks(agent.key, { action: "pay", parameters: { amount: 5 }, confidence: 0.95 });
    expect(status).toBe(201);
    expect(json).toMatchObject({
      status: "approved",
      zone: "green",
      verdict: { effect: "allow" },
      decision: { outcome: "approve", by: { type: "policy" } },
    });
    expect((json["permit"] as { digest: string }).digest).toBe(json["digest"]);
    expect(await entriesOf(String(json["id"]))).toHaveLength(1);
  });

  it("names the catalog's version, so that whoever reads an action can make its digest; none for what the catalog does not know", async () => {
    const { agent } = await setUp();
    const resource = { type: "invoice", id: "4711" };
    for (const [action, typeVersion] of [
      ["wire", 1],
      ["unheard_of", null],
    ] as const) {
      const { json } = await asks(agent.key, {
        action,
        resource,
        parameters: { amount: 5 },
        onBehalfOf: { type: "user", id: "u1" },
      });
      expect(json).toMatchObject({ typeVersion });
      expect(json["digest"]).toBe(
        digestOf({ agentId: agent.id, subjectId: "user:u1", action, typeVersion, resource, parameters: { amount: 5 } }),
      );
      expect(
        (await call(actionRoute.GET, { token: agent.key, params: { id: String(json["id"]) } })).json,
      ).toMatchObject({ typeVersion, digest: json["digest"] });
    }
  });

  it("holds a red action, names every interlock, and gives no permit", async () => {
    const { agent } = await setUp();
    const { json } = await asks(agent.key, { action: "wire", parameters: { amount: 5 }, confidence: 0.99 });
    expect(json).toMatchObject({ status: "pending", zone: "red", permit: null, decision: null });
    const { interlocks } = json["verdict"] as { interlocks: { name: string; effect: string }[] };
    expect(interlocks.map((i) => i.name)).toEqual(registered.map((i) => i.name));
    expect(interlocks.find((i) => i.name === "zone")?.effect).toBe("hold");
  });

  it("holds low, missing and undeclared; a declared effect only raises the zone", async () => {
    const { agent } = await setUp();
    const held = async (body: unknown) => (await asks(agent.key, body)).json;
    expect(await held({ action: "pay", parameters: { amount: 5 }, confidence: 0.2 })).toMatchObject({
      status: "pending",
      zone: "green",
    });
    expect(await held({ action: "pay", parameters: { amount: 5 } })).toMatchObject({ status: "pending" });
    expect(await held({ action: "unheard_of", parameters: {}, confidence: 1 })).toMatchObject({
      status: "pending",
      zone: "red",
    });
    expect(
      await held({ action: "pay", parameters: { amount: 5 }, confidence: 1, effects: { destructive: true } }),
    ).toMatchObject({ status: "pending", zone: "red" });
    expect(
      await held({
        action: "wire",
        parameters: { amount: 5 },
        confidence: 1,
        effects: { destructive: false, reversible: true },
      }),
    ).toMatchObject({ zone: "red" });
  });

  it("records the probability and the draw of a later review with an allowed yellow action", async () => {
    const { agent } = await setUp();
    expect((await asks(agent.key, { action: "mail", parameters: {}, confidence: 1 })).json).toMatchObject({
      status: "approved",
      review: { probability: 1, drawn: true },
    });
  });

  it("denies an agent that is not active", async () => {
    const { world } = await setUp();
    const paused = await world.agent({ status: "paused" });
    expect((await asks(paused.key, { action: "pay", parameters: { amount: 1 }, confidence: 1 })).json).toMatchObject({
      status: "denied",
      verdict: { effect: "deny" },
    });
  });

  it.each([
    ["NaN", `{"action":"pay","parameters":{"amount":1},"confidence":NaN}`, 400],
    ["1e309", `{"action":"pay","parameters":{"amount":1},"confidence":1e309}`, 400],
    ["a string", `{"action":"pay","parameters":{"amount":1},"confidence":"0.9"}`, 400],
    ["negative", `{"action":"pay","parameters":{"amount":1},"confidence":-0.0001}`, 400],
    ["an unknown field", `{"action":"pay","parameters":{"amount":1},"risk":0}`, 400],
    ["10,000-deep JSON", `{"action":"pay","parameters":${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}}`, 400],
    ["duplicate keys", `{"action":"pay","parameters":{"amount":1,"amount":2}}`, 400],
    ["NUL in a string", `{"action":"pay","parameters":{"amount":1},"toolCallId":"a\\u0000b"}`, 400],
    ["a lone surrogate", `{"action":"pay","parameters":{"amount":1},"toolCallId":"\\ud800"}`, 400],
    [
      "300 KiB of parameters",
      JSON.stringify({ action: "unheard_of", parameters: { text: "x".repeat(300 * 1024) } }),
      413,
    ],
    ["a body over 1 MiB", JSON.stringify({ action: "x", parameters: { text: "x".repeat(1_100_000) } }), 413],
    ["parameters against the schema", `{"action":"pay","parameters":{"amount":1000}}`, 422],
  ])("refuses %s with a problem that names the fault", async (_, raw, status) => {
    const { agent, world } = await setUp();
    const answer = await call(actionsRoute.POST, { token: agent.key, raw });
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.json["requestId"]).toBe(answer.headers.get("x-request-id"));
    expect(answer.json["code"]).toBeTypeOf("string");
    expect(await db().action.count({ where: { workspaceId: world.workspaceId } })).toBe(0);
  });

  it("refuses what is not JSON with 415", async () => {
    const { agent } = await setUp();
    expect((await asks(agent.key, { action: "pay", parameters: {} }, { "Content-Type": "text/plain" })).status).toBe(
      415,
    );
  });

  it("judges each action of a batch on its own", async () => {
    const { agent } = await setUp();
    const actions = [
      { action: "pay", parameters: { amount: 1 }, confidence: 1 },
      { action: "pay", parameters: {}, confidence: 1 },
      { action: "wire", parameters: { amount: 1 } },
      { action: 7 },
    ];
    const { status, json } = await call(batchRoute.POST, { token: agent.key, body: { actions } });
    expect(status).toBe(200);
    expect((json["items"] as { status: unknown }[]).map((i) => i.status)).toEqual(["approved", 422, "pending", 400]);
  });
});

describe("who asks", () => {
  it.each(["", "sbx_short", "sbx_000000000000000000000000000000000000"])(
    "refuses the malformed key %j with 401",
    async (key) => {
      expect((await asks(key, { action: "pay", parameters: {} })).status).toBe(401);
    },
  );

  it("refuses a revoked key on the next request, though it was used a moment ago", async () => {
    const { world, agent } = await setUp();
    const body = { action: "pay", parameters: { amount: 1 }, confidence: 1 };
    expect((await asks(agent.key, body)).status).toBe(201);
    await db().$transaction([
      db().apiKey.update({ where: { id: agent.keyId }, data: { revokedAt: new Date() } }),
      db().workspace.update({ where: { id: world.workspaceId }, data: { epoch: { increment: 1 } } }),
    ]);
    expect((await asks(agent.key, body)).json).toMatchObject({ status: 401, code: "key_revoked" });
    expect(
      (await asks(agent.key, { action: "pay", parameters: {} })).json,
      "also where the body is at fault",
    ).toMatchObject({ status: 401 });
  });

  it("shows another agent's action to nobody but its own agent", async () => {
    const { world, agent } = await setUp();
    const other = await world.agent();
    const { json } = await asks(agent.key, { action: "wire", parameters: { amount: 1 } });
    const params = { id: String(json["id"]) };
    expect((await call(actionRoute.GET, { token: other.key, params })).status).toBe(404);
    expect((await call(actionRoute.GET, { token: agent.key, params })).status).toBe(200);
  });
});

describe("waiting for a decision", () => {
  it("ends with a refusal where the key was revoked, or the person deactivated, meanwhile: what was decided is not told", async () => {
    const { world, agent, supervisor } = await setUp();
    const watcher = await world.person("supervisor");
    const asked = (await asks(agent.key, { action: "wire", parameters: { amount: 90 } })).json;
    const params = { id: String(asked["id"]) };
    const headers = { Prefer: "wait=20" };
    const body = { action: "wire", parameters: { amount: 91 } };
    const waiting = [
      call(actionRoute.GET, { token: agent.key, params, headers }),
      call(actionRoute.GET, { token: watcher.token, params, headers }),
      asks(agent.key, body, headers),
    ];
    await expect.poll(() => db().action.count({ where: { agentId: agent.id } })).toBe(2);
    await db().apiKey.update({ where: { id: agent.keyId }, data: { revokedAt: new Date() } });
    await db().membership.updateMany({ where: { personId: watcher.id }, data: { deactivatedAt: new Date() } });
    for (const { id, digest } of await db().action.findMany({ where: { agentId: agent.id } })) {
      const decided = await call(decisionsRoute.POST, {
        token: supervisor.token,
        params: { id },
        body: { decision: "reject", seenDigest: digest, reason: { text: "not this one" } },
      });
      expect(decided.status).toBe(200);
    }
    const answers = await Promise.all(waiting);
    expect(answers.map(({ status }) => status)).toEqual([401, 403, 401]);
    for (const { text } of answers) expect(text).not.toContain("not this one");
  });
});

describe("the whole way", () => {
  it("asks, waits, is approved with an edit, executes what was decided once, and reports once", async () => {
    const { agent, supervisor } = await setUp();
    const asked = (await asks(agent.key, { action: "wire", parameters: { amount: 90 } })).json;
    const params = { id: String(asked["id"]) };
    const waiting = call(actionRoute.GET, { token: agent.key, params, headers: { Prefer: "wait=10" } });
    const decided = await call(decisionsRoute.POST, {
      token: supervisor.token,
      params,
      body: {
        decision: "edit",
        seenDigest: asked["digest"],
        parameters: { amount: 9 },
        reason: { text: "a tenth will do" },
      },
    });
    expect(decided.json).toMatchObject({
      status: "approved",
      finalParameters: { amount: 9 },
      decision: { outcome: "edit", by: { id: supervisor.id } },
    });
    const told = (await waiting).json;
    expect(told).toMatchObject({ status: "approved", finalParameters: { amount: 9 } });
    const { digest } = told["permit"] as { digest: string };
    expect(digest).not.toBe(asked["digest"]);

    const execute = (d: unknown) => call(executionsRoute.POST, { token: agent.key, params, body: { digest: d } });
    expect((await execute(asked["digest"])).json).toMatchObject({ status: 409, code: "digest_mismatch" });
    expect((await execute(digest)).json).toMatchObject({ actionId: params.id, parameters: { amount: 9 } });
    expect((await execute(digest)).json).toMatchObject({ status: 409, code: "permit_consumed" });

    const report = () =>
      call(outcomeRoute.POST, {
        token: agent.key,
        params,
        body: { status: "succeeded", cost: { amount: "0.12", currency: "EUR" } },
      });
    expect((await report()).json).toMatchObject({
      execution: { status: "succeeded", cost: { amount: "0.12", currency: "EUR" } },
    });
    expect((await report()).json).toMatchObject({ status: 409, code: "outcome_already_reported" });
    expect((await entriesOf(params.id)).map((e) => e.event)).toEqual([
      "action.requested",
      "action.decided",
      "action.executed",
      "action.outcome_reported",
    ]);
  });

  it("an agent takes back what is pending, and nothing else", async () => {
    const { agent } = await setUp();
    const held = (await asks(agent.key, { action: "wire", parameters: { amount: 1 } })).json;
    const params = { id: String(held["id"]) };
    expect((await call(cancelRoute.POST, { token: agent.key, params, method: "POST" })).json).toMatchObject({
      status: "cancelled",
      decision: { outcome: "cancel" },
    });
    expect((await call(cancelRoute.POST, { token: agent.key, params, method: "POST" })).json).toMatchObject({
      code: "already_decided",
    });
  });

  it("an action says where people see it, at the console's own address", async () => {
    const { agent } = await setUp();
    const asked = (await asks(agent.key, { action: "wire", parameters: { amount: 1 } })).json;
    expect(asked["url"]).toBe(`${env().NEXTAUTH_URL}/approvals?action=${String(asked["id"])}`);
    expect((await call(actionRoute.GET, { token: agent.key, params: { id: String(asked["id"]) } })).json["url"]).toBe(
      asked["url"],
    );
  });

  it("what an agent took back is told as the system's, with the agent's name, and listed so; the log says that the agent did it", async () => {
    const { agent, supervisor } = await setUp();
    const held = (await asks(agent.key, { action: "wire", parameters: { amount: 1 } })).json;
    const params = { id: String(held["id"]) };
    const by = { type: "system", id: agent.id, name: held["agentName"] };
    expect((await call(cancelRoute.POST, { token: agent.key, params, method: "POST" })).json).toMatchObject({
      decision: { outcome: "cancel", by },
    });
    for (const decidedBy of ["system", "agent"]) {
      expect(
        (await call(actionsRoute.GET, { token: supervisor.token, path: `/api/v1/actions?decidedBy=${decidedBy}` }))
          .json["items"],
      ).toMatchObject([{ ...params, decision: { by } }]);
    }
    expect(
      (await call(actionsRoute.GET, { token: supervisor.token, path: "/api/v1/actions?decidedBy=person,policy" })).json[
        "items"
      ],
    ).toEqual([]);
    expect(await db().decision.findUnique({ where: { actionId: params.id } })).toMatchObject({
      byType: "agent",
      byId: agent.id,
    });
    expect((await entriesOf(params.id)).at(-1)).toMatchObject({
      event: "action.decided",
      actorType: "agent",
      actorId: agent.id,
    });
  });

  it("a permit is not to be used after its time", async () => {
    const { agent } = await setUp();
    const allowed = (await asks(agent.key, { action: "pay", parameters: { amount: 1 }, confidence: 1 })).json;
    const params = { id: String(allowed["id"]) };
    await db().permit.update({ where: { actionId: params.id }, data: { expiresAt: new Date(0) } });
    expect(
      (await call(executionsRoute.POST, { token: agent.key, params, body: { digest: allowed["digest"] } })).json,
    ).toMatchObject({ status: 410, code: "permit_expired" });
  });
});
