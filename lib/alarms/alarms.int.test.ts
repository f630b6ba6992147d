import { describe, expect, it } from "vitest";
import * as actionsRoute from "@/app/api/v1/actions/route";
import * as acknowledgeRoute from "@/app/api/v1/alarms/[id]/acknowledge/route";
import * as alarmsRoute from "@/app/api/v1/alarms/route";
import { db } from "@/lib/platform/db/client";
import { newId } from "@/lib/platform/ids";
import { roles } from "@/lib/platform/permissions.rules";
import { call } from "@/lib/testing/call";
import { makeWorld, type World } from "@/lib/testing/world";
import { raiseAlarm } from "./alarm.service";

async function setUp() {
  const world = await makeWorld({ maxPendingPerAgent: 2 });
  await world.actionType("wire", { zone: "red" });
  const agent = await world.agent({ name: "runaway" });
  return { world, agent, supervisor: await world.person("supervisor") };
}

const ask = async (key: string) =>
  (await call(actionsRoute.POST, { token: key, body: { action: "wire", parameters: {}, confidence: 1 } })).json;
const flood = (key: string, n: number) => Promise.all(Array.from({ length: n }, () => ask(key)));
const list = async (token: string, acknowledged?: "true" | "false") =>
  (await call(alarmsRoute.GET, { token, path: `/api/v1/alarms${acknowledged ? `?acknowledged=${acknowledged}` : ""}` }))
    .json["items"] as Record<string, unknown>[];
const acknowledge = (token: string, id: unknown) =>
  call(acknowledgeRoute.POST, { token, method: "POST", params: { id: String(id) } });
const entries = (event: string, subjectId: string) => db().auditStaged.findMany({ where: { event, subjectId } });

