import { describe, expect, it } from "vitest";
import * as actionsRoute from "@/app/api/v1/actions/route";
import * as rotateRoute from "@/app/api/v1/agents/[id]/keys/[keyId]/rotate/route";
import * as keyRoute from "@/app/api/v1/agents/[id]/keys/[keyId]/route";
import * as keysRoute from "@/app/api/v1/agents/[id]/keys/route";
import * as agentRoute from "@/app/api/v1/agents/[id]/route";
import * as runsRoute from "@/app/api/v1/runs/route";
import { isWellFormed } from "@/lib/platform/credentials/token-format";
import { db } from "@/lib/platform/db/client";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";

const dayMs = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * dayMs).toISOString();

async function setUp() {
  const world = await makeWorld();
  await world.actionType("pay");
  const agent = await world.agent();
  return { world, agent, governance: await world.person("governance"), viewer: await world.person("viewer") };
}

const create = (token: string, id: string, body: Record<string, unknown> = {}, headers: Record<string, string> = {}) =>
  call(keysRoute.POST, {
    token,
    params: { id },
    path: `/api/v1/agents/${id}/keys`,
    body: { name: "main", scopes: ["actions:write", "actions:read"], expiresAt: inDays(30), ...body },
    headers,
  });
const rotate = (token: string, id: string, keyId: string, body: Record<string, unknown> = {}) =>
  call(rotateRoute.POST, { token, params: { id, keyId }, body: { expiresAt: inDays(30), ...body } });
const revoke = (token: string, id: string, keyId: string) =>
  call(keyRoute.DELETE, { token, method: "DELETE", params: { id, keyId } });
const reads = (key: string) => call(actionsRoute.GET, { token: key, path: "/api/v1/actions" });
const asks = (key: string) =>
  call(actionsRoute.POST, { token: key, body: { action: "pay", parameters: {}, confidence: 1 } });
const epochOf = async (id: string) => (await db().workspace.findUniqueOrThrow({ where: { id } })).epoch;
const entriesOf = (subjectId: string) => db().auditStaged.findMany({ where: { subjectId } });

describe("a new key", () => {
  it("is shown once: neither reading the agent nor the database gives it again", async () => {
    const { agent, governance, viewer } = await setUp();
    const { status, json } = await create(governance.token, agent.id);
    const key = String(json["key"]);
    expect(status).toBe(201);
    expect(isWellFormed(key, "sbx")).toBe(true);
    expect((await reads(key)).status).toBe(200);
    const { text } = await call(agentRoute.GET, { token: viewer.token, params: { id: agent.id } });
    expect(text).toContain(String(json["id"]));
    expect(text).not.toContain(key);
    const stored = await db().$queryRaw<
      { found: boolean }[]
    >`SELECT bool_or(k::text LIKE ${`%${key}%`}) AS found FROM api_keys k`;
    expect(stored[0]?.found).toBe(false);
  });

  it("asked for again with the same Idempotency-Key is the same key, which is not kept in plain text either", async () => {
    const { agent, governance } = await setUp();
    const expiresAt = inDays(10);
    const first = await create(governance.token, agent.id, { expiresAt }, { "Idempotency-Key": "one" });
    const again = await create(governance.token, agent.id, { expiresAt }, { "Idempotency-Key": "one" });
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(again.json).toEqual(first.json);
    expect(await db().apiKey.count({ where: { agentId: agent.id } })).toBe(2);
    const stored = await db().idempotencyKey.findFirstOrThrow({ where: { key: "one" } });
    expect(stored.body).not.toContain(String(first.json["key"]));
    expect(stored.body).not.toContain("sbx_");
  });

  it("moves the epoch and has exactly one audit entry", async () => {
    const { world, agent, governance } = await setUp();
    const before = await epochOf(world.workspaceId);
    const { json } = await create(governance.token, agent.id);
    expect(await epochOf(world.workspaceId)).toBe(before + 1n);
    expect((await entriesOf(String(json["id"]))).map((e) => e.event)).toEqual(["key.created"]);
  });

  it.each([
    ["in the past", { expiresAt: inDays(-1) }],
    ["401 days away", { expiresAt: inDays(401) }],
    ["missing", { expiresAt: undefined }],
    ["no date", { expiresAt: "2027-02-31T00:00:00Z" }],
  ])("with an expiry that is %s is refused with 400 at expiresAt", async (_, body) => {
    const { agent, governance } = await setUp();
    const { status, json } = await create(governance.token, agent.id, body);
    expect(status).toBe(400);
    expect((json["errors"] as { path: string }[]).map((e) => e.path)).toEqual(["expiresAt"]);
  });

  it.each([
    ["no scope", []],
    ["an unknown scope", ["root"]],
  ])("with %s is refused with 400", async (_, scopes) => {
    const { agent, governance } = await setUp();
    expect((await create(governance.token, agent.id, { scopes })).status).toBe(400);
  });

  it("is refused for a retired agent, to a viewer, and to a stranger", async () => {
    const { world, agent, governance, viewer } = await setUp();
    const retired = await world.agent({ status: "retired" });
    const stranger = await (await makeWorld()).person("admin");
    expect((await create(governance.token, retired.id)).json).toMatchObject({ status: 409, code: "agent_retired" });
    expect((await create(viewer.token, agent.id)).status).toBe(403);
    expect((await create(stranger.token, agent.id)).status).toBe(404);
  });

  it("without the scope of a route is refused there with 403", async () => {
    const { agent, governance } = await setUp();
    const { json } = await create(governance.token, agent.id, { scopes: ["actions:read"] });
    expect((await asks(String(json["key"]))).json).toMatchObject({ status: 403, code: "missing_scope" });
  });
});

