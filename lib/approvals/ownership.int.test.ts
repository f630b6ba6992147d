import { describe, expect, it } from "vitest";
import * as decisionsRoute from "@/app/api/v1/actions/[id]/decisions/route";
import * as previewRoute from "@/app/api/v1/actions/[id]/decisions/preview/route";
import * as extendRoute from "@/app/api/v1/actions/[id]/extend/route";
import * as historyRoute from "@/app/api/v1/actions/[id]/history/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import * as keysRoute from "@/app/api/v1/agents/[id]/keys/route";
import * as agentRoute from "@/app/api/v1/agents/[id]/route";
import * as personRoute from "@/app/api/v1/people/[id]/route";
import * as settingsRoute from "@/app/api/v1/settings/route";
import * as memberRoute from "@/app/api/v1/teams/[id]/members/[personId]/route";
import { db } from "@/lib/platform/db/client";
import { newId } from "@/lib/platform/ids";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";

interface Held {
  id: string;
  digest: string;
}
const because = { reason: { text: "looked at it" } };
const approve = { decision: "approve", ...because };

async function setUp(ownActionRule = "creator") {
  const world = await makeWorld({ ownActionRule });
  return {
    world,
    agent: await world.agent(),
    admin: await world.person("admin"),
    supervisor: await world.person("supervisor"),
  };
}
async function hold(key: string, extra: Record<string, unknown> = {}): Promise<Held> {
  const { json } = await call(actionsRoute.POST, {
    token: key,
    body: { action: "wire", parameters: { amount: 1 }, ...extra },
  });
  expect(json["status"]).toBe("pending");
  return { id: String(json["id"]), digest: String(json["digest"]) };
}
const decide = (token: string, { id, digest }: Held, body: Record<string, unknown>) =>
  call(decisionsRoute.POST, { token, params: { id }, body: { seenDigest: digest, ...body } });
async function makeTeam(workspaceId: string, memberIds: string[]): Promise<string> {
  const id = newId("team");
  await db().team.create({
    data: { id, workspaceId, name: id, members: { create: memberIds.map((personId) => ({ workspaceId, personId })) } },
  });
  return id;
}

describe("whose own an action is, is fixed when it is asked", () => {
  it("an administrator who made the key does not approve what was asked with it", async () => {
    const { agent, admin, supervisor } = await setUp();
    const made = await call(keysRoute.POST, {
      token: admin.token,
      params: { id: agent.id },
      body: {
        name: "mine",
        scopes: ["actions:write", "actions:read"],
        expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
      },
    });
    const held = await hold(String(made.json["key"]));
    expect((await decide(admin.token, held, approve)).json).toMatchObject({ status: 403, code: "own_action" });
    expect((await call(historyRoute.GET, { token: supervisor.token, params: { id: held.id } })).json).toMatchObject({
      owners: { keyCreatedBy: { id: admin.id } },
    });
    expect((await decide(supervisor.token, held, approve)).status).toBe(200);
  });

  it("taking the agent from its team, or oneself out of it, makes nothing that waits another's", async () => {
    const { world, agent, admin, supervisor } = await setUp("team");
    const teamId = await makeTeam(world.workspaceId, [admin.id, supervisor.id]);
    await call(agentRoute.PATCH, { token: admin.token, params: { id: agent.id }, method: "PATCH", body: { teamId } });
    const held = await hold(agent.key);
    await call(agentRoute.PATCH, {
      token: admin.token,
      params: { id: agent.id },
      method: "PATCH",
      body: { teamId: null },
    });
    expect((await decide(supervisor.token, held, approve)).json).toMatchObject({ code: "own_action" });
    await call(memberRoute.DELETE, {
      token: admin.token,
      params: { id: teamId, personId: supervisor.id },
      method: "DELETE",
    });
    expect((await decide(supervisor.token, held, approve)).json).toMatchObject({ code: "own_action" });
    expect((await decide(supervisor.token, await hold(agent.key), approve)).status).toBe(200);
  });

  const spellings: [string, (email: string) => { type: string; id: string }][] = [
    ["as it is", (id) => ({ type: "user", id })],
    ["a person", (id) => ({ type: "person", id })],
    ["a Human", (id) => ({ type: " Human ", id })],
    ["a space after it", (id) => ({ type: "user", id: `${id} ` })],
    ["capitals", (id) => ({ type: "user", id: id.toUpperCase() })],
    [
      "full width",
      (id) => ({
        type: "ｕｓｅｒ",
        id: id.replace(/[a-z]/g, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0)),
      }),
    ],
    ["an invisible character and mailto", (id) => ({ type: "user", id: `mailto:\u200b${id}` })],
  ];
  it.each(spellings)("on whose behalf, however it is spelled: %s", async (_, spell) => {
    const { agent, supervisor, admin } = await setUp();
    const held = await hold(agent.key, { onBehalfOf: spell(supervisor.email) });
    expect((await decide(supervisor.token, held, approve)).json).toMatchObject({ status: 403, code: "own_action" });
    expect((await db().action.findUniqueOrThrow({ where: { id: held.id } })).onBehalfOf).toEqual({
      type: "user",
      id: supervisor.email.toLowerCase(),
    });
    expect((await decide(admin.token, held, approve)).status).toBe(200);
  });
});

