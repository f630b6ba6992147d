import { describe, expect, it } from "vitest";
import * as decisionRoute from "@/app/api/v1/actions/[id]/decisions/route";
import * as executionsRoute from "@/app/api/v1/actions/[id]/executions/route";
import * as outcomeRoute from "@/app/api/v1/actions/[id]/outcome/route";
import * as batchRoute from "@/app/api/v1/actions/batch/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import * as endRoute from "@/app/api/v1/runs/[id]/end/route";
import * as runRoute from "@/app/api/v1/runs/[id]/route";
import * as runsRoute from "@/app/api/v1/runs/route";
import { isWellFormed } from "@/lib/platform/credentials/token-format";
import { db } from "@/lib/platform/db/client";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";

async function setUp() {
  const world = await makeWorld();
  await world.actionType("pay");
  return { world, agent: await world.agent(), viewer: await world.person("viewer") };
}

const start = (token: string, body: Record<string, unknown> = {}, headers: Record<string, string> = {}) =>
  call(runsRoute.POST, { token, path: "/api/v1/runs", body: { task: "close the books", ...body }, headers });
const end = (token: string, id: unknown, body?: unknown) =>
  call(endRoute.POST, { token, method: "POST", params: { id: String(id) }, ...(body === undefined ? {} : { body }) });
const read = (token: string, id: unknown) => call(runRoute.GET, { token, params: { id: String(id) } });
const asks = (token: string, body: Record<string, unknown> = {}) =>
  call(actionsRoute.POST, { token, body: { action: "pay", parameters: {}, confidence: 1, ...body } });
const entriesOf = (subjectId: unknown) =>
  db().auditStaged.findMany({ where: { subjectId: String(subjectId) }, orderBy: { id: "asc" } });
const epochOf = async (id: string) => (await db().workspace.findUniqueOrThrow({ where: { id } })).epoch;

describe("starting a run", () => {
  it("gives a token once, of which only a hash is kept, and one audit entry; the controls stay as they are", async () => {
    const { world, agent, viewer } = await setUp();
    const epoch = await epochOf(world.workspaceId);
    const { status, json } = await start(agent.key);
    const token = String(json["token"]);
    expect(status).toBe(201);
    expect(isWellFormed(token, "sbr")).toBe(true);
    expect(json).toMatchObject({ agentId: agent.id, status: "active", parentRunId: null, result: null });
    expect(Date.parse(String(json["expiresAt"])) - Date.parse(String(json["startedAt"]))).toBe(3_600_000);
    expect((await read(viewer.token, json["id"])).text).not.toContain(token);
    expect((await entriesOf(json["id"])).map((e) => e.event)).toEqual(["run.started"]);
    expect(await epochOf(world.workspaceId)).toBe(epoch);
  });

  it("again with the same Idempotency-Key is the same run and token, not kept in plain text", async () => {
    const { agent } = await setUp();
    const first = await start(agent.key, {}, { "Idempotency-Key": "once" });
    const again = await start(agent.key, {}, { "Idempotency-Key": "once" });
    expect(again.json).toEqual(first.json);
    expect((await db().idempotencyKey.findFirstOrThrow({ where: { callerId: agent.keyId } })).body).not.toContain(
      "sbr_",
    );
  });

  it("lets the token ask, and marks what it asks with the run", async () => {
    const { agent } = await setUp();
    const { json } = await start(agent.key);
    expect((await asks(String(json["token"]))).json).toMatchObject({
      status: "approved",
      runId: json["id"],
      agentId: agent.id,
    });
  });

  it("under a parent takes an active run of any agent of the workspace; with a run's token that run is the parent", async () => {
    const { world, agent } = await setUp();
    const other = await world.agent();
    const parent = (await start(agent.key)).json;
    expect((await start(other.key, { parentRunId: parent["id"] })).json).toMatchObject({ parentRunId: parent["id"] });
    expect((await start(String(parent["token"]))).json).toMatchObject({ parentRunId: parent["id"] });
  });

  it("under a parent that ended, ran out, or is another workspace's is refused with 422", async () => {
    const { agent } = await setUp();
    const ended = (await start(agent.key)).json;
    await end(agent.key, ended["id"]);
    const expired = (await start(agent.key)).json;
    await db().run.update({ where: { id: String(expired["id"]) }, data: { expiresAt: new Date(Date.now() - 1) } });
    const foreign = (await start((await (await makeWorld()).agent()).key)).json;
    for (const parent of [ended, expired, foreign]) {
      expect((await start(agent.key, { parentRunId: parent["id"] })).json).toMatchObject({
        status: 422,
        code: "parent_run_not_active",
      });
    }
    expect(await db().run.count({ where: { agentId: agent.id } })).toBe(2);
  });

  it.each([
    ["4 seconds", 4],
    ["more than a day", 86_401],
    ["half a second", 7.5],
  ])("for %s is refused with 400", async (_, ttlSeconds) => {
    const { agent } = await setUp();
    expect((await start(agent.key, { ttlSeconds })).json).toMatchObject({
      status: 400,
      errors: [{ path: "ttlSeconds" }],
    });
  });

  it("without the scope is refused with 403, and by a person too", async () => {
    const { world } = await setUp();
    const reader = await world.agent({ scopes: ["actions:read"] });
    expect((await start(reader.key)).json).toMatchObject({ status: 403, code: "missing_scope" });
    expect((await start((await world.person("admin")).token)).status).toBe(403);
  });
});

