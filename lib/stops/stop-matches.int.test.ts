import { Client } from "pg";
import { describe, expect, it } from "vitest";
import * as executionsRoute from "@/app/api/v1/actions/[id]/executions/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import * as runsRoute from "@/app/api/v1/runs/route";
import * as stopRoute from "@/app/api/v1/stops/[id]/route";
import * as rearmRoute from "@/app/api/v1/stops/[id]/rearm/route";
import * as previewRoute from "@/app/api/v1/stops/preview/route";
import * as stopsRoute from "@/app/api/v1/stops/route";
import { urlOfRole } from "@/lib/platform/db/testing/database";
import { db } from "@/lib/platform/db/client";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";

async function setUp() {
  const world = await makeWorld();
  await world.actionType("pay");
  await world.actionType("wire", { zone: "red" });
  return { world, agent: await world.agent(), reliability: await world.person("reliability") };
}

const pull = (token: string, scope: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  call(stopsRoute.POST, { token, path: "/api/v1/stops", body: { scope, reason: "It looks wrong", ...more } });
const preview = (token: string, scope: Record<string, unknown>) =>
  call(previewRoute.POST, { token, path: "/api/v1/stops/preview", body: { scope } });
const rearm = (token: string, id: unknown) =>
  call(rearmRoute.POST, { token, params: { id: String(id) }, body: { reason: "Looked into it" } });
const asks = (token: string, body: Record<string, unknown> = {}) =>
  call(actionsRoute.POST, { token, body: { action: "pay", parameters: {}, confidence: 1, ...body } });
const executes = (token: string, action: Record<string, unknown>) =>
  call(executionsRoute.POST, { token, params: { id: String(action["id"]) }, body: { digest: action["digest"] } });
const epochOf = async (id: string) => (await db().workspace.findUniqueOrThrow({ where: { id } })).epoch;
const invoice = (id: string, type = "invoice") => ({ resource: { type, id } });

describe("a stop of a kind or an action type that nobody knows", () => {
  it.each([
    ["kind", "finanse", "finance"],
    ["action", "piay", "pay"],
  ])("%s is refused with the nearest names, and changes nothing", async (type, id, nearest) => {
    const { world, reliability } = await setUp();
    const epoch = await epochOf(world.workspaceId);
    const { status, json } = await pull(reliability.token, { type, id });
    expect(status).toBe(422);
    expect(json).toMatchObject({ code: "unknown_scope", errors: [{ path: "scope.id" }] });
    expect(JSON.stringify(json["errors"])).toContain(nearest);
    expect(String(json["detail"])).toContain("Nothing was stopped");
    expect(await epochOf(world.workspaceId)).toBe(epoch);
    expect(await db().stop.count({ where: { workspaceId: world.workspaceId } })).toBe(0);
  });

  it("is pulled where the caller says so, says loudly that it matches nothing, and holds what comes under the name", async () => {
    const { world, reliability } = await setUp();
    const { status, json } = await pull(reliability.token, { type: "kind", id: "treasury" }, { evenIfUnknown: true });
    expect(status).toBe(201);
    expect(json["matches"]).toMatchObject({
      agents: 0,
      runs: 0,
      pending: 0,
      permits: 0,
      nothing: true,
      inWords: expect.stringContaining("matches nothing now") as unknown,
    });
    const [entry] = await db().auditStaged.findMany({ where: { subjectId: String(json["id"]) } });
    expect(Buffer.from(entry?.leaf ?? []).toString("utf8")).toContain('"known":false');
    expect((await asks((await world.agent({ kind: "treasury" })).key)).json).toMatchObject({ status: "denied" });
    expect((await pull(reliability.token, { type: "kind", id: "treasury" })).status).toBe(200);
  });

  it("is known once somebody has asked for it, though the catalog does not know it", async () => {
    const { agent, reliability } = await setUp();
    await asks(agent.key, { action: "launch" });
    const { status, json } = await pull(reliability.token, { type: "action", id: "launch" });
    expect(status).toBe(201);
    expect(json["matches"]).toMatchObject({ pending: 1, agents: 1, actionTypes: [] });
  });

  it("is never asked of agents and runs: those are named by their ids, which exist or not", async () => {
    const { reliability } = await setUp();
    for (const type of ["agent", "run"])
      expect((await pull(reliability.token, { type, id: "agt_nobody" }, { evenIfUnknown: true })).json).toMatchObject({
        status: 422,
        code: "unknown_scope",
      });
  });
});

describe("names are one however they are written", () => {
  it.each([
    ["kind", "ＦＩＮＡＮＣＥ ", "finance", {}],
    ["action", " PAY", "pay", {}],
    ["resource", "Invoice : ＡＢ12", "Invoice:AB12", invoice("ab12")],
    ["resource", "invoice:caf\u00e9", "invoice:caf\u00e9", invoice("cafe\u0301")],
    ["resource", "INVOICE:*", "INVOICE:*", invoice("whatever")],
  ])(
    "a stop of the %s %j is stored as %j, denies what is asked, and withdraws the permit",
    async (type, id, stored, body) => {
      const { agent, reliability } = await setUp();
      const before = (await asks(agent.key, body)).json;
      expect(before).toMatchObject({ status: "approved" });
      const { status, json } = await pull(reliability.token, { type, id });
      expect(status).toBe(201);
      expect(json).toMatchObject({ scope: { type, id: stored }, matches: { permits: 1, agents: 1, nothing: false } });
      expect((await asks(agent.key, body)).json).toMatchObject({ status: "denied" });
      expect((await executes(agent.key, before)).json).toMatchObject({ code: "stopped" });
    },
  );

  it("so two spellings are one lever", async () => {
    const { world, reliability } = await setUp();
    const first = await pull(reliability.token, { type: "resource", id: "invoice:AB12" });
    const second = await pull(reliability.token, { type: "resource", id: " invoice:ＡＢ12" });
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.json["id"]).toBe(first.json["id"]);
    expect(await db().stop.count({ where: { workspaceId: world.workspaceId } })).toBe(1);
  });

  it("unless the action type declares that the case of its resources counts", async () => {
    const { world, agent, reliability } = await setUp();
    await world.actionType("ship", { resourceCaseSensitive: true });
    await pull(reliability.token, { type: "resource", id: "crate:AB12" });
    const asked = async (action: string, id: string) =>
      (await asks(agent.key, { action, ...invoice(id, "crate") })).json["status"];
    expect(await asked("ship", "AB12")).toBe("denied");
    expect(await asked("ship", "ab12")).toBe("approved");
    expect(await asked("pay", "ab12")).toBe("denied");
  });

  it.each([
    ["resource", "*:*"],
    ["resource", "vault:AB*"],
    ["resource", "va*:AB12"],
    ["resource", "invoice:**"],
    ["kind", "fin*"],
    ["action", "*"],
  ] as const)("and what looks like a pattern is refused, as it would hold nothing: %s %s", async (type, id) => {
    const { reliability } = await setUp();
    const refused = await call(stopsRoute.POST, {
      token: reliability.token,
      body: { scope: { type, id }, reason: "test", evenIfUnknown: true },
    });
    expect(refused.json).toMatchObject({
      status: 400,
      code: "invalid_request",
      errors: [{ path: "scope.id", message: expect.stringContaining("no other patterns") as unknown }],
    });
  });

  it("and a name that shows nothing is refused at its path", async () => {
    const { reliability } = await setUp();
    for (const scope of [
      { type: "kind", id: "\u200b " },
      { type: "resource", id: "\u200b:x" },
      { type: "resource", id: "invoice: " },
    ]) {
      expect((await pull(reliability.token, scope)).json, JSON.stringify(scope)).toMatchObject({
        status: 400,
        errors: [{ path: "scope.id" }],
      });
    }
  });
});

