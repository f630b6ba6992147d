import { beforeAll, expect, it } from "vitest";
import * as decisionsRoute from "@/app/api/v1/actions/[id]/decisions/route";
import * as actionRoute from "@/app/api/v1/actions/[id]/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import { settle } from "@/lib/audit/testing/log";
import { db } from "@/lib/platform/db/client";
import { asSuperuser } from "@/lib/platform/db/testing/database";
import { call } from "@/lib/testing/call";
import { makeWorld, type World } from "@/lib/testing/world";
import { checkAllDecisions } from "./covered.service";

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
  return (await call(actionsRoute.POST, { token: agent.key, body: { action, parameters: { n: 1 }, confidence: 1 } })).json;
}

async function decided(decision: "approve" | "reject"): Promise<string> {
  const asked = await ask("wire");
  const answer = await call(decisionsRoute.POST, { token: supervisor.token, params: { id: String(asked["id"]) }, body: { decision, seenDigest: asked["digest"], reason: { text: "because" } } });
  expect(answer.status).toBe(200);
  return String(asked["id"]);
}

const contradiction = async (id: string) => ((await call(actionRoute.GET, { token: supervisor.token, params: { id } })).json["decision"] as { contradictsLog?: string[] }).contradictsLog;
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
  ["a vote made up", "INSERT INTO approvals (id, workspace_id, action_id, person_id, person_name, vote, seen_digest, at) SELECT 'apv_' || right(id, 20), workspace_id, id, 'per_somebody', 'Somebody', 'approve', digest, now() FROM actions WHERE id = $1", ["approval.entry"]],
  ["the status", "UPDATE actions SET status = 'approved' WHERE id = $1", ["status"]],
  ["a permit made up", "INSERT INTO permits (action_id, workspace_id, digest, epoch, issued_at, expires_at) SELECT id, workspace_id, digest, 1, now(), now() + interval '1 hour' FROM actions WHERE id = $1", ["permit"]],
  ["the reason with what was kept outside the log", "WITH d AS (UPDATE decisions SET reason_text = 'another' WHERE action_id = $1) UPDATE audit_private SET body = '{\"reason\":\"another\"}' WHERE entry_id IN (SELECT entry_id FROM audit_entries WHERE subject_id = $1)", ["reason", "approval.reason"]],
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

it("a decision made up for what still waits, and a vote that was changed, are found by the nightly look", async () => {
  const waiting = String((await ask("wire"))["id"]);
  const slow = await makeWorld({ graceSeconds: 600 });
  await slow.actionType("wire", { zone: "yellow", confidenceThreshold: 0.9 });
  const [owner, voter] = [await slow.agent(), await slow.person("supervisor")];
  const voted = (await call(actionsRoute.POST, { token: owner.key, body: { action: "wire", parameters: { n: 1 }, confidence: 0.5 } })).json;
  const vote = await call(decisionsRoute.POST, { token: voter.token, params: { id: String(voted["id"]) }, body: { decision: "approve", seenDigest: voted["digest"], reason: { text: "fine" } } });
  expect(vote.json).toMatchObject({ status: "pending", settling: { outcome: "approve" } });
  await settle();
  expect((await checkAllDecisions()).differing).not.toContain(waiting);

  await asSuperuser("INSERT INTO decisions (action_id, workspace_id, outcome, by_type, by_id, by_name, at) SELECT id, workspace_id, 'approve', 'person', $2, 'Somebody', now() FROM actions WHERE id = $1", [waiting, supervisor.id]);
  await asSuperuser("UPDATE actions SET status = 'approved' WHERE id = $1", [waiting]);
  await asSuperuser("UPDATE approvals SET person_id = $2 WHERE action_id = $1", [voted["id"], supervisor.id]);
  expect((await checkAllDecisions()).differing).toEqual(expect.arrayContaining([waiting, voted["id"]]));
  await settle();
  expect(await alarms(waiting)).toBe(1);
  expect(await alarms(String(voted["id"]))).toBe(1);
});
