import { describe, expect, it } from "vitest";
import * as claimRoute from "@/app/api/v1/actions/[id]/claim/route";
import * as decisionsRoute from "@/app/api/v1/actions/[id]/decisions/route";
import * as historyRoute from "@/app/api/v1/actions/[id]/history/route";
import * as actionRoute from "@/app/api/v1/actions/[id]/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import * as personRoute from "@/app/api/v1/people/[id]/route";
import { db } from "@/lib/platform/db/client";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";

interface Held {
  id: string;
  digest: string;
}
const because = { reason: { text: "looked at it" } };
const approve = { decision: "approve", ...because };

async function setUp() {
  const world = await makeWorld({ ownActionRule: "creator" });
  await world.actionType("wire", { zone: "red" });
  const agent = await world.agent();
  return {
    world,
    agent,
    admin: await world.person("admin"),
    supervisor: await world.person("supervisor"),
    officer: await world.person("governance"),
  };
}
async function hold(key: string, extra: Record<string, unknown> = {}): Promise<Held> {
  const { json } = await call(actionsRoute.POST, { token: key, body: { action: "wire", parameters: {}, ...extra } });
  expect(json["status"]).toBe("pending");
  return { id: String(json["id"]), digest: String(json["digest"]) };
}
const decide = (token: string, { id, digest }: Held, body: Record<string, unknown>) =>
  call(decisionsRoute.POST, { token, params: { id }, body: { seenDigest: digest, ...body } });
const escalate = (token: string, held: Held, to: Record<string, unknown>) =>
  decide(token, held, { decision: "escalate", to, ...because });
const read = async (token: string, { id }: Held) => (await call(actionRoute.GET, { token, params: { id } })).json;
const history = async (token: string, { id }: Held) => (await call(historyRoute.GET, { token, params: { id } })).json;
const forMe = async (token: string) =>
  (
    (await call(actionsRoute.GET, { token, path: "/api/v1/actions?status=pending&sort=queue&for=me" })).json[
      "items"
    ] as Held[]
  ).map(({ id }) => id);
const changePerson = (token: string, id: string, body: Record<string, unknown>) =>
  call(personRoute.PATCH, { token, params: { id }, method: "PATCH", body });
const nobody = { teamId: null, role: null, person: null };

describe("escalating to a person", () => {
  it("they decide it, and nobody else but administrators: it waits for them alone, and everybody is told who they are", async () => {
    const { world, agent, admin, supervisor, officer } = await setUp();
    const other = await world.person("governance");
    const held = await hold(agent.key);
    const named = { id: officer.id, name: officer.name };
    const escalated = await escalate(supervisor.token, held, { personId: officer.id });
    expect(escalated.json).toMatchObject({
      status: "pending",
      escalation: { ...nobody, person: named, because: null },
    });

    expect(await forMe(officer.token)).toEqual([held.id]);
    for (const { token } of [admin, supervisor, other]) expect(await forMe(token)).toEqual([]);
    for (const { token } of [supervisor, other])
      expect((await decide(token, held, approve)).json).toMatchObject({ status: 403, code: "forbidden" });
    expect((await call(claimRoute.POST, { token: other.token, method: "POST", params: { id: held.id } })).status).toBe(
      403,
    );
    expect(await history(supervisor.token, held)).toMatchObject({
      mine: { mayDecide: false },
      votes: [{ vote: "escalate", to: { ...nobody, person: named }, reason: { text: "looked at it" } }],
      couldAnswer: { peopleInAll: 4 },
    });
    const [entry] = await db().auditStaged.findMany({ where: { subjectId: held.id, event: "action.escalated" } });
    expect(JSON.parse(Buffer.from(entry!.leaf).toString())).toMatchObject({
      facts: { to: { teamId: null, role: null, personId: officer.id } },
    });

    expect((await decide(officer.token, held, approve)).json).toMatchObject({
      status: "approved",
      decision: { by: { id: officer.id } },
    });
  });

  it("an administrator may decide in their place, and it can be handed on to a role", async () => {
    const { agent, admin, supervisor, officer } = await setUp();
    const [first, second] = [await hold(agent.key), await hold(agent.key)];
    for (const held of [first, second])
      expect((await escalate(supervisor.token, held, { personId: officer.id })).status).toBe(200);
    expect((await decide(admin.token, first, approve)).json).toMatchObject({ status: "approved" });
    expect((await escalate(officer.token, second, { role: "supervisor" })).json).toMatchObject({
      escalation: { ...nobody, role: "supervisor" },
    });
    expect((await decide(officer.token, second, approve)).status).toBe(403);
    expect((await decide(supervisor.token, second, approve)).status).toBe(200);
  });

  it("is refused where they may not decide it: no right, or their own", async () => {
    const { world, agent, supervisor, officer } = await setUp();
    const held = await hold(agent.key, { onBehalfOf: { type: "user", id: officer.email } });
    for (const { id } of [await world.person("viewer"), officer]) {
      expect((await escalate(supervisor.token, held, { personId: id })).json).toMatchObject({
        status: 422,
        code: "nobody_to_answer",
        errors: [{ path: "to.personId" }],
      });
    }
    expect(await read(supervisor.token, held)).toMatchObject({ escalation: null });
    expect(await db().approval.count({ where: { actionId: held.id } })).toBe(0);
    const { couldAnswer } = (await history(supervisor.token, held)) as { couldAnswer: { people: { id: string }[] } };
    expect(couldAnswer.people.map(({ id }) => id)).not.toContain(officer.id);
  });

  it("is refused to whom the workspace does not know, another's member, and who was deactivated", async () => {
    const { agent, admin, supervisor, officer } = await setUp();
    const elsewhere = await setUp();
    const held = await hold(agent.key);
    await changePerson(admin.token, officer.id, { status: "deactivated" });
    for (const personId of ["per_nobody", elsewhere.officer.id, officer.id]) {
      expect((await escalate(supervisor.token, held, { personId })).json).toMatchObject({
        status: 422,
        code: "unknown_person",
        errors: [{ path: "to.personId" }],
      });
    }
    expect((await escalate(supervisor.token, held, { teamId: "tea_nowhere" })).json).toMatchObject({
      status: 422,
      code: "unknown_team",
      errors: [{ path: "to.teamId" }],
    });
    expect((await escalate(elsewhere.supervisor.token, held, { personId: elsewhere.officer.id })).status).toBe(404);
  });

  it("names exactly one: not a person and a role, and not none of them", async () => {
    const { agent, supervisor, officer } = await setUp();
    const held = await hold(agent.key);
    for (const to of [{ personId: officer.id, role: "admin" }, {}])
      expect((await escalate(supervisor.token, held, to)).json).toMatchObject({ status: 400, code: "invalid_request" });
  });

  it("tells of some of those who may decide, and always of whom it was escalated to", async () => {
    const { world, agent, supervisor } = await setUp();
    for (let more = 0; more < 22; more += 1) await world.person("governance");
    const last = await world.person("supervisor");
    await db().person.update({ where: { id: last.id }, data: { name: "zz last of all" } });
    const held = await hold(agent.key);
    const could = async () =>
      (await history(supervisor.token, held))["couldAnswer"] as { people: { id: string }[]; peopleInAll: number };
    expect(await could()).toMatchObject({ peopleInAll: 26 });
    expect((await could()).people).toHaveLength(20);
    expect((await could()).people.map(({ id }) => id)).not.toContain(last.id);
    expect((await escalate(supervisor.token, held, { personId: last.id })).status).toBe(200);
    expect((await could()).people[0]).toEqual({
      id: last.id,
      name: "zz last of all",
      email: last.email,
      role: "supervisor",
    });
  });
});

