import { beforeEach, describe, expect, it } from "vitest";
import * as actionsRoute from "@/app/api/v1/actions/route";
import * as batchRoute from "@/app/api/v1/actions/batch/route";
import * as executionsRoute from "@/app/api/v1/actions/[id]/executions/route";
import * as outcomeRoute from "@/app/api/v1/actions/[id]/outcome/route";
import * as breakerRoute from "@/app/api/v1/breakers/[id]/route";
import * as resetRoute from "@/app/api/v1/breakers/[id]/reset/route";
import * as tripsRoute from "@/app/api/v1/breakers/[id]/trips/route";
import * as breakersRoute from "@/app/api/v1/breakers/route";
import * as rearmRoute from "@/app/api/v1/stops/[id]/rearm/route";
import * as stopsRoute from "@/app/api/v1/stops/route";
import * as stopRoute from "@/app/api/v1/stops/[id]/route";
import { db } from "@/lib/platform/db/client";
import { call } from "@/lib/testing/call";
import { makeWorld, type World } from "@/lib/testing/world";
import { lookAtBreakers } from "./look.service";
import { trip } from "./trip.service";

let world: World;
let agent: { id: string; key: string };
let token = "";

beforeEach(async () => {
  world = await makeWorld();
  await world.actionType("pay");
  agent = await world.agent();
  ({ token } = await world.person("reliability"));
});

interface Asked {
  id: string;
  digest: string;
  status: string;
  verdict: { interlocks: { name: string; effect: string; code: string; control?: unknown }[] };
}
const request = (n: unknown) => ({ action: "pay", parameters: { n }, confidence: 1 });
let asked = 0;
const ask = (n: unknown = (asked += 1), key = agent.key) => call(actionsRoute.POST, { token: key, body: request(n) });
const asks = async (n?: unknown, key = agent.key) => (await ask(n, key)).json as unknown as Asked;
const breakerAnswer = ({ verdict }: Asked) => verdict.interlocks.find(({ name }) => name === "breaker");
async function ends(status: string, key = agent.key, n?: unknown): Promise<Asked> {
  const action = await asks(n, key);
  const params = { id: action.id };
  expect((await call(executionsRoute.POST, { token: key, params, body: { digest: action.digest } })).status).toBe(200);
  expect((await call(outcomeRoute.POST, { token: key, params, body: { status } })).status).toBeLessThan(300);
  return action;
}

const failures = { type: "failure_rate", windowSeconds: 60, minimum: 3, above: 0.5 };
const tooMany = { type: "action_rate", windowSeconds: 60, above: 3 };
const make = (body: Record<string, unknown>) =>
  call(breakersRoute.POST, {
    token,
    body: { name: "b", scope: { type: "workspace" }, rule: failures, response: "stop", ...body },
  });
const made = async (body: Record<string, unknown> = {}) => String((await make(body)).json["id"]);
const read = async (id: string) => (await call(breakerRoute.GET, { token, params: { id } })).json;
const tripsOf = async (id: string) =>
  (await call(tripsRoute.GET, { token, params: { id } })).json["items"] as {
    agentId: string;
    stopId: string | null;
    observed: unknown;
    actionIds: string[];
    response: string;
    recoveredAt: string | null;
  }[];
const eventsOf = async (subjectId: string) =>
  (await db().auditStaged.findMany({ where: { subjectId }, orderBy: { id: "asc" } })).map(({ event }) => event);
/** Its wait is over. */
const due = (breakerId: string) =>
  db().breakerState.updateMany({ where: { breakerId, state: "open" }, data: { triesAt: new Date(0) } });

