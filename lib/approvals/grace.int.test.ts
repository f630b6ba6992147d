import { describe, expect, it } from "vitest";
import * as cancelRoute from "@/app/api/v1/actions/[id]/cancel/route";
import * as currentRoute from "@/app/api/v1/actions/[id]/decisions/current/route";
import * as historyRoute from "@/app/api/v1/actions/[id]/history/route";
import { db } from "@/lib/platform/db/client";
import { call } from "@/lib/testing/call";
import { because, decide, hold as holdAny, type Held } from "@/lib/testing/held";
import { makeWorld, type World } from "@/lib/testing/world";
import { settleDue } from "./sweep.service";

async function setUp(settings: Parameters<typeof makeWorld>[0] = {}) {
  const world = await makeWorld(settings);
  await world.actionType("wire", {
    zone: "red",
    parametersSchema: { type: "object", properties: { amount: { type: "number", maximum: 100 } } },
  });
  await world.actionType("mail", { zone: "yellow", confidenceThreshold: 0.9 });
  const agent = await world.agent();
  return { world, agent, supervisor: await world.person("supervisor"), colleague: await world.person("supervisor") };
}

const hold = (key: string, action = "wire", extra: Record<string, unknown> = {}) =>
  holdAny(key, { action, parameters: action === "wire" ? { amount: 50 } : {}, ...extra });
const approve = { decision: "approve", ...because };
const pull = (world: World) =>
  db().$transaction([
    db().workspace.update({ where: { id: world.workspaceId }, data: { epoch: { increment: 1 } } }),
    db().stop.create({
      data: {
        id: `stp_${world.slug}`,
        workspaceId: world.workspaceId,
        scopeType: "workspace",
        reason: "test",
        epoch: 2,
        pulledByType: "person",
        pulledById: "p",
        pulledByName: "P",
        pulledAt: new Date(),
      },
    }),
  ]);

describe("the grace period", () => {
  it("an approval outside red settles after it, and the agent waits until then", async () => {
    const { agent, supervisor, colleague } = await setUp({ graceSeconds: 1 });
    const held = await hold(agent.key, "mail");
    const voted = await decide(supervisor.token, held, { decision: "approve" });
    expect(voted.json).toMatchObject({
      status: "pending",
      permit: null,
      settling: { outcome: "approve", by: { id: supervisor.id } },
    });
    expect((await decide(colleague.token, held, { decision: "reject", ...because })).json).toMatchObject({
      code: "already_decided",
    });
    expect((await decide(colleague.token, held, { decision: "approve" })).json, "nor a second approval").toMatchObject({
      code: "already_decided",
    });
    await settleDue();
    expect((await db().action.findUniqueOrThrow({ where: { id: held.id } })).status).toBe("pending");
    await db().action.update({ where: { id: held.id }, data: { settlesAt: new Date() } });
    await settleDue();
    const settled = await call(currentRoute.DELETE, {
      token: supervisor.token,
      params: { id: held.id },
      method: "DELETE",
    });
    expect(settled.json).toMatchObject({ code: "too_late" });
    expect(await db().decision.findUnique({ where: { actionId: held.id } })).toMatchObject({
      outcome: "approve",
      byId: supervisor.id,
    });
    expect(await db().permit.count({ where: { actionId: held.id } })).toBe(1);
  });

  it("it can be taken back by who gave it, and not by who may neither decide it nor pull stops", async () => {
    const { world, agent, supervisor, colleague } = await setUp({ graceSeconds: 60 });
    const held = await hold(agent.key, "mail");
    await decide(supervisor.token, held, { decision: "approve" });
    const undo = (token: string) => call(currentRoute.DELETE, { token, params: { id: held.id }, method: "DELETE" });
    expect((await undo((await world.person("viewer")).token)).json).toMatchObject({ status: 403, code: "not_yours" });
    expect((await undo(supervisor.token)).json).toMatchObject({ status: "pending", settling: null });
    expect((await decide(colleague.token, held, { decision: "reject", ...because })).json).toMatchObject({
      status: "denied",
    });
  });

  it("red has none", async () => {
    const { agent, supervisor } = await setUp({ graceSeconds: 60 });
    expect((await decide(supervisor.token, await hold(agent.key), approve)).json).toMatchObject({ status: "approved" });
  });

  it("a stop pulled meanwhile withdraws the vote instead of settling it", async () => {
    const { world, agent, supervisor } = await setUp({ graceSeconds: 60 });
    const held = await hold(agent.key, "mail");
    await decide(supervisor.token, held, { decision: "approve" });
    await pull(world);
    await db().action.update({ where: { id: held.id }, data: { settlesAt: new Date(0) } });
    await settleDue();
    expect(await db().action.findUniqueOrThrow({ where: { id: held.id } })).toMatchObject({
      status: "pending",
      settlingId: null,
    });
    expect(await db().auditStaged.count({ where: { subjectId: held.id, event: "approval.withdrawn" } })).toBe(1);
  });
});

