import { describe, expect, it } from "vitest";
import * as typeRoute from "@/app/api/v1/action-types/[name]/route";
import * as decisionsRoute from "@/app/api/v1/actions/[id]/decisions/route";
import * as actionRoute from "@/app/api/v1/actions/[id]/route";
import * as asideRoute from "@/app/api/v1/actions/[id]/set-aside/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import * as listRoute from "@/app/api/v1/approvals/set-aside/route";
import * as summaryRoute from "@/app/api/v1/approvals/summary/route";
import { db } from "@/lib/platform/db/client";
import { subscribe, type WorkspaceEvent } from "@/lib/platform/events/bus";
import { newId } from "@/lib/platform/ids";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";
import { maxSetAside } from "./set-aside.rules";

interface Held {
  id: string;
  digest: string;
  expiresAt: string;
}
const because = { reason: { text: "looked at it" } };
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

async function setUp() {
  const world = await makeWorld({ maxPendingPerAgent: 1_000 });
  await world.actionType("wire", { zone: "red", decideWithinSeconds: 86_400 });
  const agent = await world.agent();
  const hold = async () =>
    (await call(actionsRoute.POST, { token: agent.key, body: { action: "wire", parameters: {} } }))
      .json as unknown as Held;
  return {
    world,
    agent,
    hold,
    admin: await world.person("admin"),
    supervisor: await world.person("supervisor"),
    colleague: await world.person("supervisor"),
  };
}
const put = (token: string, { id }: { id: string }, until: string) =>
  call(asideRoute.PUT, { token, method: "PUT", params: { id }, body: { until } });
const bringBack = (token: string, { id }: { id: string }) =>
  call(asideRoute.DELETE, { token, method: "DELETE", params: { id } });
const listed = async (token: string, view: "me" | "aside") =>
  (
    (await call(actionsRoute.GET, { token, path: `/api/v1/actions?status=pending&sort=queue&for=${view}` })).json[
      "items"
    ] as Held[]
  ).map(({ id }) => id);
const asides = async (token: string) => (await call(listRoute.GET, { token })).json["items"];
const summary = async (token: string) => (await call(summaryRoute.GET, { token })).json;
const rowsOf = ({ id }: { id: string }) => db().actionSetAside.count({ where: { actionId: id } });

