import { describe, expect, it } from "vitest";
import * as decisionsRoute from "@/app/api/v1/actions/[id]/decisions/route";
import * as executionsRoute from "@/app/api/v1/actions/[id]/executions/route";
import * as outcomeRoute from "@/app/api/v1/actions/[id]/outcome/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import * as endRoute from "@/app/api/v1/runs/[id]/end/route";
import * as runsRoute from "@/app/api/v1/runs/route";
import * as rearmRoute from "@/app/api/v1/stops/[id]/rearm/route";
import * as stopRoute from "@/app/api/v1/stops/[id]/route";
import * as stopsRoute from "@/app/api/v1/stops/route";
import { clearRunsOver } from "@/lib/approvals/run-over.service";
import { db } from "@/lib/platform/db/client";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";
import { endProbations } from "./probation.service";

async function setUp() {
  const world = await makeWorld({ graceSeconds: 0 });
  await world.actionType("pay");
  return {
    world,
    agent: await world.agent(),
    reliability: await world.person("reliability"),
    supervisor: await world.person("supervisor"),
  };
}

const pull = async (token: string, body: Record<string, unknown> = { scope: { type: "workspace" } }) =>
  (await call(stopsRoute.POST, { token, body })).json as { id: string; epoch: number };
const rearm = (token: string, id: string, body: Record<string, unknown> = {}) =>
  call(rearmRoute.POST, { token, params: { id }, body: { reason: "Looked into it", ...body } });
const read = async (token: string, id: string) => (await call(stopRoute.GET, { token, params: { id } })).json;
const asks = async (token: string, body: Record<string, unknown> = {}) =>
  (await call(actionsRoute.POST, { token, body: { action: "pay", parameters: {}, confidence: 1, ...body } })).json as {
    id: string;
    digest: string;
    status: string;
    verdict: { interlocks: { name: string; effect: string; code: string }[] };
  };
const eventsOf = async (subjectId: string) =>
  (await db().auditStaged.findMany({ where: { subjectId }, orderBy: { id: "asc" } })).map(({ event }) => event);
const stopAnswer = ({ verdict }: Awaited<ReturnType<typeof asks>>) =>
  verdict.interlocks.find(({ name }) => name === "stop");

/** Approves what waits, runs it and reports how it ended. */
async function carriedOut(
  people: { agent: { key: string }; supervisor: { token: string } },
  held: { id: string; digest: string },
  status = "succeeded",
) {
  const params = { id: held.id };
  const because = { reason: { text: "looked at it" } };
  const decided = { decision: "approve", seenDigest: held.digest, ...because };
  expect((await call(decisionsRoute.POST, { token: people.supervisor.token, params, body: decided })).status).toBe(200);
  const used = { token: people.agent.key, params };
  expect((await call(executionsRoute.POST, { ...used, body: { digest: held.digest } })).status).toBe(200);
  expect((await call(outcomeRoute.POST, { ...used, body: { status } })).status).toBeLessThan(300);
}

