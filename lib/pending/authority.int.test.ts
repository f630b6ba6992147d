import { describe, expect, it } from "vitest";
import * as typeRoute from "@/app/api/v1/action-types/[name]/route";
import * as currentRoute from "@/app/api/v1/actions/[id]/decisions/current/route";
import * as historyRoute from "@/app/api/v1/actions/[id]/history/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import * as agentRoute from "@/app/api/v1/agents/[id]/route";
import * as personRoute from "@/app/api/v1/people/[id]/route";
import * as rearmRoute from "@/app/api/v1/stops/[id]/rearm/route";
import * as stopsRoute from "@/app/api/v1/stops/route";
import * as memberRoute from "@/app/api/v1/teams/[id]/members/[personId]/route";
import { settleDue } from "@/lib/approvals/sweep.service";
import { db } from "@/lib/platform/db/client";
import { newId } from "@/lib/platform/ids";
import { call } from "@/lib/testing/call";
import { because, decide, hold as holdAny, type Held } from "@/lib/testing/held";
import { makeWorld } from "@/lib/testing/world";

async function setUp(settings: Parameters<typeof makeWorld>[0] = { graceSeconds: 60 }) {
  const world = await makeWorld(settings);
  await world.actionType("mail", { zone: "yellow", confidenceThreshold: 0.9 });
  const people = {
    admin: await world.person("admin"),
    supervisor: await world.person("supervisor"),
    colleague: await world.person("supervisor"),
  };
  const agent = await world.agent();
  return { world, agent, ...people };
}

const hold = (key: string, extra: Record<string, unknown> = {}) => holdAny(key, { action: "mail", ...extra });
async function voteOn(token: string, held: Held): Promise<void> {
  expect((await decide(token, held, { decision: "approve" })).json).toMatchObject({
    status: "pending",
    settling: { outcome: "approve" },
  });
}
const patchPerson = (token: string, id: string, body: Record<string, unknown>) =>
  call(personRoute.PATCH, { token, params: { id }, method: "PATCH", body });
const patchAgent = (token: string, id: string, body: Record<string, unknown>) =>
  call(agentRoute.PATCH, { token, params: { id }, method: "PATCH", body });
const patchType = (token: string, name: string, body: Record<string, unknown>) =>
  call(typeRoute.PATCH, { token, params: { name }, method: "PATCH", body });
async function stopAndRearm(token: string): Promise<void> {
  const { json } = await call(stopsRoute.POST, { token, body: { scope: { type: "workspace" }, reason: "test" } });
  expect(
    (await call(rearmRoute.POST, { token, params: { id: String(json["id"]) }, body: { reason: "over" } })).status,
  ).toBe(200);
}
async function makeTeam(workspaceId: string, memberIds: string[]): Promise<string> {
  const id = newId("team");
  await db().team.create({
    data: { id, workspaceId, name: id, members: { create: memberIds.map((personId) => ({ workspaceId, personId })) } },
  });
  return id;
}
const rowOf = ({ id }: Held) => db().action.findUniqueOrThrow({ where: { id } });
const withdrawalsOf = ({ id }: Held) =>
  db().auditStaged.count({ where: { subjectId: id, event: "approval.withdrawn" } });

/** The vote is gone at once, with its entry, and nothing settles later. */
async function expectWithdrawn(held: Held, reason: string): Promise<void> {
  expect(await rowOf(held), "held again, at once").toMatchObject({
    status: "pending",
    settlingId: null,
    settlesAt: null,
  });
  expect(await db().approval.findFirstOrThrow({ where: { actionId: held.id, vote: "approve" } })).toMatchObject({
    withdrawnBecause: reason,
  });
  expect(await withdrawalsOf(held), "one entry").toBe(1);
  await settleDue();
  expect(await db().permit.count({ where: { actionId: held.id } })).toBe(0);
}