describe("claiming and more time", () => {
  it("are not for one's own either, nor for what is decided", async () => {
    const { agent, admin, supervisor } = await setUp();
    const held = await hold(agent.key, { onBehalfOf: { type: "user", id: admin.email } });
    const claimRoute = await import("@/app/api/v1/actions/[id]/claim/route");
    for (const route of [claimRoute, extendRoute]) {
      expect(
        (await call(route.POST, { token: admin.token, params: { id: held.id }, method: "POST" })).json,
      ).toMatchObject({ status: 403, code: "own_action" });
    }
    expect((await decide(supervisor.token, held, approve)).status).toBe(200);
    for (const route of [claimRoute, extendRoute]) {
      expect(
        (await call(route.POST, { token: supervisor.token, params: { id: held.id }, method: "POST" })).json,
      ).toMatchObject({ status: 409, code: "already_decided" });
    }
  });
});

describe("edits", () => {
  it("are bounded as what agents send is, previewed or given, and there is none of what is decided", async () => {
    const { agent, supervisor } = await setUp();
    const held = await hold(agent.key);
    const parameters = { text: "x".repeat(256 * 1024) };
    const preview = (body: Record<string, unknown>) =>
      call(previewRoute.POST, { token: supervisor.token, params: { id: held.id }, body });
    expect((await preview({ parameters })).json).toMatchObject({ status: 413, code: "parameters_too_large" });
    expect((await decide(supervisor.token, held, { decision: "edit", parameters, ...because })).json).toMatchObject({
      status: 413,
      code: "parameters_too_large",
    });
    expect((await decide(supervisor.token, held, approve)).status).toBe(200);
    expect((await preview({})).json).toMatchObject({ status: 409, code: "already_decided" });
  });

  it("a preview says in which ways an edit goes beyond, and so does the answer", async () => {
    const { agent, supervisor } = await setUp();
    const held = await hold(agent.key, {
      resource: { type: "budget", id: "emea" },
      parameters: { amount: 1, budget: "emea", lines: [1] },
    });
    const parameters = { amount: 1e9, budget: "apac", lines: "all" };
    const widened = [
      { path: "amount", kind: "larger" },
      { path: "budget", kind: "other_target" },
      { path: "lines", kind: "other_kind" },
    ];
    const preview = await call(previewRoute.POST, {
      token: supervisor.token,
      params: { id: held.id },
      body: { parameters },
    });
    expect(preview.json).toMatchObject({ now: { denial: null } });
    // In the order of the parameters, which is the database's.
    const told = expect.arrayContaining(widened.map((one) => expect.objectContaining(one) as unknown)) as unknown;
    expect(preview.json["widened"]).toEqual(told);
    expect((await decide(supervisor.token, held, { decision: "edit", parameters, ...because })).json).toMatchObject({
      status: "approved",
      widened: told,
    });
  });

  it("a preview says what the interlocks would deny, and decides nothing", async () => {
    const { world, agent, supervisor } = await setUp();
    await world.actionType("wire", {
      zone: "red",
      parametersSchema: { type: "object", properties: { amount: { type: "number", maximum: 10 } } },
    });
    const held = await hold(agent.key);
    const preview = await call(previewRoute.POST, {
      token: supervisor.token,
      params: { id: held.id },
      body: { parameters: { amount: 11 } },
    });
    expect(preview.json).toMatchObject({
      now: { effect: "deny", denial: { code: "invalid_parameters", errors: [{ path: "parameters.amount" }] } },
    });
    expect((await db().action.findUniqueOrThrow({ where: { id: held.id } })).status).toBe("pending");
  });
});