describe("ending a run", () => {
  it("kills its token at once, at the gate too, and refuses its actions by the agent's key", async () => {
    const { agent } = await setUp();
    const { id, token } = (await start(agent.key)).json;
    expect((await asks(String(token))).status).toBe(201);
    const { status, json } = await end(String(token), id, { result: "succeeded" });
    expect(status).toBe(200);
    expect(json).toMatchObject({ status: "ended", result: "succeeded" });
    expect((await asks(String(token))).json).toMatchObject({ status: 401, code: "run_ended" });
    expect((await read(String(token), id)).json).toMatchObject({ status: 401, code: "run_ended" });
    expect((await asks(agent.key, { runId: id })).json).toMatchObject({ status: 422, code: "run_not_active" });
    expect((await entriesOf(id)).map((e) => e.event)).toEqual(["run.started", "run.ended"]);
  });

  it("makes problems of its actions in a batch, and of no others; with its own token the whole batch is 401", async () => {
    const { world, agent } = await setUp();
    const active = (await start(agent.key)).json;
    const ended = (await start(agent.key)).json;
    const expired = (await start(agent.key)).json;
    const others = (await start((await world.agent()).key)).json;
    const batch = (token: string, runIds: unknown[]) =>
      call(batchRoute.POST, {
        token,
        path: "/api/v1/actions/batch",
        headers: { "Idempotency-Key": `for ${runIds.length}` },
        body: {
          actions: runIds.map((runId) => ({
            action: "pay",
            parameters: {},
            confidence: 1,
            ...(runId === undefined ? {} : { runId }),
          })),
        },
      });
    expect((await batch(String(ended["token"]), [undefined])).status).toBe(200);
    await end(agent.key, ended["id"]);
    await db().run.update({ where: { id: String(expired["id"]) }, data: { expiresAt: new Date(Date.now() - 1) } });

    const runIds = [ended["id"], active["id"], expired["id"], undefined, others["id"], "run_unheard_of", ended["id"]];
    const { status, json, text } = await batch(agent.key, runIds);
    const refused = { status: 422, code: "run_not_active", errors: [{ path: "runId" }] };
    expect(status).toBe(200);
    expect(json["items"]).toMatchObject([
      refused,
      { status: "approved", runId: active["id"] },
      refused,
      { status: "approved", runId: null },
      refused,
      refused,
      refused,
    ]);
    expect((await batch(agent.key, runIds)).text, "the first answer again").toBe(text);
    expect(await db().action.count({ where: { workspaceId: world.workspaceId } })).toBe(3);
    expect((await batch(String(ended["token"]), [undefined, undefined])).json).toMatchObject({
      status: 401,
      code: "run_ended",
    });
  });

  it("needs no body", async () => {
    const { agent } = await setUp();
    const { id } = (await start(agent.key)).json;
    expect((await end(agent.key, id)).json).toMatchObject({ status: "ended", result: null });
  });

  it("twice is refused with 409, even at once, and recorded once", async () => {
    const { agent } = await setUp();
    const { id } = (await start(agent.key)).json;
    const answers = await Promise.all([end(agent.key, id), end(agent.key, id), end(agent.key, id)]);
    expect(answers.map((a) => a.status).sort()).toEqual([200, 409, 409]);
    expect(await entriesOf(id)).toHaveLength(2);
  });

  it("of another run by a run's token is 403; of another agent or workspace is 404", async () => {
    const { world, agent } = await setUp();
    const mine = (await start(agent.key)).json;
    const sibling = (await start(agent.key)).json;
    const other = await world.agent();
    const foreign = await (await makeWorld()).agent();
    expect((await end(String(sibling["token"]), mine["id"])).json).toMatchObject({ status: 403, code: "other_run" });
    expect((await end(other.key, mine["id"])).status).toBe(404);
    expect((await end(foreign.key, mine["id"])).status).toBe(404);
  });

  it("by time alone refuses the token and shows the run as expired", async () => {
    const { agent, viewer } = await setUp();
    const { id, token } = (await start(agent.key)).json;
    expect((await asks(String(token))).status).toBe(201);
    await db().run.update({ where: { id: String(id) }, data: { expiresAt: new Date(Date.now() - 1) } });
    expect((await read(String(token), id)).json).toMatchObject({ status: 401, code: "run_expired" });
    expect((await asks(String(token))).status).toBe(401);
    expect((await read(viewer.token, id)).json).toMatchObject({ status: "expired", endedAt: null });
  });
});