describe("a key that is no longer good", () => {
  it("is refused on the very next request after it was revoked, at the gate too, and so is the token of its run", async () => {
    const { agent, governance } = await setUp();
    const run = await call(runsRoute.POST, { token: agent.key, body: { task: "close the books" } });
    const runToken = String(run.json["token"]);
    expect((await asks(agent.key)).json).toMatchObject({ status: "approved" });
    expect((await asks(runToken)).json).toMatchObject({ status: "approved" });
    expect((await revoke(governance.token, agent.id, agent.keyId)).status).toBe(204);
    for (const token of [agent.key, runToken]) {
      expect((await asks(token)).json).toMatchObject({ status: 401, code: "key_revoked" });
      expect((await reads(token)).json).toMatchObject({ status: 401, code: "key_revoked" });
    }
  });

  it("is refused when it has expired, at the gate too, though it was used before", async () => {
    const { agent } = await setUp();
    expect((await asks(agent.key)).json).toMatchObject({ status: "approved" });
    await db().apiKey.update({ where: { id: agent.keyId }, data: { expiresAt: new Date(Date.now() - 1) } });
    expect((await reads(agent.key)).json).toMatchObject({ status: 401, code: "key_expired" });
    expect((await asks(agent.key)).json).toMatchObject({ status: 401, code: "key_expired" });
  });

  it.each([
    ["mistyped", (key: string) => key.slice(0, -1) + (key.endsWith("0") ? "1" : "0")],
    ["cut off", (key: string) => key.slice(0, -4)],
    ["of another prefix", (key: string) => key.replace("sbx_", "sk_")],
    ["never issued", () => "sbx_000000000000000000000000000000000000"],
  ])("is refused with 401 when it is %s", async (_, change) => {
    const { agent } = await setUp();
    expect((await reads(change(agent.key))).status).toBe(401);
  });

  it("of another workspace sees nothing of this one", async () => {
    const { agent } = await setUp();
    const { json } = await asks(agent.key);
    const other = await (await makeWorld()).agent();
    const items = (await reads(other.key)).json["items"] as unknown[];
    expect(items).toEqual([]);
    expect(json["status"]).toBe("approved");
  });
});

describe("revoking", () => {
  it("again is no error, and is recorded once", async () => {
    const { world, agent, governance } = await setUp();
    await revoke(governance.token, agent.id, agent.keyId);
    const epoch = await epochOf(world.workspaceId);
    expect((await revoke(governance.token, agent.id, agent.keyId)).status).toBe(204);
    expect(await epochOf(world.workspaceId)).toBe(epoch);
    expect((await entriesOf(agent.keyId)).map((e) => e.event)).toEqual(["key.revoked"]);
  });

  it("an unknown key, another agent's or another workspace's is 404", async () => {
    const { world, agent, governance } = await setUp();
    const other = await world.agent();
    const foreign = await (await makeWorld()).agent();
    expect((await revoke(governance.token, agent.id, "key_unknown")).status).toBe(404);
    expect((await revoke(governance.token, agent.id, other.keyId)).status).toBe(404);
    expect((await revoke(governance.token, foreign.id, foreign.keyId)).status).toBe(404);
    expect((await reads(foreign.key)).status).toBe(200);
  });
});

describe("rotating", () => {
  it("gives a key with the same scopes; the old one works until the overlap is over", async () => {
    const { agent, governance } = await setUp();
    const { status, json } = await rotate(governance.token, agent.id, agent.keyId, { overlapSeconds: 600 });
    expect(status).toBe(201);
    const successor = await db().apiKey.findUniqueOrThrow({ where: { id: String(json["id"]) } });
    const old = await db().apiKey.findUniqueOrThrow({ where: { id: agent.keyId } });
    expect(successor).toMatchObject({ rotatedFromId: agent.keyId, scopes: old.scopes, name: old.name });
    expect((await asks(String(json["key"]))).json).toMatchObject({ status: "approved" });
    expect((await asks(agent.key)).json).toMatchObject({ status: "approved" });
    const left = old.expiresAt.getTime() - Date.now();
    expect(left).toBeGreaterThan(590_000);
    expect(left).toBeLessThanOrEqual(600_000);
    expect((await entriesOf(successor.id)).map((e) => e.event)).toEqual(["key.rotated"]);
  });

  it("without overlap ends the old key at once, though the gate remembered it", async () => {
    const { agent, governance } = await setUp();
    await asks(agent.key);
    await rotate(governance.token, agent.id, agent.keyId, { overlapSeconds: 0 });
    expect((await asks(agent.key)).json).toMatchObject({ status: 401, code: "key_expired" });
  });

  it("never lengthens the old key's life", async () => {
    const { agent, governance } = await setUp();
    const soon = new Date(Date.now() + 60_000);
    await db().apiKey.update({ where: { id: agent.keyId }, data: { expiresAt: soon } });
    await rotate(governance.token, agent.id, agent.keyId, { overlapSeconds: 3_600 });
    expect((await db().apiKey.findUniqueOrThrow({ where: { id: agent.keyId } })).expiresAt).toEqual(soon);
  });

  it("twice, even at once, makes one successor", async () => {
    const { agent, governance } = await setUp();
    const answers = await Promise.all([1, 2, 3].map(() => rotate(governance.token, agent.id, agent.keyId)));
    expect(answers.map((a) => a.status).sort()).toEqual([201, 409, 409]);
    expect(await db().apiKey.count({ where: { rotatedFromId: agent.keyId } })).toBe(1);
  });

  it("a revoked key is refused with 409", async () => {
    const { agent, governance } = await setUp();
    await revoke(governance.token, agent.id, agent.keyId);
    expect((await rotate(governance.token, agent.id, agent.keyId)).json).toMatchObject({
      status: 409,
      code: "key_not_active",
    });
  });
});