describe("a stop that is re-armed to probation", () => {
  it("holds each action for a person, and is over after so many clean outcomes, which others do not count towards", async () => {
    const made = await setUp();
    const { agent, reliability } = made;
    const { id } = await pull(reliability.token);
    expect(await asks(agent.key)).toMatchObject({ status: "denied" });
    expect((await rearm(reliability.token, id, { to: "probation", cleanActions: 2 })).json).toMatchObject({
      status: "probation",
      active: false,
      probation: { cleanActionsNeeded: 2, cleanActionsSeen: 0 },
    });
    const first = await asks(agent.key);
    expect(first.status).toBe("pending");
    expect(stopAnswer(first)).toMatchObject({ effect: "hold", code: "probation", control: { type: "stop", id } });
    await carriedOut(made, first, "failed");
    await endProbations();
    expect(await read(reliability.token, id)).toMatchObject({ probation: { cleanActionsSeen: 0 } });
    for (const seen of [1, 2]) {
      await carriedOut(made, await asks(agent.key));
      expect(await read(reliability.token, id)).toMatchObject({ probation: { cleanActionsSeen: seen } });
    }
    await endProbations();
    expect(await read(reliability.token, id)).toMatchObject({ status: "rearmed" });
    expect(await asks(agent.key)).toMatchObject({ status: "approved" });
    expect(await eventsOf(id)).toEqual(["stop.pulled", "stop.rearmed", "stop.probation_ended"]);
  });

  it("does the same in a run, where the commit tells of it", async () => {
    const made = await setUp();
    const { agent, reliability } = made;
    const run = (await call(runsRoute.POST, { token: agent.key, body: { task: "t" } })).json as { id: string };
    const { id } = await pull(reliability.token, { scope: { type: "run", id: run.id } });
    expect((await asks(agent.key, { runId: run.id })).status).toBe("denied");
    await rearm(reliability.token, id, { to: "probation", cleanActions: 1 });
    const held = await asks(agent.key, { runId: run.id });
    expect(stopAnswer(held)).toMatchObject({ effect: "hold", code: "probation" });
    expect((await asks(agent.key)).status, "what is outside the run").toBe("approved");
    await carriedOut(made, held);
    await endProbations();
    expect((await asks(agent.key, { runId: run.id })).status).toBe("approved");
  });

  it("is over with its run, in which nothing can end well any more, once", async () => {
    const { world, agent, reliability } = await setUp();
    const run = (await call(runsRoute.POST, { token: agent.key, body: { task: "t" } })).json as { id: string };
    const { id } = await pull(reliability.token, { scope: { type: "run", id: run.id } });
    await rearm(reliability.token, id, { to: "probation" });
    await call(endRoute.POST, { token: agent.key, method: "POST", params: { id: run.id } });
    await Promise.all([clearRunsOver(), clearRunsOver()]);
    expect(await read(reliability.token, id)).toMatchObject({
      status: "rearmed",
      rearmed: { by: { id: reliability.id }, reason: "Looked into it" },
    });
    expect(await eventsOf(id)).toEqual(["stop.pulled", "stop.rearmed", "stop.archived"]);
    expect(await db().run.count({ where: { workspaceId: world.workspaceId, clearedAt: null } })).toBe(0);
  });

  it("counts an outcome once, whoever races, and never beyond what it needs", async () => {
    const { world, agent, reliability } = await setUp();
    const { id } = await pull(reliability.token);
    await rearm(reliability.token, id, { to: "probation", cleanActions: 3 });
    const held = await Promise.all([1, 2, 3, 4, 5].map(() => asks(agent.key)));
    await db().action.updateMany({
      where: { workspaceId: world.workspaceId, status: "pending" },
      data: { status: "approved", executionStatus: "started" },
    });
    await Promise.all(
      [...held, ...held].map((action) =>
        call(outcomeRoute.POST, { token: agent.key, params: { id: action.id }, body: { status: "succeeded" } }),
      ),
    );
    await Promise.all([endProbations(), endProbations()]);
    expect(await read(reliability.token, id)).toMatchObject({
      status: "rearmed",
      probation: { cleanActionsNeeded: 3, cleanActionsSeen: 3 },
    });
    expect((await eventsOf(id)).filter((event) => event === "stop.probation_ended")).toHaveLength(1);
  });

  it("is over by a second re-arm; to probation a second time, or a third time, is refused", async () => {
    const { agent, reliability } = await setUp();
    const { id } = await pull(reliability.token);
    await rearm(reliability.token, id, { to: "probation" });
    expect((await rearm(reliability.token, id, { to: "probation" })).json).toMatchObject({
      status: 409,
      code: "already_on_probation",
    });
    expect((await rearm(reliability.token, id)).json).toMatchObject({ status: "rearmed" });
    expect((await rearm(reliability.token, id)).json).toMatchObject({ status: 409, code: "already_rearmed" });
    expect((await asks(agent.key)).status).toBe("approved");
  });

  it("pulled anew is stopped: probation lets nothing through that a lever denies", async () => {
    const { agent, reliability } = await setUp();
    const { id } = await pull(reliability.token);
    await rearm(reliability.token, id, { to: "probation" });
    const again = await pull(reliability.token);
    expect(again.id).not.toBe(id);
    expect(stopAnswer(await asks(agent.key))).toMatchObject({ effect: "deny", control: { id: again.id } });
  });

  it.each([
    [{ to: "probation", cleanActions: 0 }, "cleanActions"],
    [{ to: "probation", cleanActions: 1_001 }, "cleanActions"],
    [{ cleanActions: 5 }, "cleanActions"],
    [{ to: "sideways" }, "to"],
  ])("%j is refused at its path", async (body, path) => {
    const { reliability } = await setUp();
    const { id } = await pull(reliability.token);
    expect((await rearm(reliability.token, id, body)).json).toMatchObject({ status: 400, errors: [{ path }] });
    expect(await read(reliability.token, id)).toMatchObject({ status: "pulled" });
  });
});

