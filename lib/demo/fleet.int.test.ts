import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getAgent, listAgents } from "@/lib/agents/agent.views";
import { decide } from "@/lib/approvals/decide.service";
import { revokeKey } from "@/lib/keys/key.service";
import { closeDb, pool } from "@/lib/platform/db/client";
import { env } from "@/lib/platform/env";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { demoAdministrator } from "@/lib/sign-in/demo-accounts.views";
import { rearmStop } from "@/lib/stops/rearm.service";
import { pullStop } from "@/lib/stops/stop.service";
import { startWorker } from "@/lib/worker/worker";
import { seed } from "@/prisma/seed/run";
import { readDemoKeys } from "./demo-keys";
import { remakeKey } from "./demo-keys.service";
import { startFleet, type Fleet } from "./fleet";
import { meridian } from "./stories/meridian";
import { startApiServer } from "./testing/api-server";

const maxOpen = 14;
/** A second of the stories takes twenty milliseconds; a rest takes four seconds, far longer than anything else. */
const quick = {
  msPerSecond: 20,
  pace: { fromSeconds: 1, toSeconds: 3 },
  restSeconds: 200,
  maxOpen,
  stories: [meridian],
};

let api: Awaited<ReturnType<typeof startApiServer>>;
let stopWorker: () => Promise<void>;
let admin: PersonCaller;
let fleet: Fleet;

const one = async <T extends object>(sql: string, values: unknown[] = []): Promise<T> =>
  (await pool().query<T>(sql, values)).rows[0]!;
const number = async (sql: string, values: unknown[] = []): Promise<number> =>
  Number((await one<{ n: string }>(`SELECT count(*) AS n ${sql}`, values)).n);
const asked = () => number("FROM actions WHERE workspace_id = $1", [admin.workspaceId]);
const pending = () => number("FROM actions WHERE workspace_id = $1 AND status = 'pending'", [admin.workspaceId]);

async function until(what: string, test: () => Promise<boolean>, withinMs = 20_000): Promise<void> {
  for (const end = Date.now() + withinMs; Date.now() < end; await sleep(50)) if (await test()) return;
  throw new Error(`in vain: ${what}`);
}

/** Waits until a number has stayed the same for half a second; a fleet at work asks many times in that. */
async function untilStill(what: string, read: () => Promise<number>): Promise<number> {
  let last = -1;
  let since = Date.now();
  await until(what, async () => {
    const now = await read();
    if (now !== last) since = Date.now();
    last = now;
    return Date.now() - since >= 500;
  });
  return last;
}

beforeAll(async () => {
  await seed("demo", { now: new Date() });
  admin = (await demoAdministrator("meridian"))!;
  api = await startApiServer();
  stopWorker = startWorker();
  fleet = startFleet({ baseUrl: api.url, ...quick });
}, 60_000);

afterAll(async () => {
  await fleet.stop();
  // The server notices that its callers are gone, and reads once more.
  await sleep(1_000);
  await stopWorker();
  await api.close();
  await closeDb();
});