describe("a breaker that stops", () => {
  it("pulls a stop of the agent that crossed its rule, and of no other, with what it saw", async () => {
    const other = await world.agent();
    const id = await made();
    const actions = [await ends("failed"), await ends("failed")];
    await ends("succeeded", other.key);
    await lookAtBreakers();
    expect(await read(id)).toMatchObject({ state: "closed", agents: [] });
    actions.push(await ends("partial"));
    await lookAtBreakers();
    const [first] = await tripsOf(id);
    expect(first).toMatchObject({
      agentId: agent.id,
      observed: { value: 1, n: 3, windowSeconds: 60 },
      actionIds: actions.map((action) => action.id),
      response: "stop",
    });
    const stop = (await call(stopRoute.GET, { token, params: { id: String(first?.stopId) } })).json;
    expect(stop).toMatchObject({
      active: true,
      scope: { type: "agent", id: agent.id },
      pulledBy: { type: "breaker", id, name: "b" },
    });
    expect(await asks()).toMatchObject({ status: "denied" });
    expect(await asks(1, other.key)).toMatchObject({ status: "approved" });
    expect(await eventsOf(id)).toEqual(["breaker.created", "breaker.tripped"]);
    expect(await eventsOf(String(first?.stopId))).toEqual(["stop.pulled"]);
    expect(await read(id)).toMatchObject({
      state: "open",
      agents: [{ agentId: agent.id, state: "open", answer: "stop" }],
    });
  });

  it("trips once, however many instances look", async () => {
    const id = await made({ rule: { type: "consecutive_failures", times: 2 } });
    await ends("failed");
    await ends("failed");
    await Promise.all([lookAtBreakers(), lookAtBreakers(), lookAtBreakers()]);
    expect(await tripsOf(id)).toHaveLength(1);
    expect(await db().stop.count({ where: { workspaceId: world.workspaceId } })).toBe(1);
  });

  it("is half-open after its wait: its stop goes, and it closes when its probes ended well", async () => {
    const id = await made({ recovery: { afterSeconds: 60, probes: 2 } });
    for (let n = 0; n < 3; n += 1) await ends("failed");
    await lookAtBreakers();
    await due(id);
    await lookAtBreakers();
    const [first] = await tripsOf(id);
    expect((await call(stopRoute.GET, { token, params: { id: String(first?.stopId) } })).json).toMatchObject({
      status: "rearmed",
      rearmed: { by: { id, name: "b" } },
    });
    await ends("succeeded");
    await lookAtBreakers();
    expect(await read(id)).toMatchObject({ state: "half_open" });
    await ends("succeeded");
    expect(breakerAnswer(await asks())).toMatchObject({
      effect: "hold",
      code: "half_open",
      control: { type: "breaker", id },
    });
    await lookAtBreakers();
    expect(await read(id)).toMatchObject({ state: "closed" });
    expect(await asks()).toMatchObject({ status: "approved" });
    expect((await tripsOf(id))[0]?.recoveredAt).not.toBeNull();
    expect(await eventsOf(id)).toEqual(["breaker.created", "breaker.tripped", "breaker.half_opened", "breaker.closed"]);
  });

  it("opens again where a probe fails, and waits longer", async () => {
    const id = await made({ recovery: { afterSeconds: 60, probes: 2 } });
    for (let n = 0; n < 3; n += 1) await ends("failed");
    await lookAtBreakers();
    await due(id);
    await lookAtBreakers();
    await ends("failed");
    await lookAtBreakers();
    expect(await read(id)).toMatchObject({ state: "open", agents: [{ trips: 2 }] });
    expect(await tripsOf(id)).toHaveLength(2);
    const { triesAt } = await db().breakerState.findFirstOrThrow({ where: { breakerId: id } });
    expect(Number(triesAt) - Date.now()).toBeGreaterThan(60_000);
    expect(await asks()).toMatchObject({ status: "denied" });
  });

  it("is closed by a person who re-arms its stop, and what happened before does not count again", async () => {
    const id = await made();
    for (let n = 0; n < 3; n += 1) await ends("failed");
    await lookAtBreakers();
    const [first] = await tripsOf(id);
    const params = { id: String(first?.stopId) };
    expect((await call(rearmRoute.POST, { token, params, body: { reason: "Looked into it" } })).status).toBe(200);
    expect(await asks()).toMatchObject({ status: "approved" });
    await lookAtBreakers();
    await ends("failed");
    await lookAtBreakers();
    expect(await read(id)).toMatchObject({ state: "closed" });
    expect(await tripsOf(id)).toHaveLength(1);
  });

  it("never re-arms a stop that somebody else has pulled", async () => {
    const id = await made({ recovery: { afterSeconds: 60, probes: 1 } });
    for (let n = 0; n < 3; n += 1) await ends("failed");
    const { json: stop } = await call(stopsRoute.POST, { token, body: { scope: { type: "agent", id: agent.id } } });
    await lookAtBreakers();
    expect((await tripsOf(id))[0]?.stopId).toBe(stop["id"]);
    await due(id);
    await lookAtBreakers();
    expect(await read(id)).toMatchObject({ state: "half_open" });
    const after = await call(stopRoute.GET, { token, params: { id: String(stop["id"]) } });
    expect(after.json).toMatchObject({ active: true });
  });

  it("does not trip by a rule that was changed since it was looked at", async () => {
    const id = await made();
    const breaker = await db().breaker.findUniqueOrThrow({ where: { id } });
    await call(breakerRoute.PATCH, { token, params: { id }, method: "PATCH", body: { response: "report" } });
    const seen = { value: 1, n: 3, actionIds: [] };
    expect(await trip({ breaker, agentId: agent.id, seen, before: undefined })).toBe(false);
    expect(await tripsOf(id)).toEqual([]);
    expect(await asks()).toMatchObject({ status: "approved" });
  });

  it("stops no more agents than its share of the fleet: then it holds, and people on duty are told", async () => {
    const id = await made();
    const second = await world.agent();
    for (const key of [agent.key, second.key]) {
      for (let n = 0; n < 3; n += 1) await ends("failed", key);
      await lookAtBreakers();
    }
    const trips = await tripsOf(id);
    expect(trips.map(({ response }) => response)).toEqual(["hold", "stop"]);
    expect(breakerAnswer(await asks(1, second.key))).toMatchObject({ effect: "hold", code: "open" });
    const alarms = await db().alarm.findMany({ where: { workspaceId: world.workspaceId } });
    expect(alarms).toMatchObject([{ kind: "breakers_at_limit", subjectId: id }]);
  });
});

