import { describe, expect, it } from "vitest";
import * as cancelRoute from "@/app/api/v1/actions/[id]/cancel/route";
import * as executionsRoute from "@/app/api/v1/actions/[id]/executions/route";
import * as outcomeRoute from "@/app/api/v1/actions/[id]/outcome/route";
import * as actionRoute from "@/app/api/v1/actions/[id]/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import * as endRoute from "@/app/api/v1/runs/[id]/end/route";
import * as runRoute from "@/app/api/v1/runs/[id]/route";
import * as runsRoute from "@/app/api/v1/runs/route";
import * as stopsRoute from "@/app/api/v1/stops/route";
import { clearRunsOver } from "@/lib/approvals/run-over.service";
import { db } from "@/lib/platform/db/client";
import { transaction } from "@/lib/platform/db/transactions";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";

interface Started {
  id: string;
  token: string;
  expiresAt: string;
}
const start = (token: string, body: Record<string, unknown> = {}) =>
  call(runsRoute.POST, { token, path: "/api/v1/runs", body: { task: "close the books", ...body } });
const started = async (token: string, body: Record<string, unknown> = {}) =>
  (await start(token, body)).json as unknown as Started;
const end = (token: string, id: string) => call(endRoute.POST, { token, method: "POST", params: { id } });
const asks = (token: string, body: Record<string, unknown> = {}) =>
  call(actionsRoute.POST, {
    token,
    path: "/api/v1/actions",
    body: { action: "pay", parameters: {}, confidence: 1, ...body },
  });
const executes = (token: string, action: Record<string, unknown>) =>
  call(executionsRoute.POST, { token, params: { id: String(action["id"]) }, body: { digest: action["digest"] } });
const pull = (token: string, scope: Record<string, unknown>) =>
  call(stopsRoute.POST, { token, path: "/api/v1/stops", body: { scope, reason: "It looks wrong" } });
const list = async (token: string, query = "") =>
  (await call(stopsRoute.GET, { token, path: `/api/v1/stops${query}` })).json["items"] as { id: string }[];
const epochOf = async (id: string) => (await db().workspace.findUniqueOrThrow({ where: { id } })).epoch;

async function setUp() {
  const world = await makeWorld();
  await world.actionType("pay");
  await world.actionType("wire", { zone: "red" });
  const agent = await world.agent();
  const parent = await started(agent.key);
  const child = await started(parent.token);
  const grandchild = await started(child.token);
  return { world, agent, parent, child, grandchild, reliability: await world.person("reliability") };
}

describe("a run under a run", () => {
  it("never outlives it", async () => {
    const { agent } = await setUp();
    const short = await started(agent.key, { ttlSeconds: 5 });
    const under = await started(short.token, { ttlSeconds: 86_400 });
    expect(under.expiresAt).toBe(short.expiresAt);
    expect((await started(under.token)).expiresAt).toBe(short.expiresAt);
  });

  it("is stopped by its parent's stop: nothing is allowed, no permit given before is used, no run is opened", async () => {
    const { parent, grandchild, agent, reliability } = await setUp();
    const before = (await asks(grandchild.token)).json;
    expect(before).toMatchObject({ status: "approved" });
    expect((await pull(reliability.token, { type: "run", id: parent.id })).status).toBe(201);
    const denied = (await asks(grandchild.token)).json;
    expect(denied["status"]).toBe("denied");
    expect((denied["verdict"] as { interlocks: unknown[] }).interlocks).toContainEqual(
      expect.objectContaining({ name: "stop", code: "stopped" }),
    );
    expect((await asks(agent.key, { runId: grandchild.id })).json).toMatchObject({ status: "denied" });
    expect((await executes(grandchild.token, before)).json).toMatchObject({ status: 409, code: "stopped" });
    expect((await executes(agent.key, before)).json).toMatchObject({ status: 409, code: "stopped" });
    for (const token of [parent.token, grandchild.token])
      expect((await start(token)).json).toMatchObject({ status: 409, code: "stopped" });
    expect((await start(agent.key, { parentRunId: grandchild.id })).json).toMatchObject({
      status: 409,
      code: "stopped",
    });
    // The agent itself is not stopped.
    expect((await asks(agent.key)).json).toMatchObject({ status: "approved" });
    expect((await start(agent.key)).status).toBe(201);
    expect((await call(runRoute.GET, { token: reliability.token, params: { id: grandchild.id } })).json).toMatchObject({
      stopped: true,
    });
  });

  it("does not stop what is above it or beside it", async () => {
    const { parent, child, grandchild, reliability } = await setUp();
    const beside = await started(parent.token);
    await pull(reliability.token, { type: "run", id: child.id });
    expect((await asks(grandchild.token)).json).toMatchObject({ status: "denied" });
    for (const free of [parent, beside]) expect((await asks(free.token)).json).toMatchObject({ status: "approved" });
  });

  it("of another agent is stopped as well", async () => {
    const { world, parent, reliability } = await setUp();
    const helper = await world.agent({ kind: "support" });
    const theirs = await started(helper.key, { parentRunId: parent.id });
    await pull(reliability.token, { type: "run", id: parent.id });
    expect((await asks(theirs.token)).json).toMatchObject({ status: "denied" });
    expect(await list(theirs.token, "?active=true")).toHaveLength(1);
  });

  it("ends with it, and every token with that; each end is one entry", async () => {
    const { agent, parent, child, grandchild } = await setUp();
    const before = (await asks(grandchild.token)).json;
    expect((await end(agent.key, parent.id)).status).toBe(200);
    for (const run of [parent, child, grandchild]) {
      expect((await asks(run.token)).json).toMatchObject({ status: 401, code: "run_ended" });
      expect(await db().auditStaged.count({ where: { subjectId: run.id, event: "run.ended" } })).toBe(1);
    }
    expect((await executes(agent.key, before)).json).toMatchObject({ status: 409, code: "run_over" });
    expect((await start(agent.key, { parentRunId: grandchild.id })).json).toMatchObject({
      status: 422,
      code: "parent_run_not_active",
    });
  });

  it("is not left over when it starts while its parent ends, in 20 races", { timeout: 120_000 }, async () => {
    const { agent } = await setUp();
    for (let round = 0; round < 20; round++) {
      const top = await started(agent.key);
      const middle = await started(top.token);
      const answers = await Promise.all([
        start(middle.token),
        start(top.token),
        start(agent.key, { parentRunId: middle.id }),
        end(round % 2 ? top.token : agent.key, top.id),
        start(middle.token),
      ]);
      expect(answers.filter((a) => a.status >= 500)).toEqual([]);
      const left = await db().run.count({ where: { ancestorIds: { has: top.id }, endedAt: null } });
      expect(left).toBe(0);
    }
  });

  it("stands at most 32 deep", async () => {
    const { agent } = await setUp();
    let run = await started(agent.key);
    for (let depth = 2; depth <= 32; depth++) run = await started(run.token);
    expect((await start(run.token)).json).toMatchObject({ status: 422, code: "run_too_deep" });
  });
});