describe("the demo fleet", () => {
  it("asks, executes and reports through the API, in runs of its own", async () => {
    const since = new Date();
    await until(
      "reported outcomes",
      async () =>
        (await number(
          "FROM outcomes o JOIN actions a ON a.id = o.action_id WHERE a.workspace_id = $1 AND o.at > $2 AND a.created_at > $2",
          [admin.workspaceId, since],
        )) >= 8,
    );
    await until(
      "ended runs",
      async () =>
        (await number("FROM runs WHERE workspace_id = $1 AND started_at > $2 AND ended_at IS NOT NULL", [
          admin.workspaceId,
          since,
        ])) >= 4,
    );
  });

  it("carries out what a person approves, seeded set pieces too, with the parameters that were decided", async () => {
    const piece = await one<{ id: string; digest: string; parameters: Record<string, unknown> }>(
      "SELECT * FROM actions WHERE workspace_id = $1 AND status = 'pending' AND action = 'scale_node_pool' AND resource_id = 'prod-a100' ORDER BY created_at LIMIT 1",
      [admin.workspaceId],
    );
    await decide(admin, piece.id, {
      decision: "edit",
      seenDigest: piece.digest,
      parameters: { ...piece.parameters, nodeCount: 12 },
      reason: { text: "Twelve will do." },
    });
    await until(
      "its outcome",
      async () => (await number("FROM outcomes WHERE action_id = $1 AND status = 'succeeded'", [piece.id])) === 1,
    );
    const { result } = await one<{ result: { nodes: number } }>("SELECT result FROM outcomes WHERE action_id = $1", [
      piece.id,
    ]);
    expect(result.nodes).toBe(12);
  });

  it("keeps at work while nobody decides, and leaves no more waiting than its bound", {
    timeout: 150_000,
  }, async () => {
    const before = await asked();
    let most = 0;
    const working = async () => {
      most = Math.max(most, await pending());
      return most > 8 && (await asked()) > before + 40;
    };
    // However slow the machine is, only what never comes is a failure.
    await until("more work, and a queue that nobody empties", working, 120_000);
    expect(most).toBeLessThanOrEqual(maxOpen);
  });

  it("never runs an action twice, whatever its missteps", async () => {
    expect(
      await number(
        "FROM (SELECT subject_id FROM audit_staged WHERE event = 'action.executed' GROUP BY subject_id HAVING count(*) > 1) twice",
      ),
    ).toBe(0);
  });

  it("rests where it is stopped, and comes back after the re-arm", async () => {
    const { stop } = await pullStop(admin, { scope: { type: "workspace" }, reason: "Fire drill" });
    const at = new Date();
    // Each agent hears of it by its stream, or by its next request that is denied, and then keeps away.
    await untilStill("rest", asked);
    expect(
      await number("FROM actions WHERE workspace_id = $1 AND created_at > $2 AND status = 'approved'", [
        admin.workspaceId,
        at,
      ]),
    ).toBe(0);
    await rearmStop(admin, stop.id, { reason: "Drill over", to: "normal", cleanActions: 20 });
    const rearmed = new Date();
    await until(
      "work after the re-arm",
      async () =>
        (await number("FROM actions WHERE workspace_id = $1 AND created_at > $2 AND status = 'approved'", [
          admin.workspaceId,
          rearmed,
        ])) > 3,
    );
  });

  it("puts its tools down at once when told, and takes up what it left when it starts again", async () => {
    await fleet.stop();
    // What the server was answering at that moment, it may still commit.
    await untilStill("quiet", asked);

    const waiting = await one<{ id: string; digest: string }>(
      "SELECT * FROM actions WHERE workspace_id = $1 AND status = 'pending' AND zone = 'red' AND on_behalf_of IS NULL LIMIT 1",
      [admin.workspaceId],
    );
    await decide(admin, waiting.id, {
      decision: "approve",
      seenDigest: waiting.digest,
      reason: { text: "Looks right." },
    });
    fleet = startFleet({ baseUrl: api.url, ...quick });
    await until(
      "the outcome of what was approved meanwhile",
      async () => (await number("FROM outcomes WHERE action_id = $1", [waiting.id])) === 1,
    );
  });

  it("makes a lost key anew by rotating it, and leaves a revoked one revoked", async () => {
    await fleet.stop();
    rmSync(join(env().SIGNALBOX_DATA_DIR, "demo-keys.json"));
    expect(await remakeKey("meridian", "refund-desk")).toBe(true);
    expect(readDemoKeys()["meridian"]?.["refund-desk"]).toMatch(/^sbx_/);
    const { items } = await listAgents(admin.workspaceId, { limit: 50 });
    const { id, keys } = await getAgent(admin.workspaceId, items.find((a) => a.name === "support-writer")!.id);
    for (const key of keys) await revokeKey(admin, id, key.id);
    expect(await remakeKey("meridian", "support-writer")).toBe(false);
    expect(await remakeKey("nowhere", "support-writer")).toBe(false);
    fleet = startFleet({ baseUrl: api.url, ...quick });
    const since = new Date();
    await until(
      "work with the new key",
      async () => (await number("FROM actions WHERE agent_name = 'refund-desk' AND created_at > $1", [since])) > 0,
    );
    expect(await number("FROM actions WHERE agent_name = 'support-writer' AND created_at > $1", [since])).toBe(0);
  });
});
