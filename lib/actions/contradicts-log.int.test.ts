import { describe, expect, it } from "vitest";
import * as currentRoute from "@/app/api/v1/actions/[id]/decisions/current/route";
import * as decisionsRoute from "@/app/api/v1/actions/[id]/decisions/route";
import * as executionsRoute from "@/app/api/v1/actions/[id]/executions/route";
import * as actionRoute from "@/app/api/v1/actions/[id]/route";
import * as bulkRoute from "@/app/api/v1/actions/decisions/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import { settleDue } from "@/lib/approvals/sweep.service";
import { settle as sequence } from "@/lib/audit/testing/log";
import { canonicalText } from "@/lib/platform/canonical-json.rules";
import { db, pool } from "@/lib/platform/db/client";
import { newId } from "@/lib/platform/ids";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";
import { checkAllDecisions } from "./covered.service";
import { digestOf } from "./digest.rules";

// Everything here is done to the database with the application's own account, as whoever got hold of it would.

interface Held {
  id: string;
  digest: string;
}

async function setUp({ graceSeconds = 0 } = {}) {
  const world = await makeWorld({ graceSeconds });
  await world.actionType("pay", { zone: "green" });
  await world.actionType("mail", { zone: "yellow", confidenceThreshold: 1 });
  await world.person("admin");
  const [agent, supervisor] = [await world.agent(), await world.person("supervisor")];
  const ask = async (action: "pay" | "mail", parameters: unknown = { amount: 1 }) =>
    (
      await call(actionsRoute.POST, {
        token: agent.key,
        body: { action, parameters, confidence: action === "pay" ? 1 : 0.1 },
      })
    ).json as unknown as Held & Record<string, unknown>;
  const decide = ({ id, digest }: Held, body: Record<string, unknown> = { decision: "approve" }) =>
    call(decisionsRoute.POST, {
      token: supervisor.token,
      params: { id },
      body: { seenDigest: digest, reason: { text: "looked at it" }, ...body },
    });
  const execute = ({ id }: Held, digest: string) =>
    call(executionsRoute.POST, { token: agent.key, params: { id }, body: { digest } });
  const read = async ({ id }: Held) => (await call(actionRoute.GET, { token: supervisor.token, params: { id } })).json;
  return { world, agent, supervisor, ask, decide, execute, read };
}

const change = (sql: string, values: unknown[]) => pool().query(sql, values);
const alarmsOf = ({ id }: Held) => db().alarm.count({ where: { subjectId: id, kind: "decision_contradicts_log" } });
const entriesOf = async ({ id }: Held, event: string) =>
  (await db().auditStaged.count({ where: { subjectId: id, event } })) +
  (await db().auditEntry.count({ where: { subjectId: id, event } }));
const refused = { status: 409, code: "contradicts_log" };
const forged = { amount: 1_000_000 };
const forgedJson = JSON.stringify(forged);

describe("what runs is what was decided", () => {
  const forgedDigest = (agentId: string, action: string) =>
    digestOf({ agentId, subjectId: null, action, typeVersion: 1, resource: null, parameters: forged });

  it.each(["pay", "mail"] as const)("other final parameters of %s do not run, and are told", async (action) => {
    const { ask, decide, execute, read } = await setUp();
    const asked = await ask(action);
    if (action === "mail") expect((await decide(asked)).json).toMatchObject({ status: "approved" });
    await change("UPDATE actions SET final_parameters = $2::json WHERE id = $1", [asked.id, forgedJson]);
    expect((await execute(asked, asked.digest)).json).toMatchObject(refused);
    expect(await db().permit.findUniqueOrThrow({ where: { actionId: asked.id } })).toMatchObject({ consumedAt: null });
    expect(await entriesOf(asked, "action.executed")).toBe(0);
    expect(await alarmsOf(asked)).toBe(1);
    expect(await read(asked)).toMatchObject({ decision: { contradictsLog: ["finalParameters"] } });
    await sequence();
    expect((await checkAllDecisions()).differing).toContain(asked.id);
    expect(await entriesOf(asked, "alarm.raised")).toBe(1);
  });

  it("nor do they where digests and permit are changed with them", async () => {
    const { agent, ask, decide, execute } = await setUp();
    const asked = await ask("mail");
    await decide(asked);
    const digest = forgedDigest(agent.id, "mail");
    await change(
      "UPDATE actions SET parameters = $2::json, digest = $3, final_parameters = $2::json, final_digest = $3 WHERE id = $1",
      [asked.id, forgedJson, digest],
    );
    await change("UPDATE permits SET digest = $2 WHERE action_id = $1", [asked.id, digest]);
    for (const given of [asked.digest, digest]) expect((await execute(asked, given)).json).toMatchObject(refused);
    expect(await alarmsOf(asked)).toBe(1);
  });

  it("nor an approval that nobody gave, nor another action under its permit", async () => {
    const { ask, execute } = await setUp();
    const [waiting, allowed] = [await ask("mail"), await ask("pay")];
    await change(
      "UPDATE actions SET status = 'approved', final_parameters = parameters, final_digest = digest WHERE id = $1",
      [waiting.id],
    );
    await change(
      "INSERT INTO permits (action_id, workspace_id, digest, epoch, issued_at, expires_at) SELECT id, workspace_id, digest, epoch, now(), now() + interval '1 hour' FROM actions WHERE id = $1",
      [waiting.id],
    );
    await change("UPDATE actions SET action = 'mail' WHERE id = $1", [allowed.id]);
    for (const action of [waiting, allowed]) {
      expect((await execute(action, action.digest)).json).toMatchObject(refused);
      expect(await alarmsOf(action)).toBe(1);
    }
  });

  it("and it runs once, also where its permit is made unused again", async () => {
    const { ask, execute } = await setUp();
    const asked = await ask("pay");
    expect((await execute(asked, asked.digest)).status).toBe(200);
    await change("UPDATE permits SET consumed_at = NULL WHERE action_id = $1", [asked.id]);
    expect((await execute(asked, asked.digest)).json).toMatchObject(refused);
    expect(await alarmsOf(asked)).toBe(1);
  });

  it("an action that no entry tells of runs nothing", async () => {
    const { ask, execute } = await setUp();
    const asked = await ask("pay");
    const copy = { ...asked, id: newId("action") };
    for (const [table, column] of [
      ["actions", "id"],
      ["decisions", "action_id"],
      ["permits", "action_id"],
    ] as const)
      await change(
        `INSERT INTO ${table} SELECT (jsonb_populate_record(t, jsonb_build_object('${column}', $2::text))).* FROM ${table} t WHERE ${column} = $1`,
        [asked.id, copy.id],
      );
    expect((await execute(copy, copy.digest)).json).toMatchObject(refused);
    await sequence();
    expect((await checkAllDecisions()).differing).toContain(copy.id);
  });
});