describe("a run's token", () => {
  it("reaches its own run and those under it: to read, execute, report, cancel, end, and start under", async () => {
    const { parent, child, grandchild } = await setUp();
    const action = (await asks(grandchild.token)).json;
    const waiting = (await asks(grandchild.token, { action: "wire" })).json;
    const id = String(action["id"]);
    expect((await call(actionRoute.GET, { token: parent.token, params: { id } })).status).toBe(200);
    expect((await executes(child.token, action)).status).toBe(200);
    expect(
      (await call(outcomeRoute.POST, { token: parent.token, params: { id }, body: { status: "succeeded" } })).status,
    ).toBe(200);
    expect(
      (await call(cancelRoute.POST, { token: parent.token, method: "POST", params: { id: String(waiting["id"]) } }))
        .status,
    ).toBe(200);
    expect((await start(parent.token, { parentRunId: grandchild.id })).status).toBe(201);
    expect((await call(runRoute.GET, { token: parent.token, params: { id: grandchild.id } })).status).toBe(200);
    expect((await end(parent.token, grandchild.id)).status).toBe(200);
  });

  it("reaches nothing above it, beside it or outside of any run", async () => {
    const { agent, parent, child } = await setUp();
    const beside = await started(parent.token);
    for (const outside of [parent.token, beside.token, agent.key]) {
      const action = (await asks(outside)).json;
      const waiting = (await asks(outside, { action: "wire" })).json;
      const id = String(action["id"]);
      expect((await call(actionRoute.GET, { token: child.token, params: { id } })).status).toBe(404);
      expect((await executes(child.token, action)).status).toBe(404);
      expect((await executes(agent.key, action)).status).toBe(200);
      expect(
        (await call(outcomeRoute.POST, { token: child.token, params: { id }, body: { status: "succeeded" } })).status,
      ).toBe(404);
      expect(
        (await call(cancelRoute.POST, { token: child.token, method: "POST", params: { id: String(waiting["id"]) } }))
          .status,
      ).toBe(404);
      expect((await call(stopsRoute.GET, { token: child.token, path: `/api/v1/stops?actionId=${id}` })).status).toBe(
        404,
      );
    }
    const own = (await asks(child.token)).json;
    const read = (await call(actionsRoute.GET, { token: child.token, path: "/api/v1/actions" })).json["items"] as {
      id: string;
    }[];
    expect(read.map((a) => a.id)).toEqual([own["id"]]);
    for (const other of [parent, beside]) {
      expect((await call(runRoute.GET, { token: child.token, params: { id: other.id } })).status).toBe(404);
      expect((await end(child.token, other.id)).json).toMatchObject({ status: 403, code: "other_run" });
      expect((await start(child.token, { parentRunId: other.id })).json).toMatchObject({
        status: 422,
        code: "parent_run_not_active",
      });
      expect((await pull(child.token, { type: "run", id: other.id })).json).toMatchObject({
        status: 403,
        code: "not_own_scope",
      });
    }
    expect((await pull(child.token, { type: "agent", id: agent.id })).json).toMatchObject({
      status: 403,
      code: "not_own_scope",
    });
    const runs = (await call(runsRoute.GET, { token: child.token, path: "/api/v1/runs" })).json["items"] as {
      id: string;
    }[];
    expect(runs.map((r) => r.id)).not.toContain(parent.id);
    expect(runs.map((r) => r.id)).toContain(child.id);
  });
});

