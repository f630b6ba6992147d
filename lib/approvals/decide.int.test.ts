import { describe, expect, it } from "vitest";
import * as cancelRoute from "@/app/api/v1/actions/[id]/cancel/route";
import * as claimRoute from "@/app/api/v1/actions/[id]/claim/route";
import * as extendRoute from "@/app/api/v1/actions/[id]/extend/route";
import * as historyRoute from "@/app/api/v1/actions/[id]/history/route";
import * as bulkRoute from "@/app/api/v1/actions/decisions/route";
import * as summaryRoute from "@/app/api/v1/approvals/summary/route";
import { db } from "@/lib/platform/db/client";
import { call } from "@/lib/testing/call";
import { because, decide, hold as holdAny, type Held } from "@/lib/testing/held";
import { makeWorld, type World } from "@/lib/testing/world";
import { expireDue } from "./sweep.service";

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

describe("deciding", () => {
  it("a second decision on a decided action is refused with 409", async () => {
    const { agent, supervisor, colleague } = await setUp();
    const held = await hold(agent.key);
    expect((await decide(supervisor.token, held, approve)).json).toMatchObject({ status: "approved" });
    expect((await decide(colleague.token, held, { decision: "reject", ...because })).json).toMatchObject({
      status: 409,
      code: "already_decided",
    });
  });

  it("a decision with a stale digest is refused with 409 and changes nothing", async () => {
    const { agent, supervisor } = await setUp();
    const held = await hold(agent.key);
    expect((await decide(supervisor.token, { ...held, digest: "0".repeat(64) }, approve)).json).toMatchObject({
      status: 409,
      code: "stale_digest",
    });
    expect((await db().action.findUniqueOrThrow({ where: { id: held.id } })).status).toBe("pending");
  });

  it.each([
    ["approve in red", { decision: "approve" }],
    ["edit", { decision: "edit", parameters: { amount: 1 } }],
    ["reject", { decision: "reject", reason: { text: "  " } }],
    ["to say what nobody can read", { decision: "approve", reason: { text: "\u200b" } }],
  ])("%s without a reason is refused with 422", async (_, body) => {
    const { agent, supervisor } = await setUp();
    expect((await decide(supervisor.token, await hold(agent.key), body)).json).toMatchObject({
      status: 422,
      code: "reason_required",
    });
  });

  it("an edit against the schema is refused with the path of the fault", async () => {
    const { agent, supervisor } = await setUp();
    const answer = await decide(supervisor.token, await hold(agent.key), {
      decision: "edit",
      parameters: { amount: 101 },
      ...because,
    });
    expect(answer.json).toMatchObject({
      status: 422,
      code: "invalid_parameters",
      errors: [{ path: "parameters.amount" }],
    });
  });

  it("nobody decides on what they own or what acts for them", async () => {
    const { world, supervisor, colleague } = await setUp();
    const own = await world.agent({ createdById: supervisor.id });
    const held = await hold(own.key);
    expect((await decide(supervisor.token, held, approve)).json).toMatchObject({ status: 403, code: "own_action" });
    expect((await call(historyRoute.GET, { token: supervisor.token, params: { id: held.id } })).json).toMatchObject({
      mine: { mayDecide: false, code: "own_action" },
    });
    const forColleague = await hold(own.key, "wire", { onBehalfOf: { type: "user", id: colleague.email } });
    expect((await decide(colleague.token, forColleague, approve)).json).toMatchObject({ code: "own_action" });
    expect((await decide(colleague.token, held, approve)).status).toBe(200);
  });

  it("the history of the next one names who decided, by id and name", async () => {
    const { agent, supervisor } = await setUp();
    await decide(supervisor.token, await hold(agent.key), { decision: "reject", ...because });
    await call(cancelRoute.POST, { token: agent.key, params: { id: (await hold(agent.key)).id }, body: {} });
    const { json } = await call(historyRoute.GET, {
      token: supervisor.token,
      params: { id: (await hold(agent.key)).id },
    });
    expect(json["recent"]).toMatchObject([
      { outcome: "cancel", by: { type: "system", id: agent.id } },
      { outcome: "reject", by: { type: "person", id: supervisor.id, name: supervisor.name } },
    ]);
  });

  it("a viewer is refused with 403, a stranger with 404", async () => {
    const { world, agent } = await setUp();
    const other = await setUp();
    const held = await hold(agent.key);
    expect((await decide((await world.person("viewer")).token, held, approve)).status).toBe(403);
    expect((await decide(other.supervisor.token, held, approve)).status).toBe(404);
  });

  it("an escalated action is decided by those it was escalated to", async () => {
    const { world, agent, supervisor } = await setUp();
    const officer = await world.person("governance");
    const held = await hold(agent.key);
    expect((await decide(officer.token, held, approve)).json).toMatchObject({ status: 403 });
    const escalated = await decide(supervisor.token, held, {
      decision: "escalate",
      to: { role: "governance" },
      reason: { text: "crosses a border" },
    });
    expect(escalated.json).toMatchObject({ status: "pending", escalation: { role: "governance" } });
    expect((await decide(supervisor.token, held, approve)).json).toMatchObject({ status: 403 });
    expect((await decide(officer.token, held, approve)).json).toMatchObject({ status: "approved" });
  });

  it("nothing is approved that a stop covers, but it can be rejected", async () => {
    const { world, agent, supervisor } = await setUp();
    const held = await hold(agent.key);
    await pull(world);
    expect((await decide(supervisor.token, held, approve)).json).toMatchObject({ status: 409, code: "stopped" });
    expect(
      (await decide(supervisor.token, held, { decision: "reject", reason: { code: "not_needed" } })).json,
    ).toMatchObject({ status: "denied" });
  });
});