describe("reading runs", () => {
  it("says who decided each of its actions, by id and name", async () => {
    const { world, agent, viewer } = await setUp();
    const supervisor = await world.person("supervisor");
    const run = (await start(agent.key)).json;
    await asks(String(run["token"]));
    const held = (await asks(String(run["token"]), { action: "unheard_of" })).json;
    await asks(String(run["token"]), { action: "unheard_of" });
    const body = { decision: "reject", seenDigest: held["digest"], reason: { text: "not now" } };
    expect(
      (await call(decisionRoute.POST, { token: supervisor.token, params: { id: String(held["id"]) }, body })).status,
    ).toBe(200);
    expect((await read(viewer.token, run["id"])).json["steps"]).toMatchObject([
      { decidedBy: { type: "policy" } },
      { decidedBy: { type: "person", id: supervisor.id, name: supervisor.name } },
      { decidedBy: null },
    ]);
  });

  it("counts the actions that failed or never reported, whatever the agent says of the run", async () => {
    const { agent, viewer } = await setUp();
    const run = (await start(agent.key)).json;
    for (const outcome of ["failed", "succeeded"]) {
      const asked = (await asks(String(run["token"]))).json;
      const params = { id: String(asked["id"]) };
      expect(
        (await call(executionsRoute.POST, { token: agent.key, params, body: { digest: asked["digest"] } })).status,
      ).toBe(200);
      expect((await call(outcomeRoute.POST, { token: agent.key, params, body: { status: outcome } })).status).toBe(200);
    }
    const silent = (await asks(String(run["token"]))).json;
    await db().action.update({ where: { id: String(silent["id"]) }, data: { executionStatus: "lost" } });
    await end(agent.key, run["id"], { result: "succeeded" });
    expect((await read(viewer.token, run["id"])).json).toMatchObject({
      result: "succeeded",
      actions: { approved: 3, failed: 2, pending: 0 },
    });
  });

  it("shows a run's actions in order, its counts, parent and children", async () => {
    const { agent, viewer } = await setUp();
    const parent = (await start(agent.key)).json;
    const run = (await start(agent.key, { parentRunId: parent["id"], context: { ticket: 7 } })).json;
    const child = (await start(agent.key, { parentRunId: run["id"] })).json;
    const first = (await asks(String(run["token"]))).json;
    const second = (await asks(String(run["token"]), { action: "unheard_of" })).json;
    const { json } = await read(viewer.token, run["id"]);
    expect((json["steps"] as { id: string }[]).map((s) => s.id)).toEqual([first["id"], second["id"]]);
    expect(json).toMatchObject({
      actions: { approved: 1, pending: 1, denied: 0 },
      parent: { id: parent["id"] },
      children: [{ id: child["id"] }],
      context: { ticket: 7 },
      stopped: false,
    });
  });

  it("shows an agent its own runs only, a person all of the workspace, a stranger none", async () => {
    const { world, agent, viewer } = await setUp();
    const other = await world.agent();
    const mine = (await start(agent.key)).json;
    const theirs = (await start(other.key, { task: "answer customers" })).json;
    const stranger = await (await makeWorld()).person("admin");
    const ids = async (token: string, query = "") =>
      ((await call(runsRoute.GET, { token, path: `/api/v1/runs${query}` })).json["items"] as { id: string }[]).map(
        (r) => r.id,
      );
    expect(await ids(agent.key)).toEqual([mine["id"]]);
    expect(await ids(viewer.token)).toEqual([theirs["id"], mine["id"]]);
    expect(await ids(viewer.token, "?q=customers")).toEqual([theirs["id"]]);
    expect(await ids(viewer.token, `?agentId=${agent.id}`)).toEqual([mine["id"]]);
    expect(await ids(viewer.token, "?status=ended")).toEqual([]);
    expect(await ids(stranger.token)).toEqual([]);
    expect((await read(agent.key, theirs["id"])).status).toBe(404);
    expect((await read(stranger.token, mine["id"])).status).toBe(404);
  });

  it("pages through every run once, newest first", async () => {
    const { agent, viewer } = await setUp();
    for (let i = 0; i < 5; i++) await start(agent.key, { task: `task ${i}` });
    const page = async (cursor?: string) =>
      (
        await call(runsRoute.GET, {
          token: viewer.token,
          path: `/api/v1/runs?limit=2${cursor ? `&cursor=${cursor}` : ""}`,
        })
      ).json as { items: { task: string }[]; nextCursor: string | null };
    const tasks: string[] = [];
    let cursor: string | null | undefined;
    do {
      const { items, nextCursor } = await page(cursor ?? undefined);
      tasks.push(...items.map((r) => r.task));
      cursor = nextCursor;
    } while (cursor);
    expect(tasks).toEqual([4, 3, 2, 1, 0].map((i) => `task ${i}`));
  });
});