describe("an action whose type declares what its actions are done to", () => {
  async function declared() {
    const here = await setUp();
    await here.world.actionType("settle", { resourceType: "invoice" });
    return here;
  }

  it("and that names none, or one of another type, is covered by a stop of any of them", async () => {
    const { agent, reliability } = await declared();
    const before = (await asks(agent.key, { action: "settle" })).json;
    expect(before).toMatchObject({ status: "approved" });
    const { json } = await pull(reliability.token, { type: "resource", id: "invoice:AB12" });
    expect(json["matches"]).toMatchObject({ permits: 1, actionTypes: ["settle"] });
    const denied = (await asks(agent.key, { action: "settle" })).json;
    expect(denied).toMatchObject({ status: "denied" });
    expect(JSON.stringify(denied["verdict"])).toContain("names no resource");
    expect((await executes(agent.key, before)).json).toMatchObject({ code: "stopped" });
    expect((await asks(agent.key, { action: "settle", ...invoice("AB12", "inv") })).json).toMatchObject({
      status: "denied",
    });
    expect((await asks(agent.key, { action: "settle", ...invoice("*") })).json).toMatchObject({ status: "denied" });
    expect((await asks(agent.key, { action: "settle", ...invoice("ZZ99") })).json).toMatchObject({
      status: "approved",
    });
    expect((await asks(agent.key)).json).toMatchObject({ status: "approved" });
  });

  it("asks again freely after the re-arm, and what was withdrawn stays so", async () => {
    const { agent, reliability } = await declared();
    const before = (await asks(agent.key, { action: "settle" })).json;
    const { json } = await pull(reliability.token, { type: "resource", id: "invoice:*" });
    expect((await asks(agent.key, { action: "settle" })).json).toMatchObject({ status: "denied" });
    await rearm(reliability.token, json["id"]);
    expect((await executes(agent.key, before)).json).toMatchObject({ code: "stopped" });
    expect((await asks(agent.key, { action: "settle" })).json).toMatchObject({ status: "approved" });
  });
});

