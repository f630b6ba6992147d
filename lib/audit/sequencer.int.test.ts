import pg from "pg";
import { beforeEach, describe, expect, it } from "vitest";
import { env } from "@/lib/platform/env";
import { db, pool, sequencerPool } from "@/lib/platform/db/client";
import { transaction } from "@/lib/platform/db/transactions";
import { notificationChannel, unpackEvents } from "@/lib/platform/events/notification";
import { leavesJson, prepareEntry, recordEntry } from "./audit.service";
import { verifyCheckpoint } from "./checkpoint.rules";
import { signGrownLogs } from "./checkpoint.service";
import { rootOfLeaves } from "./merkle.rules";
import { sequenceBatch, sequencerLock } from "./sequencer.service";
import { sequencerHealth, startSequencer } from "./sequencer-loop.service";
import { serverHasher } from "./server-hasher";
import { signerOf } from "./signing-key";
import { newWorkspace, settle, stage, tamper } from "./testing/log";

const entriesOf = (workspaceId: string) =>
  db().auditEntry.findMany({ where: { workspaceId }, orderBy: { seq: "asc" } });
const checkpointsOf = (workspaceId: string) =>
  db().auditCheckpoint.findMany({ where: { workspaceId }, orderBy: { size: "asc" } });

/** The number that `stage` put into an entry. */
function numberIn(leaf: Uint8Array): number {
  return (JSON.parse(Buffer.from(leaf).toString()) as { facts: { n: number } }).facts.n;
}

let workspaceId = "";
beforeEach(async () => {
  workspaceId = await newWorkspace();
});

/** The log as it should be: numbered without gap or repetition, its root recomputed from the entries' own bytes. */
async function expectSoundLog(size: number): Promise<void> {
  const entries = await entriesOf(workspaceId);
  expect(entries.map((entry) => Number(entry.seq))).toEqual(Array.from({ length: size }, (_, i) => i));
  expect(new Set(entries.map((entry) => entry.entryId)).size).toBe(size);
  const { auditOrigin } = await db().workspace.findUniqueOrThrow({ where: { id: workspaceId } });
  const last = (await checkpointsOf(workspaceId)).at(-1);
  const head = verifyCheckpoint(last?.note ?? "", [signerOf(auditOrigin).key]);
  expect(head.size).toBe(size);
  expect(head.root).toEqual(
    rootOfLeaves(
      entries.map((entry) => serverHasher.leaf(entry.leaf)),
      serverHasher,
    ),
  );
}

