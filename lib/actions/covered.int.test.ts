import { beforeAll, expect, it } from "vitest";
import * as decisionsRoute from "@/app/api/v1/actions/[id]/decisions/route";
import * as actionRoute from "@/app/api/v1/actions/[id]/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import * as personRoute from "@/app/api/v1/people/[id]/route";
import { settle } from "@/lib/audit/testing/log";
import { db } from "@/lib/platform/db/client";
import { asSuperuser } from "@/lib/platform/db/testing/database";
import { newId } from "@/lib/platform/ids";
import { call } from "@/lib/testing/call";
import { makeWorld, type World } from "@/lib/testing/world";
import { checkAllDecisions, checkDecision } from "./covered.service";

let world: World;
let agent: Awaited<ReturnType<World["agent"]>>;
let supervisor: Awaited<ReturnType<World["person"]>>;

beforeAll(async () => {
  world = await makeWorld();
  await world.actionType("pay", { zone: "green" });
  await world.actionType("wire", { zone: "red" });
  agent = await world.agent();
  supervisor = await world.person("supervisor");
});

async function ask(action: string): Promise<Record<string, unknown>> {
  return (await call(actionsRoute.POST, { token: agent.key, body: { action, parameters: { n: 1 }, confidence: 1 } }))
    .json;
}

async function decided(decision: "approve" | "reject"): Promise<string> {
  const asked = await ask("wire");
  const answer = await call(decisionsRoute.POST, {
    token: supervisor.token,
    params: { id: String(asked["id"]) },
    body: { decision, seenDigest: asked["digest"], reason: { text: "because" } },
  });
  expect(answer.status).toBe(200);
  return String(asked["id"]);
}

const contradiction = async (id: string) =>
  (
    (await call(actionRoute.GET, { token: supervisor.token, params: { id } })).json["decision"] as {
      contradictsLog?: string[];
    }
  ).contradictsLog;
const alarms = (subjectId: string) => db().auditEntry.count({ where: { subjectId, event: "alarm.raised" } });

it("decisions of people and of the gate agree with the log, before and after their entries are numbered", async () => {
  const ids = [await decided("approve"), await decided("reject"), String((await ask("pay"))["id"])];
  for (const id of ids) expect(await contradiction(id)).toBeUndefined();
  await settle();
  for (const id of ids) expect(await contradiction(id)).toBeUndefined();
  expect((await checkAllDecisions()).differing).toEqual([]);
});

const changes: [what: string, sql: string, fields: string[]][] = [
  ["the outcome", "UPDATE decisions SET outcome = 'approve' WHERE action_id = $1", ["outcome"]],
  ["the decider", "UPDATE decisions SET by_id = 'per_somebody' WHERE action_id = $1", ["by"]],
  ["the reason", "UPDATE decisions SET reason_text = 'another' WHERE action_id = $1", ["reason"]],
  ["the time", "UPDATE decisions SET at = at - interval '1 day' WHERE action_id = $1", ["at"]],
  ["what was asked", "UPDATE actions SET parameters = '{\"n\":1000000}' WHERE id = $1", ["parameters"]],
  ["its digest", "UPDATE actions SET digest = repeat('0', 64) WHERE id = $1", ["digest"]],
  ["the zone", "UPDATE actions SET zone = 'green' WHERE id = $1", ["zone"]],
  [
    "a vote made up",
    "INSERT INTO approvals (id, workspace_id, action_id, person_id, person_name, vote, seen_digest, at) SELECT 'apv_' || right(id, 20), workspace_id, id, 'per_somebody', 'Somebody', 'approve', digest, now() FROM actions WHERE id = $1",
    ["approval.entry"],
  ],
  ["the status", "UPDATE actions SET status = 'approved' WHERE id = $1", ["status"]],
  [
    "a permit made up",
    "INSERT INTO permits (action_id, workspace_id, digest, epoch, issued_at, expires_at) SELECT id, workspace_id, digest, 1, now(), now() + interval '1 hour' FROM actions WHERE id = $1",
    ["permit"],
  ],
  [
    "the reason with what was kept outside the log",
    "WITH d AS (UPDATE decisions SET reason_text = 'another' WHERE action_id = $1) UPDATE audit_private SET body = '{\"reason\":\"another\"}' WHERE entry_id IN (SELECT entry_id FROM audit_entries WHERE subject_id = $1)",
    ["reason", "approval.reason"],
  ],
];

it.each(changes)("%s changed by SQL is said by the next read, and is one alarm", async (_what, sql, fields) => {
  const id = await decided("reject");
  await settle();
  await asSuperuser(sql, [id]);
  expect(await contradiction(id)).toEqual(fields);
  expect(await contradiction(id)).toEqual(fields);
  await settle();
  expect(await alarms(id)).toBe(1);
});