describe("who re-arms", () => {
  it("is another person than who pulled it, where the workspace says so", async () => {
    const { world, reliability } = await setUp();
    await db().workspace.update({ where: { id: world.workspaceId }, data: { rearmRule: "another" } });
    const { id } = await pull(reliability.token);
    expect((await rearm(reliability.token, id)).json).toMatchObject({ status: 403, code: "own_stop" });
    const admin = await world.person("admin");
    expect((await rearm(admin.token, id, { to: "probation" })).status).toBe(200);
    expect((await rearm(reliability.token, id)).json, "nor ends its probation").toMatchObject({ code: "own_stop" });
  });

  it("of two at once one wins, and the other is told", async () => {
    const { world, reliability } = await setUp();
    const { id } = await pull(reliability.token);
    const admin = await world.person("admin");
    const answers = await Promise.all([rearm(reliability.token, id), rearm(admin.token, id)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await eventsOf(id)).toEqual(["stop.pulled", "stop.rearmed"]);
  });
});

describe("a stop without a reason", () => {
  const say = (token: string, id: string, reason: string) =>
    call(stopRoute.PATCH, { token, params: { id }, method: "PATCH", body: { reason } });

  it("stops, and can be given one, once", async () => {
    const { world, agent, reliability, supervisor } = await setUp();
    const { id } = await pull(reliability.token);
    expect(await read(reliability.token, id)).toMatchObject({ reason: null, active: true });
    expect(await asks(agent.key)).toMatchObject({ status: "denied" });
    const answers = await Promise.all([say(supervisor.token, id, "Odd"), say(reliability.token, id, "Odd indeed")]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.json).toMatchObject({ code: "reason_given" });
    expect(await eventsOf(id)).toEqual(["stop.pulled", "stop.reason_given"]);
    const stranger = await (await makeWorld()).person("admin");
    expect((await say(stranger.token, id, "x")).status).toBe(404);
    expect((await say((await world.person("annotator")).token, id, "x")).status).toBe(403);
  });

  it("takes that of whoever pulls it again, and keeps it", async () => {
    const { reliability, supervisor } = await setUp();
    const { id } = await pull(reliability.token);
    const scope = { type: "workspace" };
    expect(await pull(supervisor.token, { scope, reason: "Odd payments" })).toMatchObject({
      id,
      reason: "Odd payments",
    });
    expect(await pull(reliability.token, { scope, reason: "Another" })).toMatchObject({ id, reason: "Odd payments" });
    expect(await eventsOf(id)).toEqual(["stop.pulled", "stop.reason_given"]);
  });

  it("is given none that nobody can read, and can be given one after that", async () => {
    const { reliability } = await setUp();
    const { id } = await pull(reliability.token);
    expect((await say(reliability.token, id, "\u200b")).json).toMatchObject({
      status: 400,
      errors: [{ path: "reason" }],
    });
    expect((await say(reliability.token, id, "Odd")).json).toMatchObject({ reason: "Odd" });
  });
});

describe("what a stop caught", () => {
  it("is counted: what waited, which permits it withdrew, what it denied since", async () => {
    const { world, agent, reliability } = await setUp();
    await world.actionType("wire", { zone: "red" });
    const waiting = await asks(agent.key, { action: "wire" });
    const permitted = await asks(agent.key);
    const { id } = await pull(reliability.token);
    const denied = [await asks(agent.key), await asks(agent.key)];
    expect(await read(reliability.token, id)).toMatchObject({
      caught: { frozen: 1, permitsWithdrawn: 1, denied: 2 },
    });
    const listed = await call(actionsRoute.GET, {
      token: reliability.token,
      path: `/api/v1/actions?stopId=${id}`,
    });
    const ids = (listed.json["items"] as { id: string }[]).map((item) => item.id);
    expect(ids.sort()).toEqual([waiting, permitted, ...denied].map((action) => action.id).sort());
  });
});
