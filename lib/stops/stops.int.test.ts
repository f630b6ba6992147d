import { describe, expect, it } from "vitest";
import * as executionsRoute from "@/app/api/v1/actions/[id]/executions/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import * as runsRoute from "@/app/api/v1/runs/route";
import * as rearmRoute from "@/app/api/v1/stops/[id]/rearm/route";
import * as stopsRoute from "@/app/api/v1/stops/route";
import { db } from "@/lib/platform/db/client";
import { subscribe } from "@/lib/platform/events/bus";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";

async function setUp() {
  const world = await makeWorld();
  await world.actionType("pay");
  await world.actionType("mail");
  return { world, agent: await world.agent(), reliability: await world.person("reliability") };
}

const pull = (token: string, scope: Record<string, unknown>, reason = "It looks wrong") =>
  call(stopsRoute.POST, { token, path: "/api/v1/stops", body: { scope, reason } });
const rearm = (token: string, id: unknown, reason = "Looked into it") =>
  call(rearmRoute.POST, { token, params: { id: String(id) }, body: { reason } });
const list = async (token: string, query = "") =>
  (await call(stopsRoute.GET, { token, path: `/api/v1/stops${query}` })).json["items"] as {
    id: string;
    active: boolean;
  }[];
const asks = (token: string, body: Record<string, unknown> = {}) =>
  call(actionsRoute.POST, { token, body: { action: "pay", parameters: {}, confidence: 1, ...body } });
const executes = (token: string, action: Record<string, unknown>) =>
  call(executionsRoute.POST, { token, params: { id: String(action["id"]) }, body: { digest: action["digest"] } });
const epochOf = async (id: string) => (await db().workspace.findUniqueOrThrow({ where: { id } })).epoch;
const entriesOf = (subjectId: unknown) =>
  db().auditStaged.findMany({ where: { subjectId: String(subjectId) }, orderBy: { id: "asc" } });