describe("the alarm about a flood", () => {
  it("is raised once, however many questions are denied at the same moment and after, with one entry", async () => {
    const { agent, supervisor } = await setUp();
    await flood(agent.key, 12);
    await flood(agent.key, 3);
    expect(await list(supervisor.token)).toEqual([
      expect.objectContaining({
        kind: "too_many_pending",
        subject: { type: "agent", id: agent.id },
        detail:
          "No more than 2 actions of runaway may wait for people, and it asks for more. What is beyond that is denied.",
        acknowledged: null,
      }),
    ]);
    const raised = await entries("alarm.raised", agent.id);
    expect(raised).toHaveLength(1);
    expect(JSON.parse(Buffer.from(raised[0]?.leaf ?? []).toString("utf8"))).toMatchObject({
      actor: { type: "system" },
      facts: { alarm: "too_many_pending", bound: 2, of: "agent" },
    });
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
    const answers = await Promise.all([
      acknowledge(supervisor.token, alarm?.["id"]),
      acknowledge(colleague.token, alarm?.["id"]),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers[0]?.json["acknowledged"]).toEqual(answers[1]?.json["acknowledged"]);
    expect(await entries("alarm.acknowledged", agent.id)).toHaveLength(1);
    await flood(agent.key, 3);
    expect(await list(supervisor.token, "false")).toEqual([]);
    expect(await list(supervisor.token, "true")).toMatchObject([
      { id: alarm?.["id"], acknowledged: { by: { id: expect.stringMatching(/^per_/u) as unknown } } },
    ]);
  });

  it("is raised again by a flood that comes after a quiet quarter of an hour", async () => {
    const { agent, supervisor } = await setUp();
    await flood(agent.key, 3);
    const [alarm] = await list(supervisor.token);
    await acknowledge(supervisor.token, alarm?.["id"]);
    await db().alarm.update({
      where: { id: String(alarm?.["id"]) },
      data: { metAt: new Date(Date.now() - 16 * 60_000) },
    });
    await flood(agent.key, 3);
    expect(await list(supervisor.token, "false")).toHaveLength(1);
    expect(await entries("alarm.raised", agent.id)).toHaveLength(2);
  });
});

/** An agent under another. */
async function under(world: World, parent: { id: string }, name: string): Promise<{ id: string; key: string }> {
  const agent = await world.agent({ name });
  const { ancestorIds } = await db().agent.findUniqueOrThrow({ where: { id: parent.id } });
  await db().agent.update({
    where: { id: agent.id },
    data: { parentAgentId: parent.id, ancestorIds: [...ancestorIds, parent.id] },
  });
  return agent;
}

describe("the alarm about a family's flood", () => {
  it("is one, of the topmost agent, however many agents under it ask and however deep they stand", async () => {
    const { world, agent, supervisor } = await setUp();
    const child = await under(world, agent, "child");
    const grandchildren = await Promise.all([under(world, child, "grandchild 1"), under(world, child, "grandchild 2")]);
    const { key } = grandchildren[0] as { key: string };
    await flood(key, 3);
    await Promise.all([child, ...grandchildren, agent].map((one) => flood(one.key, 4)));
    expect(await list(supervisor.token)).toEqual([
      expect.objectContaining({
        subject: { type: "agent", id: agent.id },
        detail:
          "No more than 2 actions of grandchild 1, an agent under runaway, may wait for people, and it asks for more. What is beyond that is denied.",
      }),
    ]);
    expect(await entries("alarm.raised", agent.id)).toHaveLength(1);
  });

  it("says so where it is the family's bound that is met, and its questions are listed by the topmost agent", async () => {
    const { world, agent, supervisor } = await setUp();
    const children = await Promise.all(Array.from({ length: 5 }, (_, n) => under(world, agent, `child ${n}`)));
    await world.agent();
    for (const { key } of children.slice(0, 4)) await flood(key, 2);
    await flood(children[4]?.key ?? "", 1);
    expect((await list(supervisor.token)).map(({ detail }) => detail)).toEqual([
      "No more than 8 actions of runaway and the agents under it may wait for people, and they ask for more. What is beyond that is denied.",
    ]);
    const listed = async (filter: string) =>
      (
        (await call(actionsRoute.GET, { token: supervisor.token, path: `/api/v1/actions?status=pending&${filter}` }))
          .json["items"] as unknown[]
      ).length;
    expect(await listed(`agentFamily=${agent.id}`)).toBe(8);
    expect(await listed(`agentFamily=${children[0]?.id ?? ""}`)).toBe(2);
    expect(await listed(`agentId=${agent.id}`)).toBe(0);
  });
});

it("a decision that contradicts the log stands before any number of floods, older or newer, and all are counted", async () => {
  const { world, supervisor } = await setUp();
  const floodOf = () =>
    raiseAlarm({
      workspaceId: world.workspaceId,
      kind: "too_many_pending",
      subject: { type: "agent", id: newId("agent") },
      detail: () => "A flood.",
      facts: {},
    });
  const tampered = newId("action");
  for (let n = 0; n < 30; n++) await floodOf();
  await raiseAlarm({
    workspaceId: world.workspaceId,
    kind: "decision_contradicts_log",
    subject: { type: "action", id: tampered },
    detail: () => "What was decided is not what the log says.",
    facts: {},
  });
  for (let n = 0; n < 30; n++) await floodOf();
  const page = async (query: string) =>
    (await call(alarmsRoute.GET, { token: supervisor.token, path: `/api/v1/alarms?${query}` })).json as {
      items: { id: string; kind: string; subject: { id: string } }[];
      nextCursor: string;
      standing: number;
    };
  const first = await page("acknowledged=false&limit=1");
  expect(first).toMatchObject({
    items: [{ kind: "decision_contradicts_log", subject: { id: tampered } }],
    standing: 61,
  });
  // The cursor goes on from the gravest to the others, and leaves none out.
  const others = await page(`acknowledged=false&limit=100&cursor=${first.nextCursor}`);
  expect(new Set(others.items.map(({ id }) => id)).size).toBe(60);
  await acknowledge(supervisor.token, first.items[0]?.id);
  expect(await page("acknowledged=false&limit=1")).toMatchObject({
    items: [{ kind: "too_many_pending" }],
    standing: 60,
  });
});

describe("alarms", () => {
  it("are for those on duty, of their own workspace", async () => {
    const { world, agent } = await setUp();
    await flood(agent.key, 3);
    const answers = await Promise.all(
      roles.map(async (role) => [
        role,
        (await call(alarmsRoute.GET, { token: (await world.person(role)).token })).status,
      ]),
    );
    expect(Object.fromEntries(answers)).toEqual({
      admin: 200,
      supervisor: 200,
      governance: 200,
      reliability: 200,
      context: 403,
      finops: 403,
      annotator: 403,
      viewer: 403,
    });
    const stranger = await (await makeWorld()).person("admin");
    const alarm = await db().alarm.findFirstOrThrow({ where: { workspaceId: world.workspaceId } });
    expect(await list(stranger.token)).toEqual([]);
    expect((await acknowledge(stranger.token, alarm.id)).status).toBe(404);
    const after = await db().alarm.findUniqueOrThrow({ where: { id: alarm.id } });
    expect(after.acknowledgedAt, "and it is no less an alarm").toBeNull();
    expect((await acknowledge((await world.person("viewer")).token, alarm.id)).status).toBe(403);
  });

  it("are listed page by page, newest first", async () => {
    const { world, supervisor } = await setUp();
    const agents = await Promise.all([world.agent(), world.agent(), world.agent()]);
    for (const { key } of agents) await flood(key, 3);
    const page = async (cursor: string | null = null) =>
      (
        await call(alarmsRoute.GET, {
          token: supervisor.token,
          path: `/api/v1/alarms?limit=2${cursor === null ? "" : `&cursor=${cursor}`}`,
        })
      ).json as { items: { subject: { id: string } }[]; nextCursor: string | null };
    const first = await page();
    const second = await page(first.nextCursor);
    expect([...first.items, ...second.items].map(({ subject }) => subject.id)).toEqual(
      agents.map(({ id }) => id).toReversed(),
    );
    expect(second.nextCursor).toBeNull();
  });
});