describe("what is left when a run is over", () => {
  it.each(["ended", "ran out"])("is cancelled by the system when it %s, once, with its stop archived", async (how) => {
    const { world, agent, parent, grandchild, reliability } = await setUp();
    const waiting = (await asks(grandchild.token, { action: "wire" })).json;
    const elsewhere = (await asks(agent.key, { action: "wire" })).json;
    const stop = (await pull(agent.key, { type: "run", id: grandchild.id })).json;
    if (how === "ended") await end(agent.key, parent.id);
    else
      await db().run.updateMany({
        where: { OR: [{ id: parent.id }, { ancestorIds: { has: parent.id } }] },
        data: { expiresAt: new Date(Date.now() - 1) },
      });
    await Promise.all([clearRunsOver(), clearRunsOver()]);
    await clearRunsOver();
    const read = (id: unknown) => call(actionRoute.GET, { token: agent.key, params: { id: String(id) } });
    expect((await read(waiting["id"])).json).toMatchObject({
      status: "cancelled",
      decision: { outcome: "cancel", by: { type: "system" }, reason: { code: "run_over" } },
    });
    expect((await read(elsewhere["id"])).json).toMatchObject({ status: "pending" });
    expect(await db().auditStaged.count({ where: { subjectId: String(waiting["id"]), event: "action.decided" } })).toBe(
      1,
    );
    expect(await list(reliability.token, "?active=true")).toEqual([]);
    expect(await list(reliability.token, "?active=false")).toMatchObject([
      { id: stop["id"], active: false, rearmed: { by: { id: "system" } } },
    ]);
    expect(await db().auditStaged.count({ where: { subjectId: String(stop["id"]), event: "stop.archived" } })).toBe(1);
    expect((await pull(reliability.token, { type: "run", id: grandchild.id })).json).toMatchObject({
      status: 409,
      code: "run_over",
    });
    expect(await db().run.count({ where: { workspaceId: world.workspaceId, clearedAt: null } })).toBe(0);
  });

  it("is left to the next look while somebody holds the run: nobody waits for it, nor in a circle", async () => {
    const { world, agent, parent, grandchild } = await setUp();
    await end(agent.key, parent.id);
    const uncleared = () =>
      db().run.findMany({
        where: { workspaceId: world.workspaceId, clearedAt: null, endedAt: { not: null } },
        select: { id: true },
      });
    await transaction(async (tx) => {
      await tx.$executeRaw`SELECT 1 FROM runs WHERE id = ${grandchild.id} FOR SHARE`;
      await clearRunsOver();
      expect(await uncleared()).toEqual([{ id: grandchild.id }]);
    });
    await clearRunsOver();
    expect(await uncleared()).toEqual([]);
  });
});

describe("an agent that is not free to act", () => {
  it("opens no runs while it is stopped or paused, by its key or by a run's token", async () => {
    const { world, agent, parent, reliability } = await setUp();
    await pull(reliability.token, { type: "agent", id: agent.id });
    for (const token of [agent.key, parent.token])
      expect((await start(token)).json).toMatchObject({ status: 409, code: "stopped" });
    const paused = await world.agent({ status: "paused" });
    expect((await start(paused.key)).json).toMatchObject({ status: 409, code: "agent_not_active" });
  });

  it("is stopped with the agent it stands under", async () => {
    const { world, agent, reliability } = await setUp();
    const under = await world.agent();
    await db().agent.update({ where: { id: under.id }, data: { parentAgentId: agent.id, ancestorIds: [agent.id] } });
    expect((await pull(under.key, { type: "agent", id: agent.id })).json).toMatchObject({
      status: 403,
      code: "not_own_scope",
    });
    const before = (await asks(under.key)).json;
    const epoch = await epochOf(world.workspaceId);
    expect((await pull(agent.key, { type: "agent", id: under.id })).status).toBe(201);
    expect(await epochOf(world.workspaceId)).toBe(epoch + 1n);
    await pull(reliability.token, { type: "agent", id: agent.id });
    expect((await asks(under.key)).json).toMatchObject({ status: "denied" });
    expect((await executes(under.key, before)).json).toMatchObject({ status: 409, code: "stopped" });
    expect(await list(under.key, `?active=true&actionId=${String(before["id"])}`)).toHaveLength(2);
  });
});