describe("the person it was escalated to", () => {
  it.each([{ status: "deactivated" }, { role: "viewer" }])(
    "goes (%j): it goes to the fallback role, says why, and frees the claim",
    async (change) => {
      const { world, agent, admin, supervisor, officer } = await setUp();
      await db().workspace.update({ where: { id: world.workspaceId }, data: { fallbackRole: "supervisor" } });
      const held = await hold(agent.key);
      await escalate(supervisor.token, held, { personId: officer.id });
      expect(
        (await call(claimRoute.POST, { token: officer.token, method: "POST", params: { id: held.id } })).status,
      ).toBe(200);
      expect((await changePerson(admin.token, officer.id, change)).status).toBe(200);
      expect(await read(supervisor.token, held)).toMatchObject({
        escalation: { ...nobody, role: "supervisor", because: "nobody_left" },
        claim: null,
      });
      const entries = await db().auditStaged.findMany({
        where: { subjectId: held.id, event: "action.escalated" },
        orderBy: { id: "asc" },
      });
      expect(entries.map(({ leaf }) => JSON.parse(Buffer.from(leaf).toString()) as unknown)).toMatchObject([
        { facts: { to: { personId: officer.id } } },
        {
          facts: { because: "nobody_left", from: { personId: officer.id }, to: { role: "supervisor", personId: null } },
        },
      ]);
      expect((await decide(supervisor.token, held, approve)).json).toMatchObject({ status: "approved" });
    },
  );

  it("has approved, and is deactivated before it settles: the vote falls, and it goes on to those who may", async () => {
    const { world, agent, admin, supervisor, officer } = await setUp();
    await db().workspace.update({ where: { id: world.workspaceId }, data: { graceSeconds: 60 } });
    await world.actionType("mail", { zone: "yellow", confidenceThreshold: 0.9 });
    const held = await hold(agent.key, { action: "mail", confidence: 0.5 });
    await escalate(supervisor.token, held, { personId: officer.id });
    expect((await decide(officer.token, held, approve)).json).toMatchObject({ settling: { by: { id: officer.id } } });
    await changePerson(admin.token, officer.id, { status: "deactivated" });
    expect(await read(admin.token, held)).toMatchObject({
      status: "pending",
      settling: null,
      escalation: { person: null, because: "nobody_left" },
    });
  });

  it("is deactivated at the same moment: nothing is left with somebody who is gone, whoever is first", async () => {
    const { world, agent, admin, supervisor } = await setUp();
    for (let round = 0; round < 8; round += 1) {
      const goes = await world.person("reliability");
      const held = await hold(agent.key);
      const [escalated, left] = await Promise.all([
        escalate(supervisor.token, held, { personId: goes.id }),
        changePerson(admin.token, goes.id, { status: "deactivated" }),
      ]);
      expect(left.status).toBe(200);
      const { escalation } = await read(admin.token, held);
      if (escalated.status === 200) expect(escalation).toMatchObject({ person: null, because: "nobody_left" });
      else {
        expect(escalated.json).toMatchObject({ status: 422, code: "unknown_person" });
        expect(escalation).toBeNull();
      }
    }
  });
});