describe("setting aside", () => {
  it("takes it out of what waits for me, and of the counts, until then; for nobody else is anything changed", async () => {
    const { hold, supervisor, colleague, agent } = await setUp();
    const [held, other] = [await hold(), await hold()];
    const before = (await call(actionRoute.GET, { token: agent.key, params: { id: held.id } })).json;
    const entries = await db().auditStaged.count({ where: { subjectId: held.id } });
    const until = inMinutes(15);
    expect((await put(supervisor.token, held, until)).json).toEqual({ actionId: held.id, until, backAt: until });

    expect(await listed(supervisor.token, "me")).toEqual([other.id]);
    expect(await listed(supervisor.token, "aside")).toEqual([held.id]);
    expect(await asides(supervisor.token)).toEqual([{ actionId: held.id, until, backAt: until }]);
    expect(await summary(supervisor.token)).toMatchObject({ waiting: 2, forMe: 1, setAside: 1, nextBackAt: until });

    expect((await listed(colleague.token, "me")).sort()).toEqual([held.id, other.id].sort());
    expect(await asides(colleague.token)).toEqual([]);
    expect(await summary(colleague.token)).toMatchObject({ forMe: 2, setAside: 0, nextBackAt: null });
    // The agent is told nothing, the log neither: it is nobody's act on the action.
    expect((await call(actionRoute.GET, { token: agent.key, params: { id: held.id } })).json).toEqual(before);
    expect(await db().auditStaged.count({ where: { subjectId: held.id } })).toBe(entries);

    // It can be decided all the same, by them and by others.
    expect(
      (
        await call(decisionsRoute.POST, {
          token: supervisor.token,
          params: { id: held.id },
          body: { decision: "approve", seenDigest: held.digest, ...because },
        })
      ).status,
    ).toBe(200);
    expect(await asides(supervisor.token)).toEqual([]);
    expect(await summary(supervisor.token)).toMatchObject({ setAside: 0, nextBackAt: null });
  });

  it("ends by itself at its time, and before that in the action's last minute", async () => {
    const { hold, supervisor } = await setUp();
    const [first, second] = [await hold(), await hold()];
    await put(supervisor.token, first, inMinutes(60));
    expect((await put(supervisor.token, second, inMinutes(60))).status).toBe(200);
    expect(await listed(supervisor.token, "me")).toEqual([]);
    await db().actionSetAside.updateMany({ where: { actionId: first.id }, data: { until: new Date(Date.now() - 1) } });
    expect(await listed(supervisor.token, "me")).toEqual([first.id]);
    const expiresAt = new Date(Date.now() + 59_000);
    await db().action.update({ where: { id: second.id }, data: { expiresAt } });
    expect((await listed(supervisor.token, "me")).sort()).toEqual([first.id, second.id].sort());
    expect(await asides(supervisor.token)).toEqual([]);
    expect(await summary(supervisor.token)).toMatchObject({ forMe: 2, setAside: 0, nextBackAt: null });
  });

  it("says when it comes back: in the last minute, where its time ends soon after", async () => {
    const { hold, supervisor } = await setUp();
    const held = await hold();
    const { json } = await put(supervisor.token, held, held.expiresAt);
    expect(json).toMatchObject({
      until: held.expiresAt,
      backAt: new Date(Date.parse(held.expiresAt) - 60_000).toISOString(),
    });
  });

  it("again changes the time; bringing back takes it back, and is no fault where nothing was set aside", async () => {
    const { hold, supervisor } = await setUp();
    const held = await hold();
    await put(supervisor.token, held, inMinutes(15));
    const later = inMinutes(60);
    expect((await put(supervisor.token, held, later)).status).toBe(200);
    expect(await asides(supervisor.token)).toMatchObject([{ until: later }]);
    for (const time of ["once", "twice"]) expect((await bringBack(supervisor.token, held)).status, time).toBe(204);
    expect(await listed(supervisor.token, "me")).toEqual([held.id]);
  });

  it.each([
    ["the past", () => inMinutes(-1)],
    ["more than a week", () => inMinutes(7 * 24 * 60 + 1)],
    ["past its time to decide", () => inMinutes(24 * 60 + 1)],
  ])("until %s is refused, naming the field", async (_, until) => {
    const { hold, supervisor } = await setUp();
    const held = await hold();
    if (_ === "more than a week")
      await db().action.update({ where: { id: held.id }, data: { expiresAt: new Date(Date.now() + 30 * 86_400_000) } });
    expect((await put(supervisor.token, held, until())).json).toMatchObject({
      status: 422,
      code: "until_out_of_range",
      errors: [{ path: "until" }],
    });
    expect(await rowsOf(held)).toBe(0);
  });

  it("is for people who may see the queue, and for what waits in their workspace", async () => {
    const { world, hold, agent, supervisor } = await setUp();
    const held = await hold();
    const stranger = (await setUp()).supervisor;
    expect((await put(stranger.token, held, inMinutes(15))).json).toMatchObject({ status: 404, code: "not_found" });
    expect((await bringBack(stranger.token, held)).json).toMatchObject({ status: 404, code: "not_found" });
    expect((await put(agent.key, held, inMinutes(15))).json).toMatchObject({ status: 403, code: "people_only" });
    // Who decides nothing may keep their view in order, too.
    const viewer = await world.person("viewer");
    expect((await put(viewer.token, held, inMinutes(15))).status).toBe(200);
    expect(await listed(viewer.token, "aside")).toEqual([held.id]);
    await call(decisionsRoute.POST, {
      token: supervisor.token,
      params: { id: held.id },
      body: { decision: "reject", seenDigest: held.digest, ...because },
    });
    expect((await put(supervisor.token, held, inMinutes(15))).json).toMatchObject({
      status: 409,
      code: "already_decided",
    });
  });

  it(`is for ${maxSetAside} actions at most; what is over makes room`, async () => {
    const { world, hold, supervisor } = await setUp();
    const real = (await hold()).id;
    // Nobody may ask for so many at once: the others are copies of it.
    const ids = Array.from({ length: maxSetAside - 1 }, () => newId("action"));
    for (const id of ids) {
      await db()
        .$executeRaw`INSERT INTO actions SELECT (jsonb_populate_record(a, jsonb_build_object('id', ${id}::text))).* FROM actions a WHERE a.id = ${real}`;
    }
    await db().actionSetAside.createMany({
      data: [real, ...ids].map((actionId) => ({
        workspaceId: world.workspaceId,
        personId: supervisor.id,
        actionId,
        until: new Date(inMinutes(30)),
      })),
    });
    const one = await hold();
    expect((await put(supervisor.token, one, inMinutes(15))).json).toMatchObject({
      status: 409,
      code: "too_many_set_aside",
    });
    expect(await rowsOf(one)).toBe(0);
    // One that is set aside already can be given another time.
    expect((await put(supervisor.token, { id: real }, inMinutes(15))).status).toBe(200);
    await db().actionSetAside.updateMany({ where: { actionId: ids[0]! }, data: { until: new Date(Date.now() - 1) } });
    expect((await put(supervisor.token, one, inMinutes(15))).status).toBe(200);
    expect(await rowsOf({ id: ids[0]! }), "what is over is gone").toBe(0);
  });

  it("is told to its person alone", async () => {
    const { world, hold, supervisor } = await setUp();
    const held = await hold();
    const told: WorkspaceEvent[] = [];
    const end = subscribe((event) => {
      if (event.workspaceId === world.workspaceId && event.event.startsWith("set_aside.")) told.push(event);
    });
    await put(supervisor.token, held, inMinutes(15));
    await bringBack(supervisor.token, held);
    end();
    const mine = { event: "set_aside.changed", subjectId: held.id, personId: supervisor.id };
    expect(told).toMatchObject([mine, mine]);
  });
});

