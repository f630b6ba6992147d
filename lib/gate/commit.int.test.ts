import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as actionsRoute from "@/app/api/v1/actions/route";
import type { AskedRows } from "@/lib/actions/action-rows.rules";
import { db, pool } from "@/lib/platform/db/client";
import { newId } from "@/lib/platform/ids";
import { call, type Answer } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";
import { commitFreely, type Judged } from "./commit.service";
import { entryOf } from "./gate.service";

// What comes at once is committed together, and each is answered for itself.

const pay = { action: "pay", parameters: { n: 1 }, confidence: 1 };
const ask = (key: string, body: object = pay, headers: Record<string, string> = {}): Promise<Answer> =>
  call(actionsRoute.POST, { token: key, path: "/api/v1/actions", body, headers });
const times = (n: number) => Array.from({ length: n });

let sent: string[];
beforeEach(() => {
  sent = [];
  const shared = pool();
  const query = shared.query.bind(shared) as (...given: unknown[]) => unknown;
  vi.spyOn(shared, "query").mockImplementation((...given: unknown[]) => {
    const [statement] = given as [{ name?: string }];
    if (statement.name?.startsWith("gate_commit")) sent.push(statement.name);
    return query(...given);
  });
});
afterEach(() => vi.restoreAllMocks());

async function setUp() {
  const world = await makeWorld();
  await world.actionType("pay", { zone: "green" });
  return { world, agent: await world.agent() };
}

describe("asks that come at once", () => {
  it("are committed in fewer statements than there are, each once and with its own entry", async () => {
    const { world, agent } = await setUp();
    const other = await world.agent();
    await Promise.all([ask(agent.key), ask(other.key)]);
    sent = [];
    const answers = await Promise.all(
      times(40).map((_, n) => ask(n % 2 === 0 ? agent.key : other.key, { ...pay, parameters: { n } })),
    );
    expect(answers.map(({ status }) => status)).toEqual(times(40).map(() => 201));
    expect(sent).toContain("gate_commit_group");
    expect(sent.length).toBeLessThan(20);
    const ids = answers.map(({ json }) => String(json["id"]));
    expect(new Set(ids).size).toBe(40);
    const rows = await db().action.findMany({ where: { id: { in: ids } } });
    expect(rows.filter(({ agentId }) => agentId === agent.id)).toHaveLength(20);
    for (const [n, { json }] of answers.entries())
      expect(json).toMatchObject({ parameters: { n }, agentId: n % 2 === 0 ? agent.id : other.id });
    const entries = await db().auditStaged.findMany({ where: { subjectId: { in: ids } } });
    expect(new Set(entries.map(({ subjectId }) => subjectId)).size).toBe(40);
    expect(entries).toHaveLength(40);
    expect(await db().permit.count({ where: { actionId: { in: ids } } })).toBe(40);
  });

  it("are refused each for itself: a dead key, a run that is over, a key used for something else", async () => {
    const { world, agent } = await setUp();
    const dead = await world.agent();
    await Promise.all([ask(agent.key), ask(dead.key)]);
    await ask(agent.key, pay, { "idempotency-key": "used" });
    // Behind the back of what the process remembers: only the commit can know.
    await db().apiKey.updateMany({ where: { agentId: dead.id }, data: { revokedAt: new Date() } });
    const good = () => times(8).map((_, n) => ask(agent.key, { ...pay, parameters: { good: n } }));
    const [before, refused, after] = await Promise.all([
      Promise.all(good()),
      Promise.all([
        ask(dead.key),
        ask(agent.key, { ...pay, runId: newId("run") }),
        ask(agent.key, { ...pay, parameters: { other: true } }, { "idempotency-key": "used" }),
        ask(agent.key, { ...pay, parameters: { twice: 1 } }, { "idempotency-key": "twice" }),
        ask(agent.key, { ...pay, parameters: { twice: 1 } }, { "idempotency-key": "twice" }),
      ]),
      Promise.all(good()),
    ]);
    expect(sent).toContain("gate_commit_group");
    expect([...before, ...after].map(({ status }) => status)).toEqual(times(16).map(() => 201));
    expect(refused.map(({ status }) => status)).toEqual([401, 422, 422, 201, 201]);
    expect(refused[3].json["id"]).toBe(refused[4].json["id"]);
    expect(await db().action.count({ where: { agentId: dead.id } })).toBe(1);
    expect(await db().action.count({ where: { agentId: agent.id } })).toBe(2 + 16 + 1);
  });

  it("that make the statement fail, fail alone", async () => {
    const { world, agent } = await setUp();
    const { id } = (await ask(agent.key)).json as { id: string };
    const { rows } = await pool().query<{ row: AskedRows["action"] }>(
      "SELECT to_json(a) AS row FROM actions a WHERE id = $1",
      [id],
    );
    const { keyId } = await db().action.findUniqueOrThrow({ where: { id } });
    const { epoch } = await db().workspace.findUniqueOrThrow({ where: { id: world.workspaceId } });
    const judged = (change: object): Judged => {
      const action = { ...(rows[0]?.row as AskedRows["action"]), id: newId("action"), ...change };
      const made = [{ action, decision: undefined, permit: undefined, debits: [] }] as unknown as AskedRows[];
      return {
        caller: { workspaceId: world.workspaceId, agentId: agent.id, keyId, runId: null, epoch: Number(epoch) },
        made,
        entries: made.map(entryOf),
        runStops: new Map(),
        once: undefined,
      };
    };
    sent = [];
    const all = [judged({}), judged({}), judged({ zone_rank: "many" }), judged({})];
    const settled = await Promise.allSettled(all.map(commitFreely));
    expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
    expect(sent).toEqual(["gate_commit", "gate_commit_group", "gate_commit", "gate_commit", "gate_commit"]);
    const kept = await db().action.findMany({
      where: { id: { in: all.flatMap(({ made }) => made.map((m) => m.action.id)) } },
    });
    expect(kept).toHaveLength(3);
  });

  it("and would wait for a person are committed alone: two groups could lock two families the one against the other", async () => {
    const { agent } = await setUp();
    const held = { action: "unheard_of", parameters: {} };
    await ask(agent.key, held);
    sent = [];
    const answers = await Promise.all(times(10).map(() => ask(agent.key, held)));
    expect(answers.every(({ json }) => json["status"] === "pending")).toBe(true);
    expect(sent).toEqual(times(10).map(() => "gate_commit"));
  });
});