describe("what a stop matches now", () => {
  async function busy() {
    const { world, agent, reliability } = await setUp();
    const other = await world.agent({ kind: "support" });
    const run = (await call(runsRoute.POST, { token: agent.key, body: { task: "Close the quarter" } })).json;
    await asks(String(run["token"]), { action: "wire", ...invoice("AB12") });
    await asks(agent.key, invoice("ab12"));
    await asks(other.key, { action: "wire" });
    return { world, agent, other, reliability, run };
  }

  it.each([
    ["workspace", () => undefined, { agents: 2, runs: 1, pending: 2, permits: 1 }],
    ["kind", () => "finance", { agents: 1, runs: 1, pending: 1, permits: 1 }],
    ["agent", (b: Busy) => b.agent.id, { agents: 1, runs: 1, pending: 1, permits: 1 }],
    ["run", (b: Busy) => b.run["id"], { agents: 1, runs: 1, pending: 1, permits: 0 }],
    ["action", () => "wire", { agents: 2, runs: 1, pending: 2, permits: 0, actionTypes: ["wire"] }],
    [
      "resource",
      () => "invoice:ab12",
      { agents: 1, runs: 1, pending: 1, permits: 1, resources: ["invoice:AB12", "invoice:ab12"] },
    ],
    ["resource", () => "invoice:zz", { agents: 0, runs: 0, pending: 0, permits: 0, nothing: true }],
  ] as const)(
    "is counted for the scope %s, in the preview, in the answer, and when the stop is read",
    async (type, idOf, expected) => {
      const here = await busy();
      const id = idOf(here) as string | undefined;
      const scope = { type, ...(id === undefined ? {} : { id }) };
      const looked = await preview(here.reliability.token, scope);
      expect(looked.status).toBe(200);
      expect(looked.json).toMatchObject({ known: true, nearest: [], matches: expected });
      const pulled = await pull(here.reliability.token, scope);
      expect(pulled.json["matches"]).toEqual(looked.json["matches"]);
      const read = await call(stopRoute.GET, {
        token: here.reliability.token,
        params: { id: String(pulled.json["id"]) },
      });
      expect(read.json).toEqual(pulled.json);
    },
  );

  it("is nothing of another workspace", async () => {
    const { reliability } = await busy();
    const other = await busy();
    expect((await preview(reliability.token, { type: "workspace" })).json).toMatchObject({
      matches: { agents: 2, pending: 2, permits: 1 },
    });
    expect((await preview(reliability.token, { type: "agent", id: other.agent.id })).json).toMatchObject({
      status: 422,
      code: "unknown_scope",
    });
    const theirs = await pull(other.reliability.token, { type: "workspace" });
    expect(
      (await call(stopRoute.GET, { token: reliability.token, params: { id: String(theirs.json["id"]) } })).status,
    ).toBe(404);
  });

  it("is unknown where it cannot be counted in time: the stop is pulled and the preview answered all the same", async () => {
    const { reliability } = await busy();
    const holder = new Client({ connectionString: urlOfRole("superuser") });
    await holder.connect();
    await holder.query("BEGIN");
    await holder.query("LOCK permits IN ACCESS EXCLUSIVE MODE");
    expect((await preview(reliability.token, { type: "workspace" })).json).toMatchObject({
      known: true,
      matches: null,
    });
    expect(await pull(reliability.token, { type: "kind", id: "finance" })).toMatchObject({
      status: 201,
      json: { active: true, matches: null },
    });
    await holder.end();
    expect((await preview(reliability.token, { type: "workspace" })).json).toMatchObject({ matches: { agents: 2 } });
  });

  it("is said before a name is known, with the nearest names, and refused to who may not pull", async () => {
    const { world, reliability } = await setUp();
    expect((await preview(reliability.token, { type: "kind", id: "Finanze" })).json).toMatchObject({
      scope: { id: "finanze" },
      known: false,
      nearest: ["finance"],
      matches: { nothing: true },
    });
    expect((await preview((await world.person("viewer")).token, { type: "workspace" })).status).toBe(403);
  });
});
type Busy = { agent: { id: string }; run: Record<string, unknown> };