describe("a vote in its grace period falls with what it stands on, in the same transaction", () => {
  it("the voter is deactivated", async () => {
    const { agent, admin, supervisor } = await setUp();
    const held = await hold(agent.key);
    await voteOn(supervisor.token, held);
    expect((await patchPerson(admin.token, supervisor.id, { status: "deactivated" })).status).toBe(200);
    await expectWithdrawn(held, "voter_left");
  });

  it("the voter is made a viewer", async () => {
    const { agent, admin, supervisor } = await setUp();
    const held = await hold(agent.key);
    await voteOn(supervisor.token, held);
    expect((await patchPerson(admin.token, supervisor.id, { role: "viewer" })).status).toBe(200);
    await expectWithdrawn(held, "voter_may_not");
  });

  it("the voter leaves the team that it was escalated to", async () => {
    const { world, agent, admin, supervisor } = await setUp();
    const officer = await world.person("governance");
    const teamId = await makeTeam(world.workspaceId, [officer.id, supervisor.id]);
    const held = await hold(agent.key);
    expect((await decide(supervisor.token, held, { decision: "escalate", to: { teamId } })).status).toBe(200);
    await voteOn(officer.token, held);
    await call(memberRoute.DELETE, {
      token: admin.token,
      params: { id: teamId, personId: officer.id },
      method: "DELETE",
    });
    await expectWithdrawn(held, "voter_may_not");
  });

  it("a stop is pulled, even if it is re-armed before the vote settles", async () => {
    const { agent, admin, supervisor } = await setUp();
    const held = await hold(agent.key);
    await voteOn(supervisor.token, held);
    await stopAndRearm(admin.token);
    await expectWithdrawn(held, "stopped");
  });

  it.each(["the run", "a run above it"])("a stop of %s is pulled, though no epoch moves", async (which) => {
    const { agent, supervisor } = await setUp();
    const runs = await import("@/app/api/v1/runs/route");
    const start = async (body: Record<string, unknown>) =>
      String((await call(runs.POST, { token: agent.key, body: { task: "Send mail", ...body } })).json["id"]);
    const above = await start({});
    const runId = await start({ parentRunId: above });
    const [held, other] = [await hold(agent.key, { runId }), await hold(agent.key)];
    await voteOn(supervisor.token, held);
    await voteOn(supervisor.token, other);
    const { json } = await call(stopsRoute.POST, {
      token: supervisor.token,
      body: { scope: { type: "run", id: which === "the run" ? runId : above }, reason: "test" },
    });
    expect(json).toMatchObject({ scope: { type: "run" } });
    expect((await call(historyRoute.GET, { token: supervisor.token, params: { id: held.id } })).json).toMatchObject({
      now: { effect: "deny", denial: { code: "stopped" } },
    });
    expect((await decide(supervisor.token, held, { decision: "approve" })).json).toMatchObject({
      status: 409,
      code: "stopped",
    });
    expect((await rowOf(other)).settlingId, "another's vote stays").not.toBeNull();
    await expectWithdrawn(held, "stopped");
  });

  it("the agent is paused", async () => {
    const { agent, admin, supervisor } = await setUp();
    const held = await hold(agent.key);
    await voteOn(supervisor.token, held);
    await patchAgent(admin.token, agent.id, { status: "paused" });
    await expectWithdrawn(held, "agent_not_active");
  });

  it("the type is changed", async () => {
    const { agent, admin, supervisor } = await setUp();
    const held = await hold(agent.key);
    await voteOn(supervisor.token, held);
    expect((await patchType(admin.token, "mail", { title: "Send mail" })).json).toMatchObject({ withdrawnVotes: 1 });
    await expectWithdrawn(held, "type_changed");
  });

  it("and stands through a control change that does not touch it", async () => {
    const { world, agent, admin, supervisor } = await setUp();
    const held = await hold(agent.key);
    const other = await world.agent();
    await voteOn(supervisor.token, held);
    await patchAgent(admin.token, other.id, { status: "paused" });
    expect((await rowOf(held)).settlingId).not.toBeNull();
    await db().action.update({ where: { id: held.id }, data: { settlesAt: new Date(0) } });
    await settleDue();
    expect((await rowOf(held)).status).toBe("approved");
  });

  it("settling asks everything again, whatever slipped past the change itself", async () => {
    const { world, agent, supervisor } = await setUp();
    const held = await hold(agent.key);
    await voteOn(supervisor.token, held);
    await db().membership.updateMany({
      where: { workspaceId: world.workspaceId, personId: supervisor.id },
      data: { role: "viewer" },
    });
    await db().action.update({ where: { id: held.id }, data: { settlesAt: new Date(0) } });
    await settleDue();
    await expectWithdrawn(held, "voter_may_not");
    const another = await hold(agent.key);
    await db().membership.updateMany({
      where: { workspaceId: world.workspaceId, personId: supervisor.id },
      data: { role: "supervisor" },
    });
    await voteOn(supervisor.token, another);
    await db().$transaction([
      db().actionType.updateMany({ where: { workspaceId: world.workspaceId }, data: { zone: "red" } }),
      db().workspace.update({ where: { id: world.workspaceId }, data: { epoch: { increment: 1 } } }),
      db().action.update({ where: { id: another.id }, data: { settlesAt: new Date(0) } }),
    ]);
    await settleDue();
    await expectWithdrawn(another, "judged_otherwise");
  });

  it("settling and a demotion, at the same moment: a permit only for one who might still decide", async () => {
    const { agent, admin, supervisor } = await setUp();
    for (let round = 0; round < 6; round += 1) {
      const held = await hold(agent.key);
      await voteOn(supervisor.token, held);
      await db().action.update({ where: { id: held.id }, data: { settlesAt: new Date(0) } });
      await Promise.all([settleDue(), patchPerson(admin.token, supervisor.id, { role: "viewer" })]);
      await settleDue();
      const decision = await db().decision.findUnique({ where: { actionId: held.id } });
      const entries = await db().auditStaged.findMany({
        where: {
          subjectId: { in: [held.id, supervisor.id] },
          event: { in: ["action.decided", "person.role_changed", "approval.withdrawn"] },
        },
        orderBy: { id: "asc" },
      });
      expect(decision === null).toBe((await rowOf(held)).status === "pending");
      if (decision)
        expect(entries.filter((entry) => entry.subjectId === held.id).map((entry) => entry.event)).toEqual([
          "action.decided",
        ]);
      else expect(await withdrawalsOf(held)).toBe(1);
      await patchPerson(admin.token, supervisor.id, { role: "supervisor" });
    }
  });
});