const handed: [what: string, sql: string, fields: string[]][] = [
  ["the team that it waits for", "UPDATE actions SET escalated_team_id = 'team_other' WHERE id = $1", ["escalation"]],
  ["the role that it waits for", "UPDATE actions SET escalated_role = 'reliability' WHERE id = $1", ["escalation"]],
  [
    "the person whom it waits for",
    "UPDATE actions SET escalated_person_id = 'per_other' WHERE id = $1",
    ["escalation"],
  ],
  ["why it waits there", "UPDATE actions SET escalated_because = 'stopped' WHERE id = $1", ["escalation"]],
  [
    "that it waits for anybody in particular",
    "UPDATE actions SET escalated_team_id = NULL, escalated_role = NULL, escalated_person_id = NULL, escalated_because = NULL WHERE id = $1",
    ["escalation"],
  ],
  [
    "the team that it was handed to",
    "UPDATE approvals SET to_team_id = 'team_other' WHERE action_id = $1",
    ["approval.to"],
  ],
  [
    "the role that it was handed to",
    "UPDATE approvals SET to_role = 'reliability' WHERE action_id = $1",
    ["approval.to"],
  ],
  [
    "the person whom it was handed to",
    "UPDATE approvals SET to_person_id = 'per_other' WHERE action_id = $1",
    ["approval.to"],
  ],
];

/** Actions that wait for a role, a team, a person, and, as that person left, for the role that takes what nobody is left to answer. */
async function escalated(admin: { token: string }): Promise<string[]> {
  const [officer, leaver] = [await world.person("governance"), await world.person("governance")];
  const team = await db().team.create({
    data: { id: newId("team"), workspaceId: world.workspaceId, name: newId("team") },
  });
  await db().teamMember.create({ data: { workspaceId: world.workspaceId, teamId: team.id, personId: officer.id } });
  const ids: string[] = [];
  for (const to of [{ role: "governance" }, { teamId: team.id }, { personId: officer.id }, { personId: leaver.id }]) {
    const { id, digest } = await ask("wire");
    // Handed on once before: only the last entry says where it waits.
    for (const target of [{ role: "supervisor" }, to]) {
      const { status } = await call(decisionsRoute.POST, {
        token: admin.token,
        params: { id: String(id) },
        body: { decision: "escalate", to: target, seenDigest: digest, reason: { text: "yours" } },
      });
      expect(status).toBe(200);
    }
    ids.push(String(id));
  }
  expect(
    (
      await call(personRoute.PATCH, {
        token: admin.token,
        params: { id: leaver.id },
        method: "PATCH",
        body: { status: "deactivated" },
      })
    ).status,
  ).toBe(200);
  expect(await db().action.findUniqueOrThrow({ where: { id: String(ids.at(-1)) } })).toMatchObject({
    escalatedBecause: "nobody_left",
  });
  return ids;
}

it.each(handed)(
  "%s changed by SQL is found, whomever it was escalated to, and nothing is decided on it",
  async (_what, sql, fields) => {
    const admin = await world.person("admin");
    const ids = await escalated(admin);
    for (const id of ids) expect(await checkDecision(id)).toEqual([]);
    await settle();
    const { differing } = await checkAllDecisions();
    expect(ids.filter((id) => differing.includes(id))).toEqual([]);
    for (const id of ids) {
      await asSuperuser(sql, [id]);
      const { digest } = await db().action.findUniqueOrThrow({ where: { id } });
      const refused = await call(decisionsRoute.POST, {
        token: admin.token,
        params: { id },
        body: { decision: "reject", seenDigest: digest, reason: { text: "no" } },
      });
      expect(refused.json).toMatchObject({ status: 409, code: "contradicts_log" });
      expect(await checkDecision(id)).toEqual(fields);
    }
    expect((await checkAllDecisions()).differing).toEqual(expect.arrayContaining(ids));
    await settle();
    for (const id of ids) expect(await alarms(id)).toBe(1);
  },
);

it("a decision made up for what still waits, and a vote that was changed, are found by the nightly look", async () => {
  const waiting = String((await ask("wire"))["id"]);
  const slow = await makeWorld({ graceSeconds: 600 });
  await slow.actionType("wire", { zone: "yellow", confidenceThreshold: 0.9 });
  const [owner, voter] = [await slow.agent(), await slow.person("supervisor")];
  const voted = (
    await call(actionsRoute.POST, { token: owner.key, body: { action: "wire", parameters: { n: 1 }, confidence: 0.5 } })
  ).json;
  const vote = await call(decisionsRoute.POST, {
    token: voter.token,
    params: { id: String(voted["id"]) },
    body: { decision: "approve", seenDigest: voted["digest"], reason: { text: "fine" } },
  });
  expect(vote.json).toMatchObject({ status: "pending", settling: { outcome: "approve" } });
  await settle();
  expect((await checkAllDecisions()).differing).not.toContain(waiting);

  await asSuperuser(
    "INSERT INTO decisions (action_id, workspace_id, outcome, by_type, by_id, by_name, at) SELECT id, workspace_id, 'approve', 'person', $2, 'Somebody', now() FROM actions WHERE id = $1",
    [waiting, supervisor.id],
  );
  await asSuperuser("UPDATE actions SET status = 'approved' WHERE id = $1", [waiting]);
  await asSuperuser("UPDATE approvals SET person_id = $2 WHERE action_id = $1", [voted["id"], supervisor.id]);
  expect((await checkAllDecisions()).differing).toEqual(expect.arrayContaining([waiting, voted["id"]]));
  await settle();
  expect(await alarms(waiting)).toBe(1);
  expect(await alarms(String(voted["id"]))).toBe(1);
});
