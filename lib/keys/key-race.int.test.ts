import { expect, it } from "vitest";
import * as cancelRoute from "@/app/api/v1/actions/[id]/cancel/route";
import * as executionsRoute from "@/app/api/v1/actions/[id]/executions/route";
import * as outcomeRoute from "@/app/api/v1/actions/[id]/outcome/route";
import * as batchRoute from "@/app/api/v1/actions/batch/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import * as keyRoute from "@/app/api/v1/agents/[id]/keys/[keyId]/route";
import * as endRoute from "@/app/api/v1/runs/[id]/end/route";
import * as runsRoute from "@/app/api/v1/runs/route";
import * as stopsRoute from "@/app/api/v1/stops/route";
import { db, pool } from "@/lib/platform/db/client";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";

type Asked = Record<string, unknown>;
const executes = (token: string, action: Asked) =>
  call(executionsRoute.POST, { token, params: { id: String(action["id"]) }, body: { digest: action["digest"] } });
const startRun = (token: string) => call(runsRoute.POST, { token, path: "/api/v1/runs", body: { task: "t" } });

async function setUp() {
  const world = await makeWorld();
  await world.actionType("pay");
  await world.actionType("wire", { zone: "red" });
  return { world, agent: await world.agent(), admin: await world.person("admin") };
}

async function askMany(token: string, action: string, n: number): Promise<Asked[]> {
  const asked: Asked[] = [];
  while (asked.length < n) {
    const actions = Array.from({ length: Math.min(100, n - asked.length) }, () => ({
      action,
      parameters: {},
      confidence: 1,
    }));
    asked.push(
      ...((await call(batchRoute.POST, { token, path: "/api/v1/actions/batch", body: { actions } })).json[
        "items"
      ] as Asked[]),
    );
  }
  return asked;
}

/** Events of the agent's doing that were staged after the revocation: the log is numbered in the order of staging. */
async function loggedAfterRevocation(workspaceId: string, agentId: string): Promise<string[]> {
  const { rows } = await pool().query<{ event: string }>(
    `SELECT event FROM audit_staged WHERE workspace_id = $1 AND actor_id = $2
       AND id > (SELECT id FROM audit_staged WHERE workspace_id = $1 AND event = 'key.revoked')`,
    [workspaceId, agentId],
  );
  return rows.map((r) => r.event);
}

it("of 425 executions, with outcomes, cancels, runs and stops, racing a revocation, none is logged after it", {
  timeout: 180_000,
}, async () => {
  const { world, agent, admin } = await setUp();
  const allowed = await askMany(agent.key, "pay", 425);
  const waiting = await askMany(agent.key, "wire", 20);
  const begun = await askMany(agent.key, "pay", 20);
  for (const action of begun) expect((await executes(agent.key, action)).status).toBe(200);
  const runs = await Promise.all(Array.from({ length: 10 }, async () => (await startRun(agent.key)).json));

  const others = [
    ...begun.map(
      (a) => () =>
        call(outcomeRoute.POST, { token: agent.key, params: { id: String(a["id"]) }, body: { status: "succeeded" } }),
    ),
    ...waiting.map(
      (a) => () => call(cancelRoute.POST, { token: agent.key, method: "POST", params: { id: String(a["id"]) } }),
    ),
    ...runs.map(
      (r) => () => call(endRoute.POST, { token: String(r["token"]), method: "POST", params: { id: String(r["id"]) } }),
    ),
    ...Array.from({ length: 10 }, () => () => startRun(agent.key)),
    ...Array.from(
      { length: 20 },
      () => () => call(actionsRoute.POST, { token: agent.key, body: { action: "pay", parameters: {}, confidence: 1 } }),
    ),
    () =>
      call(stopsRoute.POST, {
        token: agent.key,
        body: { scope: { type: "agent", id: agent.id }, reason: "in the middle" },
      }),
  ];
  const racing = others.reduce<(() => ReturnType<typeof call>)[]>(
    (all, go, n) => all.toSpliced(n * 5, 0, go),
    allowed.map((a) => () => executes(agent.key, a)),
  );
  // A few are always under way; the key is revoked in the middle of them.
  const statuses: number[] = [];
  const revokeAt = 200;
  let next = 0;
  const revocation: Promise<unknown>[] = [];
  const worker = async () => {
    for (let go = racing[next++]; go; go = racing[next++]) {
      if (next === revokeAt)
        revocation.push(
          call(keyRoute.DELETE, { token: admin.token, method: "DELETE", params: { id: agent.id, keyId: agent.keyId } }),
        );
      statuses.push((await go()).status);
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  expect(await Promise.all(revocation)).toMatchObject([{ status: 204 }]);
  expect(statuses.filter((s) => s === 200).length).toBeGreaterThan(0);
  expect((await executes(agent.key, allowed.at(-1) ?? {})).json).toMatchObject({ status: 401, code: "key_revoked" });
  // A queue that is too long for the pool is 503, and nothing was done.
  expect(statuses.filter((s) => s >= 500 && s !== 503)).toEqual([]);
  expect(await loggedAfterRevocation(world.workspaceId, agent.id)).toEqual([]);
});

it("a key that was let in and expires before the commit does nothing", async () => {
  const { world, agent } = await setUp();
  const [allowed] = await askMany(agent.key, "pay", 1);
  const client = await pool().connect();
  try {
    await client.query("BEGIN");
    await client.query("SELECT pg_advisory_xact_lock(epoch_lock_key($1))", [world.workspaceId]);
    // Let in now; every commit waits for the lock, and by then the key's time is up.
    const late = [
      executes(agent.key, allowed ?? {}),
      startRun(agent.key),
      call(actionsRoute.POST, { token: agent.key, body: { action: "pay", parameters: {}, confidence: 1 } }),
    ];
    await new Promise((resolve) => setTimeout(resolve, 300));
    await client.query("UPDATE api_keys SET expires_at = clock_timestamp() WHERE id = $1", [agent.keyId]);
    await client.query("COMMIT");
    for (const answer of await Promise.all(late))
      expect(answer.json).toMatchObject({ status: 401, code: "key_expired" });
  } finally {
    client.release();
  }
  expect(await db().action.count({ where: { agentId: agent.id, executionStatus: "started" } })).toBe(0);
  expect(await db().run.count({ where: { agentId: agent.id } })).toBe(0);
});