describe("nothing is decided on what was not asked", () => {
  it.each([
    { decision: "approve" },
    { decision: "edit", parameters: { amount: 2 } },
    { decision: "reject" },
    { decision: "escalate" },
  ])("$decision is refused where the parameters were changed", async (body) => {
    const { ask, decide, read } = await setUp();
    const asked = await ask("mail");
    await change("UPDATE actions SET parameters = $2::json WHERE id = $1", [asked.id, forgedJson]);
    expect((await decide(asked, body)).json).toMatchObject(refused);
    expect(await read(asked)).toMatchObject({ status: "pending", decision: null, escalation: null });
    expect(await alarmsOf(asked)).toBe(1);
  });

  it("also with a digest to match, and among several at once", async () => {
    const { agent, supervisor, ask } = await setUp();
    const [changed, whole] = [await ask("mail"), await ask("mail")];
    const digest = digestOf({
      agentId: agent.id,
      subjectId: null,
      action: "mail",
      typeVersion: 1,
      resource: null,
      parameters: forged,
    });
    await change("UPDATE actions SET parameters = $2::json, digest = $3 WHERE id = $1", [
      changed.id,
      forgedJson,
      digest,
    ]);
    const items = [
      { actionId: changed.id, seenDigest: digest },
      { actionId: whole.id, seenDigest: whole.digest },
    ];
    const { json } = await call(bulkRoute.POST, {
      token: supervisor.token,
      body: { decision: "approve", items, reason: { text: "all fine" } },
    });
    expect(json["items"]).toMatchObject([refused, { id: whole.id, status: "approved" }]);
    expect(await alarmsOf(changed)).toBe(1);
    expect(await alarmsOf(whole)).toBe(0);
  });

  it("what still waits is compared in the night, too", async () => {
    const { ask } = await setUp();
    const asked = await ask("mail");
    await change("UPDATE actions SET parameters = $2::json WHERE id = $1", [asked.id, forgedJson]);
    await sequence();
    expect((await checkAllDecisions()).differing).toContain(asked.id);
    expect(await alarmsOf(asked)).toBe(1);
  });
});