describe("who takes a vote back", () => {
  const undo = (token: string, { id }: Held) => call(currentRoute.DELETE, { token, params: { id }, method: "DELETE" });

  it.each(["admin", "supervisor", "finops"] as const)("a %s may: they may decide it, or pull stops", async (role) => {
    const { world, agent, supervisor } = await setUp();
    const other = await world.person(role);
    const held = await hold(agent.key);
    await voteOn(supervisor.token, held);
    expect((await call(historyRoute.GET, { token: other.token, params: { id: held.id } })).json).toMatchObject({
      mine: { mayWithdraw: true },
    });
    expect((await undo(other.token, held)).json).toMatchObject({ status: "pending", settling: null });
    const { json } = await call(historyRoute.GET, { token: supervisor.token, params: { id: held.id } });
    expect(json["votes"]).toMatchObject([
      { withdrawnBecause: "withdrawn_by_other", withdrawnBy: { id: other.id, name: other.name } },
    ]);
    expect(await withdrawalsOf(held)).toBe(1);
  });

  it("a viewer may not, nor a stranger", async () => {
    const { world, agent, supervisor } = await setUp();
    const other = await setUp();
    const held = await hold(agent.key);
    await voteOn(supervisor.token, held);
    expect((await undo((await world.person("viewer")).token, held)).json).toMatchObject({
      status: 403,
      code: "not_yours",
    });
    expect((await undo(other.admin.token, held)).status).toBe(404);
    expect((await rowOf(held)).settlingId).not.toBeNull();
  });
});