describe("a breaker that holds", () => {
  const held = async (rule: Record<string, unknown>, does: () => Promise<unknown>) => {
    const id = await made({ rule, response: "hold" });
    await does();
    await lookAtBreakers();
    expect(breakerAnswer(await asks())).toMatchObject({
      effect: "hold",
      code: "open",
      control: { type: "breaker", id },
    });
    return id;
  };
  const times = async (n: number, work: (i: number) => Promise<unknown>) => {
    for (let i = 0; i < n; i += 1) await work(i);
  };

  it("does so above a rate", () => held(tooMany, () => times(4, () => ask())));
  it("for the same thing again", () =>
    held({ type: "repeat", windowSeconds: 60, times: 3 }, () => times(3, () => ask("x"))));
  it("for rounds of the same", () =>
    held({ type: "cycle", windowSeconds: 60, length: 2, times: 2 }, () => times(4, (i) => ask(i % 2))));
  it("for failures in a row", () =>
    held({ type: "consecutive_failures", times: 2 }, () => times(2, () => ends("failed"))));

  it("lets exactly its probes through, whoever asks at once", async () => {
    const id = await made({ rule: tooMany, response: "hold", recovery: { afterSeconds: 60, probes: 3 } });
    await times(4, () => ask());
    await lookAtBreakers();
    await due(id);
    await lookAtBreakers();
    expect(await read(id)).toMatchObject({ state: "half_open" });
    const answers = await Promise.all(Array.from({ length: 8 }, () => asks()));
    expect(answers.filter(({ status }) => status === "approved")).toHaveLength(3);
  });

  it("lets probes of a batch through one by one", async () => {
    const id = await made({
      rule: { ...tooMany, above: 20 },
      response: "hold",
      recovery: { afterSeconds: 60, probes: 2 },
    });
    await call(batchRoute.POST, {
      token: agent.key,
      body: { actions: Array.from({ length: 21 }, (_, i) => request(i)) },
    });
    await lookAtBreakers();
    await due(id);
    await lookAtBreakers();
    const { json } = await call(batchRoute.POST, { token: agent.key, body: { actions: [1, 2, 3, 4].map(request) } });
    expect((json["items"] as Asked[]).map(({ status }) => status)).toEqual([
      "approved",
      "approved",
      "pending",
      "pending",
    ]);
  });

  it("is reset by a person who may re-arm, with a reason, once", async () => {
    const id = await held(tooMany, () => times(4, () => ask()));
    const reset = (as: string, body: Record<string, unknown> = { reason: "Looked into it" }) =>
      call(resetRoute.POST, { token: as, params: { id }, body });
    expect((await reset(token, {})).json).toMatchObject({ status: 400, errors: [{ path: "reason" }] });
    expect((await reset((await world.person("supervisor")).token)).status).toBe(403);
    expect((await reset((await (await makeWorld()).person("admin")).token)).status).toBe(404);
    expect((await reset(token)).json).toMatchObject({ state: "closed" });
    expect((await reset(token)).json).toMatchObject({ status: 409, code: "not_open" });
    expect(await asks()).toMatchObject({ status: "approved" });
    expect(await eventsOf(id)).toEqual(["breaker.created", "breaker.tripped", "breaker.reset"]);
  });

  it("is over when it is switched off or deleted", async () => {
    const id = await held(tooMany, () => times(4, () => ask()));
    const off = await call(breakerRoute.PATCH, { token, params: { id }, method: "PATCH", body: { enabled: false } });
    expect(off.json).toMatchObject({ enabled: false, state: "closed" });
    expect(await asks()).toMatchObject({ status: "approved" });
    await lookAtBreakers();
    expect(await tripsOf(id)).toHaveLength(1);
    expect((await call(breakerRoute.DELETE, { token, params: { id }, method: "DELETE" })).status).toBe(204);
    expect((await call(breakerRoute.GET, { token, params: { id } })).status).toBe(404);
    expect(await eventsOf(id)).toEqual(["breaker.created", "breaker.tripped", "breaker.updated", "breaker.deleted"]);
  });
});

