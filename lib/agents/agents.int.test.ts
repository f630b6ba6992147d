import { describe, expect, it } from "vitest";
import * as agentRoute from "@/app/api/v1/agents/[id]/route";
import * as kindsRoute from "@/app/api/v1/agents/kinds/route";
import * as agentsRoute from "@/app/api/v1/agents/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import { db } from "@/lib/platform/db/client";
import { newId } from "@/lib/platform/ids";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";

async function setUp() {
  const world = await makeWorld();
  const governance = await world.person("governance");
  return { world, governance, viewer: await world.person("viewer") };
}

const post = (token: string, body: unknown) => call(agentsRoute.POST, { token, body });
const get = (token: string, query = "") => call(agentsRoute.GET, { token, path: `/api/v1/agents${query}` });
const patch = (token: string, id: string, body: unknown) =>
  call(agentRoute.PATCH, { token, method: "PATCH", params: { id }, body });
const epochOf = async (id: string) => (await db().workspace.findUniqueOrThrow({ where: { id } })).epoch;
const entriesOf = (subjectId: string) => db().auditStaged.findMany({ where: { subjectId }, orderBy: { id: "asc" } });
const leafOf = (entry: { leaf: Uint8Array } | undefined) =>
  JSON.parse(Buffer.from(entry?.leaf ?? []).toString()) as { facts: Record<string, unknown> };

async function team(workspaceId: string, name: string, personId?: string): Promise<string> {
  const id = newId("team");
  await db().team.create({ data: { id, workspaceId, name } });
  if (personId) await db().teamMember.create({ data: { workspaceId, teamId: id, personId } });
  return id;
}

describe("registering an agent", () => {
  it("uses the contract's defaults and the caller's first team, moves the epoch and writes one audit entry", async () => {
    const { world, governance } = await setUp();
    const teamId = await team(world.workspaceId, "Capacity", governance.id);
    const before = await epochOf(world.workspaceId);
    const { status, json } = await post(governance.token, { name: "capacity-bot", kind: "infrastructure" });
    expect(status).toBe(201);
    expect(json).toMatchObject({
      tier: "tactical",
      autonomy: "change_making",
      status: "active",
      team: { id: teamId, name: "Capacity" },
      keys: [],
      stopped: false,
      createdBy: { id: governance.id },
    });
    expect(await epochOf(world.workspaceId)).toBe(before + 1n);
    const entries = await entriesOf(String(json["id"]));
    expect(entries.map((e) => e.event)).toEqual(["agent.created"]);
    expect(JSON.stringify(leafOf(entries[0]))).not.toContain("capacity-bot");
  });

  it("refuses a taken name with 409, and leaves no trace of the attempt", async () => {
    const { world, governance } = await setUp();
    await post(governance.token, { name: "twin", kind: "finance" });
    const before = await epochOf(world.workspaceId);
    const { status, json } = await post(governance.token, { name: "twin", kind: "finance" });
    expect([status, json["code"]]).toEqual([409, "name_taken"]);
    expect(await epochOf(world.workspaceId)).toBe(before);
    expect(await db().auditStaged.count({ where: { workspaceId: world.workspaceId } })).toBe(1);
  });

  it("refuses a team or parent of another workspace with 422", async () => {
    const { governance } = await setUp();
    const other = await makeWorld();
    const foreignTeam = await team(other.workspaceId, "Theirs");
    const foreignAgent = await other.agent();
    expect((await post(governance.token, { name: "a", kind: "x", teamId: foreignTeam })).json).toMatchObject({
      status: 422,
      code: "unknown_team",
    });
    expect((await post(governance.token, { name: "a", kind: "x", parentAgentId: foreignAgent.id })).json).toMatchObject(
      { status: 422, code: "unknown_parent" },
    );
  });

  it.each([
    ["no name", { kind: "x" }, "name"],
    ["an upper-case kind", { name: "a", kind: "Finance" }, "kind"],
    ["an unknown tier", { name: "a", kind: "x", tier: "boss" }, "tier"],
    ["an unknown field", { name: "a", kind: "x", power: 11 }, "power"],
  ])("refuses %s with 400 and its path", async (_, body, path) => {
    const { governance } = await setUp();
    const { status, json } = await post(governance.token, body);
    expect(status).toBe(400);
    expect((json["errors"] as { path: string }[]).map((e) => e.path)).toContain(path);
  });

  it("is refused to a viewer with 403 and to nobody in particular with 401", async () => {
    const { viewer } = await setUp();
    expect((await post(viewer.token, { name: "a", kind: "x" })).status).toBe(403);
    expect((await call(agentsRoute.POST, { body: { name: "a", kind: "x" } })).status).toBe(401);
  });
});

