import { describe, expect, it } from "vitest";
import * as actionsRoute from "@/app/api/v1/actions/route";
import * as acknowledgeRoute from "@/app/api/v1/alarms/[id]/acknowledge/route";
import * as alarmsRoute from "@/app/api/v1/alarms/route";
import { db } from "@/lib/platform/db/client";
import { roles } from "@/lib/people/permissions.rules";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";

async function setUp() {
  const world = await makeWorld({ maxPendingPerAgent: 2 });
  await world.actionType("wire", { zone: "red" });
  const agent = await world.agent({ name: "runaway" });
  return { world, agent, supervisor: await world.person("supervisor") };
}

const ask = async (key: string) => (await call(actionsRoute.POST, { token: key, body: { action: "wire", parameters: {}, confidence: 1 } })).json;
const flood = (key: string, n: number) => Promise.all(Array.from({ length: n }, () => ask(key)));
const list = async (token: string, acknowledged?: "true" | "false") =>
  (await call(alarmsRoute.GET, { token, path: `/api/v1/alarms${acknowledged ? `?acknowledged=${acknowledged}` : ""}` })).json["items"] as Record<string, unknown>[];
const acknowledge = (token: string, id: unknown) => call(acknowledgeRoute.POST, { token, method: "POST", params: { id: String(id) } });
const entries = (event: string, subjectId: string) => db().auditStaged.findMany({ where: { event, subjectId } });

describe("the alarm about a flood", () => {
  it("is raised once, however many questions are denied at the same moment and after, with one entry", async () => {
    const { agent, supervisor } = await setUp();
    await flood(agent.key, 12);
    await flood(agent.key, 3);
    expect(await list(supervisor.token)).toEqual([
      expect.objectContaining({ kind: "too_many_pending", subject: { type: "agent", id: agent.id }, detail: "2 actions of runaway wait for people, as many as may. What it asks for beyond that is denied.", acknowledged: null }),
    ]);
    const raised = await entries("alarm.raised", agent.id);
    expect(raised).toHaveLength(1);
    expect(JSON.parse(Buffer.from(raised[0]?.leaf ?? []).toString("utf8"))).toMatchObject({ actor: { type: "system" }, facts: { alarm: "too_many_pending", waiting: 2, bound: 2, of: "agent" } });
  });

  it("is not raised by an agent that asks for no more than may wait", async () => {
    const { agent, supervisor } = await setUp();
    await flood(agent.key, 2);
    expect(await list(supervisor.token)).toEqual([]);
  });

  it("is acknowledged once, by whoever says so first, and not raised again while the flood goes on", async () => {
    const { world, agent, supervisor } = await setUp();
    const colleague = await world.person("reliability");
    await flood(agent.key, 3);
    const [alarm] = await list(supervisor.token, "false");
    const answers = await Promise.all([acknowledge(supervisor.token, alarm?.["id"]), acknowledge(colleague.token, alarm?.["id"])]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers[0]?.json["acknowledged"]).toEqual(answers[1]?.json["acknowledged"]);
    expect(await entries("alarm.acknowledged", agent.id)).toHaveLength(1);
    await flood(agent.key, 3);
    expect(await list(supervisor.token, "false")).toEqual([]);
    expect(await list(supervisor.token, "true")).toMatchObject([{ id: alarm?.["id"], acknowledged: { by: { id: expect.stringMatching(/^per_/u) as unknown } } }]);
  });

  it("is raised again by a flood that comes after a quiet quarter of an hour", async () => {
    const { agent, supervisor } = await setUp();
    await flood(agent.key, 3);
    const [alarm] = await list(supervisor.token);
    await acknowledge(supervisor.token, alarm?.["id"]);
    await db().alarm.update({ where: { id: String(alarm?.["id"]) }, data: { metAt: new Date(Date.now() - 16 * 60_000) } });
    await flood(agent.key, 3);
    expect(await list(supervisor.token, "false")).toHaveLength(1);
    expect(await entries("alarm.raised", agent.id)).toHaveLength(2);
  });
});

describe("alarms", () => {
  it("are for those on duty, of their own workspace", async () => {
    const { world, agent } = await setUp();
    await flood(agent.key, 3);
    const answers = await Promise.all(roles.map(async (role) => [role, (await call(alarmsRoute.GET, { token: (await world.person(role)).token })).status]));
    expect(Object.fromEntries(answers)).toEqual({ admin: 200, supervisor: 200, governance: 200, reliability: 200, context: 403, finops: 403, annotator: 403, viewer: 403 });
    const stranger = await (await makeWorld()).person("admin");
    const alarm = await db().alarm.findFirstOrThrow({ where: { workspaceId: world.workspaceId } });
    expect(await list(stranger.token)).toEqual([]);
    expect((await acknowledge(stranger.token, alarm.id)).status).toBe(404);
    expect((await acknowledge((await world.person("viewer")).token, alarm.id)).status).toBe(403);
  });

  it("are listed page by page, newest first", async () => {
    const { world, supervisor } = await setUp();
    const agents = await Promise.all([world.agent(), world.agent(), world.agent()]);
    for (const { key } of agents) await flood(key, 3);
    const page = async (cursor: string | null = null) => (await call(alarmsRoute.GET, { token: supervisor.token, path: `/api/v1/alarms?limit=2${cursor === null ? "" : `&cursor=${cursor}`}` })).json as { items: { subject: { id: string } }[]; nextCursor: string | null };
    const first = await page();
    const second = await page(first.nextCursor);
    expect([...first.items, ...second.items].map(({ subject }) => subject.id)).toEqual(agents.map(({ id }) => id).toReversed());
    expect(second.nextCursor).toBeNull();
  });
});