describe("claims, time and several at once", () => {
  it("one of those who claim at once gets it, the others are told who", async () => {
    const { agent, supervisor, colleague } = await setUp();
    const { id } = await hold(agent.key);
    const claims = await Promise.all(
      [supervisor, colleague].map((p) => call(claimRoute.POST, { token: p.token, params: { id }, method: "POST" })),
    );
    expect(claims.map((c) => c.status).sort()).toEqual([200, 409]);
    const loser = claims.find((c) => c.status === 409);
    expect(loser?.json).toMatchObject({ code: "claimed_by_other" });
  });

  it("nobody decides after the time is up, and the sweep denies it as expired", async () => {
    const { agent, supervisor } = await setUp();
    const held = await hold(agent.key);
    await db().action.update({ where: { id: held.id }, data: { expiresAt: new Date(Date.now() - 1) } });
    expect((await decide(supervisor.token, held, approve)).json).toMatchObject({ code: "already_decided" });
    await expireDue();
    expect(await db().decision.findUnique({ where: { actionId: held.id } })).toMatchObject({
      outcome: "expire",
      byType: "system",
    });
    expect((await db().action.findUniqueOrThrow({ where: { id: held.id } })).status).toBe("expired");
  });

  it("the time is extended in the last minute only", async () => {
    const { agent, supervisor } = await setUp();
    const { id } = await hold(agent.key);
    const extend = () => call(extendRoute.POST, { token: supervisor.token, params: { id }, method: "POST" });
    expect((await extend()).json).toMatchObject({ code: "not_yet" });
    // Though it would be later than now: by a press a minute nothing would ever expire.
    await db().action.update({ where: { id }, data: { expiresAt: new Date(Date.now() + 120_000) } });
    expect((await extend()).json).toMatchObject({ code: "not_yet" });
    await db().action.update({ where: { id }, data: { expiresAt: new Date(Date.now() + 30_000) } });
    const { json } = await extend();
    expect(new Date(String(json["expiresAt"])).getTime()).toBeGreaterThan(Date.now() + 290_000);
  });

  it("several at once are rejected in red, too, each with an entry that holds what was shown", async () => {
    const { agent, supervisor, world } = await setUp();
    const other = await world.agent();
    await world.actionType("note", { zone: "yellow", confidenceThreshold: 0.9 });
    const reject = (items: Held[]) =>
      call(bulkRoute.POST, {
        token: supervisor.token,
        body: { decision: "reject", items: items.map((h) => ({ actionId: h.id, seenDigest: h.digest })), ...because },
      });
    const mine = [await hold(agent.key), await hold(agent.key, "note")];
    const theirs = await hold(other.key);
    expect((await reject([...mine, theirs])).json).toMatchObject({ status: 422, code: "mixed_actions" });
    const stale = { ...(await hold(agent.key)), digest: "0".repeat(64) };
    const { json } = await reject([...mine, stale]);
    expect((json["items"] as { status: unknown }[]).map((i) => i.status)).toEqual(["denied", "denied", 409]);
    for (const { id, digest } of mine) {
      const entries = await db().auditStaged.findMany({ where: { subjectId: id, event: "action.decided" } });
      expect(
        entries.map((entry) => (JSON.parse(Buffer.from(entry.leaf).toString("utf8")) as { facts: unknown }).facts),
      ).toMatchObject([{ outcome: "reject", seenDigest: digest }]);
    }
    // One type of several agents, as one chooses them row by row.
    expect(
      (
        await reject([
          { ...stale, digest: (await db().action.findUniqueOrThrow({ where: { id: stale.id } })).digest },
          theirs,
        ])
      ).json,
    ).toMatchObject({ items: [{ status: "denied" }, { status: "denied" }] });
  });

  it("several at once that may not be are refused with every name among them, bounded", async () => {
    const { agent, supervisor, world } = await setUp();
    const invented = await Promise.all(Array.from({ length: 17 }, (_, n) => hold(agent.key, `invented_${n}`)));
    const theirs = await hold((await world.agent()).key, "invented_0");
    const { json } = await call(bulkRoute.POST, {
      token: supervisor.token,
      body: {
        decision: "reject",
        items: [...invented, theirs].map((h) => ({ actionId: h.id, seenDigest: h.digest })),
        ...because,
      },
    });
    expect(json).toMatchObject({
      code: "mixed_actions",
      detail: expect.stringMatching(
        /These are of (invented_\d+, ){4}invented_\d+ and 12 more, of several agents\. None was decided\./,
      ) as string,
    });
  });

  it("several at once are approved one by one; red and mixed are refused whole", async () => {
    const { agent, supervisor, world } = await setUp();
    const mails = [await hold(agent.key, "mail"), await hold(agent.key, "mail")];
    const red = await hold(agent.key);
    const several = (items: Held[]) =>
      call(bulkRoute.POST, {
        token: supervisor.token,
        body: { decision: "approve", items: items.map((h) => ({ actionId: h.id, seenDigest: h.digest })), ...because },
      });
    expect((await several([...mails, red])).json).toMatchObject({ status: 422, code: "red_not_in_bulk" });
    await world.actionType("note", { zone: "yellow", confidenceThreshold: 0.9 });
    expect((await several([...mails, await hold(agent.key, "note")])).json).toMatchObject({
      code: "mixed_actions",
      detail: expect.stringContaining("These are of mail and note. None was decided.") as string,
    });
    await decide(supervisor.token, mails[0] as Held, { decision: "reject", ...because });
    const { json } = await several(mails);
    expect((json["items"] as { status: unknown }[]).map((i) => i.status)).toEqual([409, "approved"]);
  });

  it("what became red since it was asked is not approved with others, though its row still says yellow", async () => {
    const { agent, supervisor, world } = await setUp();
    const mails = [await hold(agent.key, "mail"), await hold(agent.key, "mail")];
    await db().actionType.updateMany({
      where: { workspaceId: world.workspaceId, name: "mail" },
      data: { zone: "red" },
    });
    await db().workspace.update({ where: { id: world.workspaceId }, data: { epoch: { increment: 1 } } });
    const { json } = await call(bulkRoute.POST, {
      token: supervisor.token,
      body: { decision: "approve", items: mails.map((h) => ({ actionId: h.id, seenDigest: h.digest })), ...because },
    });
    expect(json).toMatchObject({ items: mails.map(() => ({ code: "red_not_in_bulk" })) });
  });

  it("what was decided already is neither escalated nor decided again", async () => {
    const { agent, supervisor, colleague } = await setUp();
    const held = await hold(agent.key);
    expect((await decide(supervisor.token, held, { decision: "reject", ...because })).status).toBe(200);
    for (const again of [
      { decision: "escalate", ...because },
      { decision: "approve", ...because },
    ])
      expect((await decide(colleague.token, held, again)).json).toMatchObject({ status: 409, code: "already_decided" });
    expect(await db().approval.count({ where: { actionId: held.id } })).toBe(1);
  });

  it("the summary counts what waits and what was decided", async () => {
    const { agent, supervisor } = await setUp();
    await hold(agent.key);
    await decide(supervisor.token, await hold(agent.key), approve);
    expect((await call(summaryRoute.GET, { token: supervisor.token })).json).toMatchObject({
      waiting: 1,
      byZone: { red: 1, yellow: 0, green: 0 },
      forMe: 1,
      forMeByZone: { red: 1, yellow: 0, green: 0 },
      claimedByMeByZone: { red: 0, yellow: 0, green: 0 },
      decidedByPeople: 1,
      decided: 1,
    });
  });
});