describe("changing an agent", () => {
  it("pauses it with a reason that is kept, and its next action is denied", async () => {
    const { world, governance } = await setUp();
    await world.actionType("pay");
    const agent = await world.agent();
    const ask = () =>
      call(actionsRoute.POST, { token: agent.key, body: { action: "pay", parameters: {}, confidence: 1 } });
    expect((await ask()).json).toMatchObject({ status: "approved" });
    const { status, json } = await patch(governance.token, agent.id, {
      status: "paused",
      reason: "Odd transfers since noon",
    });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      status: "paused",
      statusChange: { reason: "Odd transfers since noon", by: { id: governance.id } },
    });
    expect((await ask()).json).toMatchObject({ status: "denied", verdict: { effect: "deny" } });
    const [entry] = await entriesOf(agent.id);
    expect(leafOf(entry).facts).toMatchObject({ changes: { status: { from: "active", to: "paused" } } });
    expect(JSON.stringify(leafOf(entry))).not.toContain("Odd transfers");
  });

  it("retires it for good: its keys are revoked with it, and it never becomes active again", async () => {
    const { governance, world } = await setUp();
    const agent = await world.agent();
    await patch(governance.token, agent.id, { status: "retired" });
    expect((await call(actionsRoute.GET, { token: agent.key, path: "/api/v1/actions" })).json).toMatchObject({
      status: 401,
      code: "key_revoked",
    });
    expect((await patch(governance.token, agent.id, { status: "active" })).json).toMatchObject({
      status: 409,
      code: "agent_retired",
    });
    expect(await entriesOf(agent.id)).toHaveLength(1);
  });

  it("that changes nothing moves no epoch and writes no entry", async () => {
    const { governance, world } = await setUp();
    const agent = await world.agent({ name: "same" });
    const before = await epochOf(world.workspaceId);
    expect((await patch(governance.token, agent.id, { name: "same", tier: "tactical" })).status).toBe(200);
    expect(await epochOf(world.workspaceId)).toBe(before);
    expect(await entriesOf(agent.id)).toHaveLength(0);
  });

  it("refuses another agent's name with 409", async () => {
    const { governance, world } = await setUp();
    await world.agent({ name: "first" });
    const second = await world.agent({ name: "second" });
    expect((await patch(governance.token, second.id, { name: "first" })).json).toMatchObject({
      status: 409,
      code: "name_taken",
    });
  });

  it("gives a stranger to the workspace 404, for reading and for changing", async () => {
    const { world } = await setUp();
    const stranger = await (await makeWorld()).person("admin");
    const agent = await world.agent();
    expect((await call(agentRoute.GET, { token: stranger.token, params: { id: agent.id } })).status).toBe(404);
    expect((await patch(stranger.token, agent.id, { status: "paused" })).status).toBe(404);
    expect((await db().agent.findUniqueOrThrow({ where: { id: agent.id } })).status).toBe("active");
  });
});

describe("listing agents", () => {
  it("filters by kind, status, team and words, and pages through every one once", async () => {
    const { world, viewer } = await setUp();
    const teamId = await team(world.workspaceId, "Ledger");
    for (let i = 0; i < 5; i++)
      await world.agent({
        name: `bot ${i}`,
        kind: i % 2 === 0 ? "finance" : "support",
        status: i === 4 ? "paused" : "active",
      });
    await db().agent.updateMany({ where: { workspaceId: world.workspaceId, name: "bot 2" }, data: { teamId } });
    const names = async (query: string) =>
      ((await get(viewer.token, query)).json["items"] as { name: string }[]).map((a) => a.name);
    expect(await names("?kind=finance")).toEqual(["bot 0", "bot 2", "bot 4"]);
    expect(await names("?status=paused")).toEqual(["bot 4"]);
    expect(await names(`?teamId=${teamId}`)).toEqual(["bot 2"]);
    expect(await names("?q=OT%203")).toEqual(["bot 3"]);
    const first = (await get(viewer.token, "?limit=3")).json;
    const second = (await get(viewer.token, `?limit=3&cursor=${String(first["nextCursor"])}`)).json;
    expect(
      [...(first["items"] as { name: string }[]), ...(second["items"] as { name: string }[])].map((a) => a.name),
    ).toEqual([0, 1, 2, 3, 4].map((i) => `bot ${i}`));
    expect(second["nextCursor"]).toBeNull();
    expect((await call(kindsRoute.GET, { token: viewer.token })).json).toEqual({
      items: [
        { kind: "finance", agents: 3 },
        { kind: "support", agents: 2 },
      ],
    });
  });

  it("refuses a cursor of another list and an unknown filter with 400", async () => {
    const { viewer } = await setUp();
    expect((await get(viewer.token, "?cursor=bm9uc2Vuc2U")).status).toBe(400);
    expect((await get(viewer.token, "?colour=red")).status).toBe(400);
  });
});