describe("pulling a stop", () => {
  it("denies every new action in the workspace with the reason, moves the epoch once, and has one audit entry", async () => {
    const { world, agent, reliability } = await setUp();
    const epoch = await epochOf(world.workspaceId);
    const { status, json } = await pull(reliability.token, { type: "workspace" }, "Odd transfers");
    expect(status).toBe(201);
    expect(json).toMatchObject({
      active: true,
      scope: { type: "workspace", id: null },
      reason: "Odd transfers",
      epoch: Number(epoch) + 1,
      pulledBy: { type: "person", id: reliability.id },
      rearmed: null,
    });
    const denied = (await asks(agent.key)).json;
    expect(denied).toMatchObject({ status: "denied", verdict: { effect: "deny" }, permit: null });
    expect(JSON.stringify(denied["verdict"])).toContain("Odd transfers");
    expect(await epochOf(world.workspaceId)).toBe(epoch + 1n);
    expect((await entriesOf(json["id"])).map((e) => e.event)).toEqual(["stop.pulled"]);
  });

  it("withdraws permits given before, for good: re-arming does not bring them back", async () => {
    const { agent, reliability } = await setUp();
    const allowed = (await asks(agent.key)).json;
    const { json } = await pull(reliability.token, { type: "agent", id: agent.id });
    expect((await executes(agent.key, allowed)).json).toMatchObject({ status: 409, code: "stopped" });
    await rearm(reliability.token, json["id"]);
    expect((await executes(agent.key, allowed)).json).toMatchObject({ status: 409, code: "stopped" });
    const fresh = (await asks(agent.key)).json;
    expect((await executes(agent.key, fresh)).status).toBe(200);
  });

  it("again gives the stop that stands, with 200, and changes nothing", async () => {
    const { world, reliability } = await setUp();
    const first = await pull(reliability.token, { type: "workspace" }, "first");
    const epoch = await epochOf(world.workspaceId);
    const second = await pull(reliability.token, { type: "workspace" }, "second");
    expect(second.status).toBe(200);
    expect(second.json).toEqual(first.json);
    expect(await epochOf(world.workspaceId)).toBe(epoch);
    expect(await db().auditStaged.count({ where: { workspaceId: world.workspaceId, event: "stop.pulled" } })).toBe(1);
  });

  it("by many at once leaves one active stop per scope", async () => {
    const { world, agent, reliability } = await setUp();
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        pull(reliability.token, i % 2 === 0 ? { type: "workspace" } : { type: "agent", id: agent.id }),
      ),
    );
    expect(answers.filter((a) => a.status === 201)).toHaveLength(2);
    expect(answers.filter((a) => a.status === 200)).toHaveLength(10);
    expect(await db().stop.count({ where: { workspaceId: world.workspaceId, rearmedAt: null } })).toBe(2);
    expect(await db().auditStaged.count({ where: { workspaceId: world.workspaceId, event: "stop.pulled" } })).toBe(2);
  });

  it("is told to whoever listens, after it holds", async () => {
    const { world, reliability } = await setUp();
    const heard: string[] = [];
    const leave = subscribe(({ workspaceId, event, subjectId }) => {
      if (workspaceId === world.workspaceId) heard.push(`${event} ${subjectId}`);
    });
    const { json } = await pull(reliability.token, { type: "workspace" });
    await rearm(reliability.token, json["id"]);
    leave();
    expect(heard).toEqual([`stop.pulled ${String(json["id"])}`, `stop.rearmed ${String(json["id"])}`]);
  });

  it.each([
    ["a workspace with an id", { type: "workspace", id: "x" }, "scope.id"],
    ["an agent without one", { type: "agent" }, "scope.id"],
    ["a resource without its type", { type: "resource", id: "emea" }, "scope.id"],
    ["an unknown scope", { type: "planet", id: "x" }, "scope.type"],
  ])("of %s is refused with 400 at its path", async (_, scope, path) => {
    const { reliability } = await setUp();
    const { status, json } = await pull(reliability.token, scope);
    expect(status).toBe(400);
    expect((json["errors"] as { path: string }[]).map((e) => e.path)).toContain(path);
  });

  it("with an empty reason is refused: none is left out", async () => {
    const { reliability } = await setUp();
    expect((await pull(reliability.token, { type: "workspace" }, "  ")).json).toMatchObject({
      status: 400,
      errors: [{ path: "reason" }],
    });
  });

  it("of another workspace's agent or run is refused, and does not stop it", async () => {
    const { reliability } = await setUp();
    const other = await makeWorld();
    await other.actionType("pay");
    const foreign = await other.agent();
    expect((await pull(reliability.token, { type: "agent", id: foreign.id })).json).toMatchObject({
      status: 422,
      code: "unknown_scope",
    });
    await pull(reliability.token, { type: "workspace" });
    expect((await asks(foreign.key)).json).toMatchObject({ status: "approved" });
  });

  it("is refused to a viewer", async () => {
    const { world } = await setUp();
    expect((await pull((await world.person("viewer")).token, { type: "workspace" })).status).toBe(403);
  });
});

describe("each scope stops what it names and nothing else", () => {
  it.each([
    ["agent", (w: Here) => w.agent.id, (w: Here) => asks(w.agent.key), (w: Here) => asks(w.other.key)],
    ["kind", () => "finance", (w: Here) => asks(w.agent.key), (w: Here) => asks(w.other.key)],
    ["run", (w: Here) => w.runId, (w: Here) => asks(w.runToken), (w: Here) => asks(w.agent.key)],
    ["action", () => "mail", (w: Here) => asks(w.agent.key, { action: "mail" }), (w: Here) => asks(w.agent.key)],
    [
      "resource",
      () => "budget:emea-q3",
      (w: Here) => asks(w.agent.key, { resource: { type: "budget", id: "emea-q3" } }),
      (w: Here) => asks(w.agent.key, { resource: { type: "budget", id: "apac" } }),
    ],
  ] as const)("%s", async (type, id, inside, outside) => {
    const { world, agent, reliability } = await setUp();
    const other = await world.agent({ kind: "support" });
    const run = (await call(runsRoute.POST, { token: agent.key, body: { task: "t" } })).json;
    const here: Here = { agent, other, runId: String(run["id"]), runToken: String(run["token"]) };
    const before = (await inside(here)).json;
    expect(before).toMatchObject({ status: "approved" });
    expect((await pull(reliability.token, { type, id: id(here) })).status).toBe(201);
    expect((await inside(here)).json).toMatchObject({ status: "denied" });
    expect((await outside(here)).json).toMatchObject({ status: "approved" });
    expect((await executes(type === "run" ? here.runToken : agent.key, before)).json).toMatchObject({
      code: "stopped",
    });
  });
});
interface Here {
  agent: { id: string; key: string };
  other: { id: string; key: string };
  runId: string;
  runToken: string;
}