describe("what changed while an action waited", () => {
  it("a schema that forbids it now: it cannot be approved, and the difference is told", async () => {
    const { agent, admin, supervisor } = await setUp({ graceSeconds: 0 });
    const held = await hold(agent.key, { parameters: { amount: 50 } });
    await patchType(admin.token, "mail", {
      parametersSchema: { type: "object", properties: { amount: { type: "number", maximum: 10 } } },
    });
    const history = await call(historyRoute.GET, { token: supervisor.token, params: { id: held.id } });
    expect(history.json["now"]).toMatchObject({
      effect: "deny",
      denial: { code: "invalid_parameters" },
      differences: [{ name: "catalog", then: { effect: "pass" }, now: { effect: "deny", code: "invalid_parameters" } }],
    });
    expect((await decide(supervisor.token, held, { decision: "approve" })).json).toMatchObject({
      status: 422,
      code: "invalid_parameters",
      errors: [{ path: "parameters.amount" }],
    });
    expect(
      (await decide(supervisor.token, held, { decision: "edit", parameters: { amount: 11 }, ...because })).json,
    ).toMatchObject({ status: 422, code: "invalid_parameters" });
    expect(
      (await decide(supervisor.token, held, { decision: "edit", parameters: { amount: 9 }, ...because })).json,
    ).toMatchObject({ status: "approved", finalParameters: { amount: 9 } });
  });

  it("a zone that became red demands what red demands", async () => {
    const { agent, admin, supervisor } = await setUp();
    const held = await hold(agent.key);
    await patchType(admin.token, "mail", { zone: "red" });
    expect((await call(historyRoute.GET, { token: supervisor.token, params: { id: held.id } })).json).toMatchObject({
      now: { zone: "red", denial: null },
      graceSeconds: 0,
    });
    expect((await decide(supervisor.token, held, { decision: "approve" })).json).toMatchObject({
      status: 422,
      code: "reason_required",
    });
    expect((await decide(supervisor.token, held, { decision: "approve", ...because })).json).toMatchObject({
      status: "approved",
      settling: null,
    });
  });

  it("a zone that became green leaves what was asked in red as strict as it was", async () => {
    const { world, agent, admin, supervisor } = await setUp();
    await world.actionType("wire", { zone: "red" });
    const held = await hold(agent.key, { action: "wire" });
    await patchType(admin.token, "wire", { zone: "green" });
    expect((await decide(supervisor.token, held, { decision: "approve" })).json).toMatchObject({
      code: "reason_required",
    });
  });

  it("a paused agent is named as what it is; no stop is spoken of", async () => {
    const { agent, admin, supervisor } = await setUp();
    const held = await hold(agent.key);
    await patchAgent(admin.token, agent.id, { status: "paused" });
    const { json } = await decide(supervisor.token, held, { decision: "approve" });
    expect(json).toMatchObject({ status: 409, code: "agent_paused" });
    expect(String(json["detail"])).not.toMatch(/stop/i);
    expect((await decide(supervisor.token, held, { decision: "reject", ...because })).json).toMatchObject({
      status: "denied",
    });
  });

  it("permits given before the type became stricter are withdrawn with the change, and counted; looser ones stay", async () => {
    const { world, agent, admin } = await setUp();
    await world.actionType("note", { zone: "green", confidenceThreshold: 0 });
    const ask = async () =>
      (await call(actionsRoute.POST, { token: agent.key, body: { action: "note", parameters: {}, confidence: 1 } }))
        .json;
    const first = await ask();
    expect(first).toMatchObject({ status: "approved" });
    expect((await patchType(admin.token, "note", { title: "Take a note" })).json).toMatchObject({
      withdrawnPermits: 0,
    });
    expect((await patchType(admin.token, "note", { zone: "yellow" })).json).toMatchObject({ withdrawnPermits: 1 });
    const executions = await import("@/app/api/v1/actions/[id]/executions/route");
    expect(
      (
        await call(executions.POST, {
          token: agent.key,
          params: { id: String(first["id"]) },
          body: { digest: first["digest"] },
        })
      ).json,
    ).toMatchObject({ status: 409, code: "permit_withdrawn" });
    const read = await import("@/app/api/v1/actions/[id]/route");
    expect((await call(read.GET, { token: agent.key, params: { id: String(first["id"]) } })).json).toMatchObject({
      permit: null,
    });
    await ask();
    expect((await patchType(admin.token, "note", { zone: "green" })).json).toMatchObject({ withdrawnPermits: 0 });
  });

  it("retiring an agent cancels all that waits of it and withdraws its permits, each with its entry", async () => {
    const { world, agent, admin, supervisor } = await setUp();
    await world.actionType("note", { zone: "green", confidenceThreshold: 0 });
    const helds = [await hold(agent.key), await hold(agent.key), await hold(agent.key)];
    await voteOn(supervisor.token, helds[0]!);
    await call(actionsRoute.POST, { token: agent.key, body: { action: "note", parameters: {}, confidence: 1 } });
    expect((await patchAgent(admin.token, agent.id, { status: "retired" })).status).toBe(200);
    for (const held of helds) {
      expect(await db().decision.findUniqueOrThrow({ where: { actionId: held.id } })).toMatchObject({
        outcome: "cancel",
        byType: "system",
        reasonCode: "agent_retired",
      });
      expect(await db().auditStaged.count({ where: { subjectId: held.id, event: "action.decided" } })).toBe(1);
    }
    expect(await withdrawalsOf(helds[0]!)).toBe(1);
    expect(
      await db().permit.count({ where: { workspaceId: world.workspaceId, withdrawnBecause: "agent_retired" } }),
    ).toBe(1);
    expect((await decide(supervisor.token, helds[1]!, { decision: "approve" })).json).toMatchObject({
      code: "already_decided",
    });
  });

  it("approving and a schema change, at the same moment: what is approved was allowed when it was", async () => {
    const { agent, admin, supervisor } = await setUp({ graceSeconds: 0 });
    for (let round = 0; round < 6; round += 1) {
      await patchType(admin.token, "mail", { parametersSchema: { type: "object" } });
      const held = await hold(agent.key, { parameters: { amount: 50 } });
      const [answer, change] = await Promise.all([
        decide(supervisor.token, held, { decision: "approve" }),
        patchType(admin.token, "mail", {
          parametersSchema: { type: "object", properties: { amount: { type: "number", maximum: 10 } } },
        }),
      ]);
      expect(change.status).toBe(200);
      expect([200, 422]).toContain(answer.status);
      // Approved before the change: the change has withdrawn the permit. After it: refused. Never a permit that can be used.
      expect(await db().permit.count({ where: { actionId: held.id, withdrawnAt: null } })).toBe(0);
    }
  });
});