describe("only a vote that the log knows settles", () => {
  const due = (id: string) => change("UPDATE actions SET settles_at = to_timestamp(0) WHERE id = $1", [id]);
  const insertVote =
    "INSERT INTO approvals (id, workspace_id, action_id, person_id, person_name, vote, seen_digest, final_digest, final_parameters, epoch, at) SELECT $2, workspace_id, id, $3, 'Somebody', 'approve', digest, digest, parameters, epoch, now() FROM actions WHERE id = $1";

  async function expectLeft(held: Held, settlingId: string): Promise<void> {
    await settleDue();
    expect(await db().action.findUniqueOrThrow({ where: { id: held.id } })).toMatchObject({
      status: "pending",
      settlingId,
    });
    expect(await db().decision.count({ where: { actionId: held.id } })).toBe(0);
    expect(await db().permit.count({ where: { actionId: held.id } })).toBe(0);
    expect(await alarmsOf(held)).toBe(1);
    await sequence();
    expect((await checkAllDecisions()).differing).toContain(held.id);
    await change("UPDATE actions SET settles_at = NULL WHERE id = $1", [held.id]);
  }

  it("one made up does not", async () => {
    const { supervisor, ask } = await setUp();
    const held = await ask("mail");
    const vote = newId("approval");
    await change(insertVote, [held.id, vote, supervisor.id]);
    await change("UPDATE actions SET settling_id = $2, settles_at = now() WHERE id = $1", [held.id, vote]);
    await expectLeft(held, vote);
  });

  it("one taken back does not, nor one of another action", async () => {
    const { supervisor, ask, decide } = await setUp({ graceSeconds: 600 });
    const [held, other] = [await ask("mail"), await ask("mail", { amount: 7 })];
    for (const action of [held, other])
      expect((await decide(action)).json).toMatchObject({ status: "pending", settling: { outcome: "approve" } });
    const { settlingId: ofOther } = await db().action.findUniqueOrThrow({ where: { id: other.id } });
    const { settlingId } = await db().action.findUniqueOrThrow({ where: { id: held.id } });
    expect(
      (await call(currentRoute.DELETE, { token: supervisor.token, params: { id: held.id }, method: "DELETE" })).status,
    ).toBe(200);
    await change("UPDATE approvals SET withdrawn_at = NULL, withdrawn_because = NULL WHERE id = $1", [settlingId]);
    await change("UPDATE actions SET settling_id = $2, settles_at = to_timestamp(0) WHERE id = $1", [
      held.id,
      settlingId,
    ]);
    await expectLeft(held, String(settlingId));

    const third = await ask("mail");
    await change("UPDATE actions SET settling_id = $2, settles_at = to_timestamp(0) WHERE id = $1", [
      third.id,
      ofOther,
    ]);
    await expectLeft(third, String(ofOther));
  });

  const changes: [what: string, sql: string][] = [
    ["the action's parameters", `UPDATE actions SET parameters = '${forgedJson}' WHERE id = $1`],
    ["what it lets run", `UPDATE approvals SET final_parameters = '${forgedJson}' WHERE action_id = $1`],
    ["who gave it", "UPDATE approvals SET person_id = 'per_somebody' WHERE action_id = $1"],
    ["the reason", "UPDATE approvals SET reason_text = 'another' WHERE action_id = $1"],
    ["the epoch", "UPDATE approvals SET epoch = epoch + 100 WHERE action_id = $1"],
  ];

  it.each(changes)("nor one where %s changed; a true one beside it does", async (_what, sql) => {
    const { ask, decide } = await setUp({ graceSeconds: 600 });
    const [held, whole] = [await ask("mail"), await ask("mail")];
    for (const action of [held, whole]) await decide(action);
    const { settlingId } = await db().action.findUniqueOrThrow({ where: { id: held.id } });
    await change(sql, [held.id]);
    for (const action of [held, whole]) await due(action.id);
    await expectLeft(held, String(settlingId));
    expect(await db().action.findUniqueOrThrow({ where: { id: whole.id } })).toMatchObject({ status: "approved" });
    expect(await alarmsOf(whole)).toBe(0);
  });
});

it("whatever parameters JSON can hold agree with the log in every way to a decision, and run as they were asked", async () => {
  const quick = await setUp();
  const slow = await setUp({ graceSeconds: 600 });
  const odd = JSON.parse(
    '{"$type":"Json","value":"1","n":[0,-0,9007199254740991,1e-7,0.1,-2.5e300,5e-324],"text":"\\u2028 ✓ \\ud83d\\ude00 \\" \\\\","10":1,"9":{"":null},"deep":[[[{"b":2,"a":[]}]]]}',
  ) as Record<string, unknown>;
  const ids: string[] = [];
  const runs = async ({ execute, read }: Awaited<ReturnType<typeof setUp>>, held: Held) => {
    const { permit } = (await read(held)) as { permit: { digest: string } };
    const { json } = await execute(held, permit.digest);
    expect(canonicalText(json["parameters"])).toBe(canonicalText(odd));
    ids.push(held.id);
  };
  const allowed = await quick.ask("pay", odd);
  expect(allowed).toMatchObject({ status: "approved" });
  await runs(quick, allowed);
  const approved = await quick.ask("mail", odd);
  await quick.decide(approved);
  await runs(quick, approved);
  const edited = await quick.ask("mail");
  await quick.decide(edited, { decision: "edit", parameters: odd });
  await runs(quick, edited);
  const settling = [await slow.ask("mail", odd), await slow.ask("mail")] as const;
  await slow.decide(settling[0]);
  await slow.decide(settling[1], { decision: "edit", parameters: odd });
  for (const { id } of settling) await change("UPDATE actions SET settles_at = to_timestamp(0) WHERE id = $1", [id]);
  await settleDue();
  for (const held of settling) await runs(slow, held);
  const handed = await quick.ask("mail", odd);
  expect((await quick.decide(handed, { decision: "escalate" })).status).toBe(200);
  ids.push(handed.id);

  expect(await db().alarm.count({ where: { subjectId: { in: ids } } })).toBe(0);
  await sequence();
  const { differing } = await checkAllDecisions();
  expect(ids.filter((id) => differing.includes(id))).toEqual([]);
});