describe("what was set aside comes back at once", () => {
  it("to everybody when it is escalated", async () => {
    const { hold, supervisor, colleague } = await setUp();
    const held = await hold();
    for (const { token } of [supervisor, colleague]) await put(token, held, inMinutes(30));
    const escalate = { decision: "escalate", to: { personId: colleague.id }, seenDigest: held.digest, ...because };
    expect(
      (await call(decisionsRoute.POST, { token: supervisor.token, params: { id: held.id }, body: escalate })).status,
    ).toBe(200);
    expect(await listed(colleague.token, "me")).toEqual([held.id]);
    expect(await rowsOf(held)).toBe(0);
  });

  it("when the catalog's entry is changed: its zone may be another now", async () => {
    const { world, hold, admin, supervisor } = await setUp();
    await world.actionType("mail", { zone: "red", decideWithinSeconds: 86_400 });
    const held = await hold();
    await put(supervisor.token, held, inMinutes(30));
    const change = (name: string, body: Record<string, unknown>) =>
      call(typeRoute.PATCH, { token: admin.token, method: "PATCH", params: { name }, body });
    expect((await change("mail", { zone: "yellow" })).status).toBe(200);
    expect(await listed(supervisor.token, "aside"), "another type's entry changes nothing").toEqual([held.id]);
    expect((await change("wire", { zone: "yellow" })).status).toBe(200);
    expect(await listed(supervisor.token, "me")).toEqual([held.id]);
  });

  it("also when both happen at the same moment, without waiting for each other for ever", async () => {
    const { world, hold, supervisor, colleague } = await setUp();
    for (let round = 0; round < 8; round += 1) {
      const held = await hold();
      // One that is over, and that both would take away.
      await db().actionSetAside.create({
        data: {
          workspaceId: world.workspaceId,
          personId: colleague.id,
          actionId: held.id,
          until: new Date(Date.now() - 1),
        },
      });
      const escalate = { decision: "escalate", to: { personId: colleague.id }, seenDigest: held.digest, ...because };
      const answers = await Promise.all([
        put(colleague.token, held, inMinutes(30)),
        call(decisionsRoute.POST, { token: supervisor.token, params: { id: held.id }, body: escalate }),
        put(supervisor.token, held, inMinutes(30)),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      // Whoever was first, it waits for the one person it was escalated to, in one view of theirs and not in both.
      const [mine, aside] = [await listed(colleague.token, "me"), await listed(colleague.token, "aside")];
      expect([mine.includes(held.id), aside.includes(held.id)].filter(Boolean)).toHaveLength(1);
    }
  });
});