describe("an agent that cancels while a vote is in its grace period", () => {
  const cancel = (key: string, { id }: Held) => call(cancelRoute.POST, { token: key, params: { id }, body: {} });
  const eventsOf = async ({ id }: Held) =>
    (await db().auditStaged.findMany({ where: { subjectId: id }, orderBy: { id: "asc" } })).map((entry) => entry.event);

  it("wins: one decision, no permit, and the vote is withdrawn, in the history and in the log", async () => {
    const { agent, supervisor } = await setUp({ graceSeconds: 60 });
    const held = await hold(agent.key, "mail");
    await decide(supervisor.token, held, { decision: "approve" });
    expect((await cancel(agent.key, held)).json).toMatchObject({
      status: "cancelled",
      settling: null,
      permit: null,
      decision: { outcome: "cancel", by: { type: "system", id: agent.id } },
    });
    const { json } = await call(historyRoute.GET, { token: supervisor.token, params: { id: held.id } });
    const { at } = await db().decision.findUniqueOrThrow({ where: { actionId: held.id } });
    expect(json["votes"]).toMatchObject([
      { vote: "approve", by: { id: supervisor.id }, withdrawnAt: at.toISOString() },
    ]);
    expect(await eventsOf(held)).toEqual([
      "action.requested",
      "approval.given",
      "approval.withdrawn",
      "action.decided",
    ]);
    await db().action.update({ where: { id: held.id }, data: { settlesAt: new Date(0) } });
    await settleDue();
    expect(await db().permit.count({ where: { actionId: held.id } })).toBe(0);
  });

  it("withdraws nothing where nobody has voted, or the vote was taken back before", async () => {
    const { agent, supervisor } = await setUp({ graceSeconds: 60 });
    const untouched = await hold(agent.key, "mail");
    await cancel(agent.key, untouched);
    expect(await eventsOf(untouched)).toEqual(["action.requested", "action.decided"]);
    const undone = await hold(agent.key, "mail");
    await decide(supervisor.token, undone, { decision: "approve" });
    await call(currentRoute.DELETE, { token: supervisor.token, params: { id: undone.id }, method: "DELETE" });
    await cancel(agent.key, undone);
    expect(await eventsOf(undone)).toEqual([
      "action.requested",
      "approval.given",
      "approval.withdrawn",
      "action.decided",
    ]);
  });

  it("and a vote, at the same moment, end in one decision whose votes agree with it", async () => {
    const { agent, supervisor } = await setUp({ graceSeconds: 60 });
    for (let round = 0; round < 5; round += 1) {
      const held = await hold(agent.key, "mail");
      const [voted, cancelled] = await Promise.all([
        decide(supervisor.token, held, { decision: "approve" }),
        cancel(agent.key, held),
      ]);
      expect(cancelled.json).toMatchObject({ status: "cancelled" });
      expect([200, 409]).toContain(voted.status);
      expect(await db().decision.count({ where: { actionId: held.id } })).toBe(1);
      expect(await db().approval.count({ where: { actionId: held.id, withdrawnAt: null } }), "no vote stands").toBe(0);
    }
  });

  it("too late gets 409, and the vote stands", async () => {
    const { agent, supervisor } = await setUp({ graceSeconds: 60 });
    const held = await hold(agent.key, "mail");
    await decide(supervisor.token, held, { decision: "approve" });
    await db().action.update({ where: { id: held.id }, data: { settlesAt: new Date(0) } });
    await settleDue();
    expect((await cancel(agent.key, held)).json).toMatchObject({ status: 409, code: "already_decided" });
    expect(await db().approval.findFirstOrThrow({ where: { actionId: held.id } })).toMatchObject({ withdrawnAt: null });
  });
});