describe("nobody left to answer", () => {
  it("a team without anybody who may decide is refused, naming who could", async () => {
    const { world, agent, supervisor } = await setUp();
    const held = await hold(agent.key);
    for (const members of [[], [(await world.person("viewer")).id]]) {
      const { json } = await decide(supervisor.token, held, {
        decision: "escalate",
        to: { teamId: await makeTeam(world.workspaceId, members) },
      });
      expect(json).toMatchObject({ status: 422, code: "nobody_to_answer", errors: [{ path: "to.teamId" }] });
      expect(String(json["detail"])).toContain("Administrators");
    }
    expect(
      (await decide(supervisor.token, held, { decision: "escalate", to: { role: "reliability" } })).json,
    ).toMatchObject({ code: "nobody_to_answer" });
  });

  it.each(["deactivated", "demoted", "taken out of the team"])(
    "the last one is %s: it goes to the fallback role, and says why",
    async (how) => {
      const { world, agent, admin, supervisor } = await setUp();
      await world.person("reliability");
      await call(settingsRoute.PATCH, { token: admin.token, method: "PATCH", body: { fallbackRole: "reliability" } });
      const officer = await world.person("governance");
      const teamId = await makeTeam(world.workspaceId, [officer.id]);
      const held = await hold(agent.key);
      expect((await decide(supervisor.token, held, { decision: "escalate", to: { teamId } })).status).toBe(200);
      const patch = (body: Record<string, unknown>) =>
        call(personRoute.PATCH, { token: admin.token, params: { id: officer.id }, method: "PATCH", body });
      if (how === "deactivated") await patch({ status: "deactivated" });
      else if (how === "demoted") await patch({ role: "viewer" });
      else
        await call(memberRoute.DELETE, {
          token: admin.token,
          params: { id: teamId, personId: officer.id },
          method: "DELETE",
        });
      const history = await import("@/app/api/v1/actions/[id]/route");
      expect((await call(history.GET, { token: supervisor.token, params: { id: held.id } })).json).toMatchObject({
        escalation: { teamId: null, role: "reliability", because: "nobody_left" },
      });
      expect(await db().auditStaged.count({ where: { subjectId: held.id, event: "action.escalated" } })).toBe(2);
    },
  );
});

describe("the agent's own deadline", () => {
  it("is kept, and no extension goes past it", async () => {
    const { agent, supervisor } = await setUp();
    const deadline = new Date(Date.now() + 40_000);
    const held = await hold(agent.key, { deadline: deadline.toISOString() });
    const extend = () => call(extendRoute.POST, { token: supervisor.token, params: { id: held.id }, method: "POST" });
    expect((await extend()).json).toMatchObject({ status: 409, code: "agent_deadline" });
    await db().action.update({ where: { id: held.id }, data: { expiresAt: new Date(Date.now() + 20_000) } });
    expect((await extend()).json).toMatchObject({ expiresAt: deadline.toISOString() });
  });
});

describe("a workspace with one person in it", () => {
  it("says how to come to a first decision, and lets them", async () => {
    const world = await makeWorld({ ownActionRule: "creator" });
    const admin = await world.person("admin");
    await world.person("viewer");
    const agent = await world.agent();
    const made = await call(keysRoute.POST, {
      token: admin.token,
      params: { id: agent.id },
      body: {
        name: "mine",
        scopes: ["actions:write", "actions:read"],
        expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
      },
    });
    const held = await hold(String(made.json["key"]));
    const refused = await decide(admin.token, held, approve);
    expect(refused.json).toMatchObject({ status: 403, code: "own_action" });
    expect(String(refused.json["detail"])).toMatch(
      /invite somebody who may.*or choose “Anybody with the right may decide”/,
    );
    const history = () => call(historyRoute.GET, { token: admin.token, params: { id: held.id } });
    expect((await history()).json).toMatchObject({ mine: { code: "own_action", because: refused.json["detail"] } });

    const supervisor = await world.person("supervisor");
    expect((await history()).json["mine"]).toMatchObject({
      because: expect.stringMatching(/Somebody else must decide\.$/) as unknown,
    });
    await call(personRoute.PATCH, {
      token: admin.token,
      params: { id: supervisor.id },
      method: "PATCH",
      body: { status: "deactivated" },
    });

    expect(
      (await call(settingsRoute.PATCH, { token: admin.token, method: "PATCH", body: { ownActionRule: "off" } })).status,
    ).toBe(200);
    expect((await decide(admin.token, held, approve)).json).toMatchObject({ status: "approved" });
  });
});