it("a stopped run is not escaped by naming another run of the agent with its token", async () => {
  const { agent, reliability } = await setUp();
  const start = async () => (await call(runsRoute.POST, { token: agent.key, body: { task: "t" } })).json;
  const [stopped, other] = [await start(), await start()];
  await pull(reliability.token, { type: "run", id: stopped["id"] });
  expect((await asks(String(stopped["token"]), { runId: other["id"] })).json).not.toMatchObject({ status: "approved" });
  expect((await asks(agent.key, { runId: stopped["id"] })).json).toMatchObject({ status: "denied" });
  expect((await asks(agent.key, { runId: other["id"] })).json).toMatchObject({ status: "approved" });
});

describe("an agent at the lever", () => {
  it("may stop itself or its own run, and nothing else", async () => {
    const { world, agent } = await setUp();
    const other = await world.agent();
    const run = (await call(runsRoute.POST, { token: agent.key, body: { task: "t" } })).json;
    const theirs = (await call(runsRoute.POST, { token: other.key, body: { task: "t" } })).json;
    expect((await pull(agent.key, { type: "run", id: run["id"] })).json).toMatchObject({
      active: true,
      pulledBy: { type: "agent", id: agent.id },
    });
    expect((await pull(agent.key, { type: "agent", id: agent.id })).status).toBe(201);
    for (const scope of [
      { type: "workspace" },
      { type: "agent", id: other.id },
      { type: "run", id: theirs["id"] },
      { type: "kind", id: "finance" },
    ]) {
      expect((await pull(agent.key, scope)).json).toMatchObject({ status: 403, code: "not_own_scope" });
    }
    expect((await asks(other.key)).json).toMatchObject({ status: "approved" });
  });

  it("needs the scope, and cannot re-arm", async () => {
    const { world, agent } = await setUp();
    const reader = await world.agent({ scopes: ["actions:write"] });
    expect((await pull(reader.key, { type: "agent", id: reader.id })).json).toMatchObject({ code: "missing_scope" });
    const { json } = await pull(agent.key, { type: "agent", id: agent.id });
    expect((await rearm(agent.key, json["id"])).status).toBe(403);
  });

  it("sees every stop that can cover it, by reading alone, and none that covers others only", async () => {
    const { world, reliability } = await setUp();
    const agent = await world.agent({ kind: "finance", scopes: ["actions:read", "runs:write"] });
    const other = await world.agent({ kind: "support", scopes: ["actions:read", "runs:write"] });
    const startRun = async (key: string) =>
      (await call(runsRoute.POST, { token: key, body: { task: "Close the quarter" } })).json as {
        id: string;
        token: string;
      };
    const [mine, theirs] = [await startRun(agent.key), await startRun(other.key)];
    const covering = [
      { type: "workspace" },
      { type: "kind", id: "finance" },
      { type: "agent", id: agent.id },
      { type: "run", id: mine.id },
      { type: "action", id: "pay" },
      { type: "resource", id: "budget:emea" },
    ];
    const others = [
      { type: "kind", id: "support" },
      { type: "agent", id: other.id },
      { type: "run", id: theirs.id },
    ];
    for (const scope of [...covering, ...others]) expect((await pull(reliability.token, scope)).status).toBe(201);
    const scopesOf = async (token: string) =>
      ((await list(token, "?active=true")) as unknown as { scope: { type: string; id: string | null } }[])
        .map(({ scope }) => `${scope.type} ${scope.id ?? ""}`.trim())
        .sort();
    const named = (scopes: { type: string; id?: string }[]) =>
      scopes.map(({ type, id }) => `${type} ${id ?? ""}`.trim()).sort();
    expect(await scopesOf(agent.key)).toEqual(named(covering));
    expect(await scopesOf(mine.token)).toEqual(named(covering));
    expect(await scopesOf(reliability.token)).toEqual(named([...covering, ...others]));
  });

  it("of another workspace sees none of this one's, and without the scope none at all", async () => {
    const { world, reliability } = await setUp();
    await pull(reliability.token, { type: "workspace" });
    const stranger = await (await makeWorld()).agent();
    expect(await list(stranger.key)).toEqual([]);
    const writer = await world.agent({ scopes: ["actions:write", "stops:write"] });
    expect((await call(stopsRoute.GET, { token: writer.key, path: "/api/v1/stops" })).json).toMatchObject({
      status: 403,
      code: "missing_scope",
    });
  });
});