describe("a breaker that throttles, or only reports", () => {
  it("answers 429 with Retry-After beyond so many a minute", async () => {
    await made({ rule: tooMany, response: "throttle", throttlePerMinute: 2 });
    for (let n = 0; n < 4; n += 1) await ask();
    await lookAtBreakers();
    const answers = [await ask(), await ask(), await ask()];
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 429]);
    expect(answers[2]?.json).toMatchObject({ code: "throttled" });
    expect(Number(answers[2]?.headers.get("retry-after"))).toBeGreaterThan(0);
    const batch = await call(batchRoute.POST, { token: agent.key, body: { actions: [request(1)] } });
    expect(batch.json, "nor several at once").toMatchObject({ status: 429, code: "throttled" });
  });

  it("writes the trip and lets everything pass, until the condition is over", async () => {
    const id = await made({ rule: tooMany, response: "report" });
    const { epoch } = await db().workspace.findUniqueOrThrow({ where: { id: world.workspaceId } });
    for (let n = 0; n < 6; n += 1) await ask();
    await lookAtBreakers();
    await lookAtBreakers();
    expect(await tripsOf(id)).toHaveLength(1);
    expect(await asks()).toMatchObject({ status: "approved" });
    expect((await db().workspace.findUniqueOrThrow({ where: { id: world.workspaceId } })).epoch).toBe(epoch);
    await db().action.updateMany({ where: { agentId: agent.id }, data: { createdAt: new Date(Date.now() - 90_000) } });
    await lookAtBreakers();
    expect(await read(id)).toMatchObject({ state: "closed" });
  });
});

describe("what cannot be", () => {
  it.each([
    [{ rule: { type: "repeat", windowSeconds: 5 } }, "rule.windowSeconds"],
    [{ rule: { type: "failure_rate", above: 1 } }, "rule.above"],
    [{ response: "throttle" }, "throttlePerMinute"],
    [{ throttlePerMinute: 5 }, "throttlePerMinute"],
    [{ recovery: { afterSeconds: 0, probes: 1 } }, "recovery.afterSeconds"],
    [{ recovery: { afterSeconds: 5, probes: 101 } }, "recovery.probes"],
    [{ response: "report", recovery: { afterSeconds: 5, probes: 1 } }, "recovery"],
  ])("%j is refused with 422 at its path", async (body, path) => {
    expect((await make(body)).json).toMatchObject({ status: 422, code: "out_of_bounds", errors: [{ path }] });
  });

  it("is a scope that nobody knows, a second breaker of a name, or one made without the right", async () => {
    expect((await make({ scope: { type: "kind", id: "nobody" } })).json).toMatchObject({ code: "unknown_scope" });
    expect((await make({ scope: { type: "agent", id: "agt_x" } })).json).toMatchObject({ code: "unknown_scope" });
    const id = await made();
    expect((await make({})).json).toMatchObject({ status: 409, code: "name_taken" });
    const second = { token, params: { id: await made({ name: "c" }) }, method: "PATCH" as const };
    expect((await call(breakerRoute.PATCH, { ...second, body: { name: "b" } })).json).toMatchObject({
      code: "name_taken",
    });
    expect((await call(breakerRoute.PATCH, { ...second, body: { response: "throttle" } })).json).toMatchObject({
      code: "out_of_bounds",
      errors: [{ path: "throttlePerMinute" }],
    });
    const viewer = (await world.person("viewer")).token;
    expect((await call(breakersRoute.GET, { token: viewer })).json["items"]).toHaveLength(2);
    const refused = await call(breakerRoute.PATCH, {
      token: viewer,
      params: { id },
      method: "PATCH",
      body: { name: "c" },
    });
    expect(refused.status).toBe(403);
  });

  it("is more breakers than a workspace may have", async () => {
    await db().breaker.createMany({
      data: Array.from({ length: 100 }, (_, i) => ({
        id: `brk_${world.slug}_${i}`,
        workspaceId: world.workspaceId,
        name: String(i),
        scopeType: "workspace",
        rule: failures,
        response: "report",
        enabled: false,
        createdAt: new Date(),
      })),
    });
    expect((await make({})).json).toMatchObject({ status: 409, code: "too_many_breakers" });
  });
});