describe("the sequencer", () => {
  it("numbers entries without gaps and signs the root over them", async () => {
    for (let n = 0; n < 7; n += 1) await stage(workspaceId, n);
    await settle();
    await expectSoundLog(7);
    expect((await entriesOf(workspaceId)).map((entry) => numberIn(entry.leaf))).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(await db().auditStaged.count({ where: { workspaceId } })).toBe(0);
  });

  it("takes in nothing of a transaction that was rolled back", async () => {
    await stage(workspaceId, 0);
    await expect(
      transaction(async (tx) => {
        await recordEntry(tx, {
          workspaceId,
          actor: { type: "system", id: "test" },
          event: "settings.changed",
          subject: { type: "workspace", id: workspaceId },
          facts: {},
        });
        throw new Error("the change failed");
      }),
    ).rejects.toThrow("the change failed");
    await stage(workspaceId, 1);
    await settle();
    await expectSoundLog(2);
  });

  it("keeps numbers contiguous while many write and two sequencers take turns", async () => {
    const writers = Array.from({ length: 12 }, async (_, writer) => {
      for (let n = 0; n < 25; n += 1) await stage(workspaceId, writer * 100 + n);
    });
    let isDone = false;
    const sequencers = Array.from({ length: 2 }, async () => {
      while (!isDone) {
        await sequenceBatch(17);
        await signGrownLogs(0);
      }
    });
    await Promise.all(writers);
    isDone = true;
    await Promise.all(sequencers);
    await settle();
    await expectSoundLog(300);
    const order = (await entriesOf(workspaceId)).map((entry) => numberIn(entry.leaf));
    for (let writer = 0; writer < 12; writer += 1) {
      const own = order.filter((n) => Math.floor(n / 100) === writer);
      expect(own).toEqual(own.toSorted((a, b) => a - b));
    }
  });

  it("stands by while another holds the lock", async () => {
    await stage(workspaceId, 0);
    const other = await pool().connect();
    try {
      await other.query("SELECT pg_advisory_lock($1)", [sequencerLock]);
      expect(await sequenceBatch()).toBe("busy");
      expect(await signGrownLogs(0)).toBe("busy");
      await other.query("SELECT pg_advisory_unlock($1)", [sequencerLock]);
    } finally {
      other.release();
    }
    await settle();
    await expectSoundLog(1);
  });

  it("goes on where it was when it dies in the middle of a batch", async () => {
    for (let n = 0; n < 10; n += 1) await stage(workspaceId, n);
    await sequenceBatch(4);
    const dying = new pg.Client({ connectionString: env().SIGNALBOX_DATABASE_SEQUENCER_URL });
    dying.on("error", () => undefined);
    await dying.connect();
    await dying.query("BEGIN");
    await dying.query("SELECT pg_try_advisory_xact_lock($1)", [sequencerLock]);
    const { rowCount } = await dying.query(
      "DELETE FROM audit_staged WHERE id IN (SELECT id FROM audit_staged ORDER BY id LIMIT 4)",
    );
    expect(rowCount).toBe(4);
    const { rows } = await dying.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
    await sequencerPool().query("SELECT pg_terminate_backend($1)", [rows[0]?.pid]);
    await expect.poll(() => sequenceBatch(3)).toBe(3);
    await settle();
    await expectSoundLog(10);
  });

  it("keeps the logs of workspaces apart, in one batch", async () => {
    const other = await newWorkspace();
    for (let n = 0; n < 5; n += 1) {
      await stage(workspaceId, n);
      await stage(other, n);
    }
    expect(await sequenceBatch()).toBe(10);
    await settle();
    await expectSoundLog(5);
    workspaceId = other;
    await expectSoundLog(5);
  });

  it("goes on with the other logs when one is damaged, and keeps that one's entries waiting", {
    timeout: 20_000,
  }, async () => {
    const damaged = await newWorkspace();
    for (let n = 0; n < 2; n += 1) await stage(damaged, n);
    await settle();
    await tamper("DELETE FROM audit_nodes WHERE workspace_id = $1", [damaged]);
    await stage(damaged, 2);
    await stage(workspaceId, 0);
    const stop = startSequencer();
    try {
      await expect.poll(async () => (await checkpointsOf(workspaceId)).at(-1)?.size).toBe(1n);
      await expect.poll(() => sequencerHealth().refused.map((log) => log.workspaceId)).toContain(damaged);
      expect(await db().auditStaged.count({ where: { workspaceId: damaged } })).toBe(1);
    } finally {
      await stop();
    }
    await tamper("DELETE FROM audit_staged WHERE workspace_id = $1", [damaged]);
  });

  it("tells other instances what was committed", async () => {
    const listener = new pg.Client({ connectionString: env().DATABASE_URL });
    await listener.connect();
    const heard: string[] = [];
    listener.on("notification", ({ payload }) =>
      heard.push(
        ...unpackEvents(payload ?? "").map((event) => `${event.event} ${event.subjectId} ${event.agentId ?? "-"}`),
      ),
    );
    await listener.query(`LISTEN ${notificationChannel}`);
    await stage(workspaceId, 0, {
      event: "action.decided",
      subject: { type: "action", id: "act_1" },
      facts: { agentId: "agt_1" },
    });
    await stage(workspaceId, 1, {
      event: "run.started",
      subject: { type: "run", id: "run_1" },
      actor: { type: "agent", id: "agt_2" },
    });
    await settle();
    await expect.poll(() => heard).toEqual(["action.decided act_1 agt_1", "run.started run_1 agt_2"]);
    await listener.end();
  });

  it("tells what stops something first: a flood before it does not drown it", async () => {
    const listener = new pg.Client({ connectionString: env().DATABASE_URL });
    await listener.connect();
    const heard: string[] = [];
    listener.on("notification", ({ payload }) => heard.push(...unpackEvents(payload ?? "").map(({ event }) => event)));
    await listener.query(`LISTEN ${notificationChannel}`);
    for (let n = 0; n < 320; n += 1)
      await stage(workspaceId, n, { event: "action.decided", subject: { type: "action", id: `act_${n}` } });
    await stage(workspaceId, 320, { event: "stop.pulled", subject: { type: "stop", id: "stp_1" } });
    await settle();
    await expect.poll(() => heard.length).toBe(300);
    expect(heard[0]).toBe("stop.pulled");
    await listener.end();
  });

  it("works by itself once started, and stops when told", async () => {
    const stop = startSequencer();
    expect(startSequencer()).toBeTypeOf("function");
    for (let n = 0; n < 3; n += 1) await stage(workspaceId, n);
    await expect.poll(async () => (await checkpointsOf(workspaceId)).at(-1)?.size).toBe(3n);
    expect(sequencerHealth()).toMatchObject({ status: "ok", error: null, refused: [] });
    await stop();
    expect(sequencerHealth().status).toBe("stopped");
    await expectSoundLog(3);
  });

  it("takes in tens of thousands of entries that wait, in batches, as one sound log", { timeout: 60_000 }, async () => {
    const count = 40_000;
    const entries = Array.from({ length: count }, (_, n) =>
      prepareEntry({
        workspaceId,
        actor: { type: "agent", id: "agt_test" },
        event: "action.requested",
        subject: { type: "action", id: `act_${n}` },
        facts: { n, zone: "green", digest: "0".repeat(64) },
      }),
    );
    for (let i = 0; i < count; i += 5_000) {
      await pool().query("SELECT audit_stage($1)", [leavesJson(entries.slice(i, i + 5_000))]);
    }
    while ((await sequenceBatch()) !== 0);
    await settle();
    await expectSoundLog(count);
  });
});