describe("re-arming", () => {
  it("lets ask again, moves the epoch, keeps the reason, and is an audit entry of its own", async () => {
    const { world, agent, reliability } = await setUp();
    const { json } = await pull(reliability.token, { type: "workspace" });
    const epoch = await epochOf(world.workspaceId);
    const answer = await rearm(reliability.token, json["id"], "It was a test");
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({
      active: false,
      rearmed: { by: { id: reliability.id }, reason: "It was a test" },
    });
    expect((await asks(agent.key)).json).toMatchObject({ status: "approved" });
    expect(await epochOf(world.workspaceId)).toBe(epoch + 1n);
    expect((await entriesOf(json["id"])).map((e) => e.event)).toEqual(["stop.pulled", "stop.rearmed"]);
    expect(await list(reliability.token, "?active=true")).toEqual([]);
    expect(await list(reliability.token, "?active=false")).toHaveLength(1);
  });

  it("twice, even at once, is 409 and recorded once", async () => {
    const { world, reliability } = await setUp();
    const { json } = await pull(reliability.token, { type: "workspace" });
    const epoch = await epochOf(world.workspaceId);
    const answers = await Promise.all([1, 2, 3].map(() => rearm(reliability.token, json["id"])));
    expect(answers.map((a) => a.status).sort()).toEqual([200, 409, 409]);
    expect(answers.find((a) => a.status === 409)?.json["code"]).toBe("already_rearmed");
    expect(await epochOf(world.workspaceId)).toBe(epoch + 1n);
    expect(await entriesOf(json["id"])).toHaveLength(2);
  });

  it("without a reason is 400, without the right 403, for a stranger 404; the stop holds on", async () => {
    const { world, agent, reliability } = await setUp();
    const { json } = await pull(reliability.token, { type: "workspace" });
    const supervisor = await world.person("supervisor");
    const stranger = await (await makeWorld()).person("admin");
    expect((await rearm(reliability.token, json["id"], "")).status).toBe(400);
    expect((await rearm(supervisor.token, json["id"])).status).toBe(403);
    expect((await rearm(stranger.token, json["id"])).status).toBe(404);
    expect((await asks(agent.key)).json).toMatchObject({ status: "denied" });
  });

  it("frees the scope for a new stop", async () => {
    const { agent, reliability } = await setUp();
    const first = await pull(reliability.token, { type: "workspace" });
    await rearm(reliability.token, first.json["id"]);
    const second = await pull(reliability.token, { type: "workspace" });
    expect(second.status).toBe(201);
    expect(second.json["id"]).not.toBe(first.json["id"]);
    expect((await asks(agent.key)).json).toMatchObject({ status: "denied" });
  });
});
