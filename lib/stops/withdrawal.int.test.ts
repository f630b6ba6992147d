import { beforeEach, describe, expect, it } from "vitest";
import * as decisionsRoute from "@/app/api/v1/actions/[id]/decisions/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import * as jobRoute from "@/app/api/v1/jobs/[id]/route";
import * as rearmRoute from "@/app/api/v1/stops/[id]/rearm/route";
import * as stopRoute from "@/app/api/v1/stops/[id]/route";
import * as withdrawRoute from "@/app/api/v1/stops/[id]/withdraw/route";
import * as stopsRoute from "@/app/api/v1/stops/route";
import { maxUnfinished } from "@/lib/jobs/job.rules";
import { JobLeftError } from "@/lib/jobs/job-left.error";
import { keepLease, saveStep, takeJob } from "@/lib/jobs/lease.service";
import { runJob } from "@/lib/jobs/runner.service";
import { db, pool } from "@/lib/platform/db/client";
import { asSuperuser } from "@/lib/platform/db/testing/database";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";
import { withdrawal } from "./withdrawal.job";

const never = new AbortController().signal;
const kinds = [withdrawal];

beforeEach(() => asSuperuser("DELETE FROM job_chunks; DELETE FROM jobs"));

async function setUp() {
  const world = await makeWorld({ graceSeconds: 0 });
  await world.actionType("wire", { zone: "red" });
  const [agent, other] = [await world.agent(), await world.agent()];
  const supervisor = await world.person("supervisor");
  return { world, agent, other, supervisor, reliability: await world.person("reliability") };
}
type Made = Awaited<ReturnType<typeof setUp>>;

const ask = async (key: string) =>
  (await call(actionsRoute.POST, { token: key, body: { action: "wire", parameters: {}, confidence: 1 } })).json as {
    id: string;
    digest: string;
  };
const pull = async ({ supervisor }: Made, scope: Record<string, unknown> = { type: "workspace" }) =>
  (await call(stopsRoute.POST, { token: supervisor.token, body: { scope, reason: "Odd payments" } })).json as {
    id: string;
  };
const withdraw = (token: string, id: string) => call(withdrawRoute.POST, { token, params: { id }, method: "POST" });
const rearm = ({ reliability }: Made, id: string) =>
  call(rearmRoute.POST, { token: reliability.token, params: { id }, body: { reason: "Looked into it" } });
const read = async ({ supervisor }: Made, id: string) =>
  (await call(stopRoute.GET, { token: supervisor.token, params: { id } })).json;
const readJob = async ({ supervisor }: Made, id: unknown) =>
  (await call(jobRoute.GET, { token: supervisor.token, params: { id: String(id) } })).json;
const take = async () => {
  const job = await takeJob([withdrawal.kind]);
  if (!job) throw new Error("nothing to take");
  return job;
};
/** As many more that wait as this one does. */
const flood = (id: string, count: number) =>
  pool().query(
    `INSERT INTO actions SELECT (jsonb_populate_record(a, jsonb_build_object('id', a.id || '_' || lpad(n::text, 4, '0')))).*
     FROM actions a, generate_series(1, $2::int) n WHERE a.id = $1`,
    [id, count],
  );
const statuses = async ({ world }: Made) =>
  Object.fromEntries(
    (await db().action.groupBy({ by: ["status"], where: { workspaceId: world.workspaceId }, _count: true })).map(
      ({ status, _count }) => [status, _count],
    ),
  );
const decidedEntries = async ({ world }: Made) =>
  (await db().auditStaged.findMany({ where: { workspaceId: world.workspaceId, event: "action.decided" } })).map(
    ({ subjectId }) => subjectId,
  );

describe("withdrawing what waits in a stop's scope", () => {
  it("cancels it by the system, for the stop, each action with its entry, and leaves what is outside", async () => {
    const made = await setUp();
    const inside = [await ask(made.agent.key), await ask(made.agent.key)];
    const outside = await ask(made.other.key);
    const { id } = await pull(made, { type: "agent", id: made.agent.id });
    const { status, json } = await withdraw(made.supervisor.token, id);
    expect(status).toBe(202);
    expect(json).toMatchObject({ kind: "stop_withdrawal", status: "queued" });
    expect(await read(made, id)).toMatchObject({ withdrawal: { jobId: json["id"], status: "queued", progress: 0 } });
    await runJob(kinds, await take(), never);
    expect(await readJob(made, json["id"])).toMatchObject({ status: "done", progress: 1, result: { withdrawn: 2 } });
    const decisions = await db().decision.findMany({ where: { workspaceId: made.world.workspaceId } });
    expect(decisions.map(({ actionId }) => actionId).sort()).toEqual(inside.map((action) => action.id).sort());
    for (const decision of decisions)
      expect(decision).toMatchObject({ outcome: "cancel", byType: "system", reasonCode: "stopped", stopId: id });
    expect(decisions[0]?.reasonText).toContain("Odd payments");
    expect((await decidedEntries(made)).sort()).toEqual(inside.map((action) => action.id).sort());
    expect((await db().action.findUniqueOrThrow({ where: { id: outside.id } })).status).toBe("pending");
    expect(await read(made, id)).toMatchObject({
      caught: { denied: 0, frozen: 2, withdrawn: 2 },
      withdrawal: { status: "done", progress: 1 },
    });
  });

  it("whose runner is killed between two steps goes on after the last one, and does nothing twice", async () => {
    const made = await setUp();
    await flood((await ask(made.agent.key)).id, 449);
    const { id } = await pull(made);
    const asked = (await withdraw(made.supervisor.token, id)).json;
    const first = await take();
    let steps = 0;
    const killed = withdrawal.execute({
      ...first,
      jobId: first.id,
      checkpoint: undefined,
      signal: never,
      async save(step) {
        // As by kill -9: the second step is under way, and never committed.
        if (++steps === 2) throw new Error("killed");
        await saveStep(first, step);
      },
    });
    await expect(killed).rejects.toThrow("killed");
    expect(await statuses(made)).toEqual({ pending: 250, cancelled: 200 });
    expect(await read(made, id)).toMatchObject({ withdrawal: { status: "running", progress: 200 / 450 } });
    await pool().query("UPDATE jobs SET lease_until = clock_timestamp() - interval '1 second' WHERE id = $1", [
      first.id,
    ]);
    await runJob(kinds, await take(), never);
    expect(await keepLease(first)).toBe(false);
    expect(await statuses(made)).toEqual({ cancelled: 450 });
    expect(await readJob(made, asked["id"])).toMatchObject({ status: "done", result: { withdrawn: 450 } });
    const entries = await decidedEntries(made);
    expect(entries).toHaveLength(450);
    expect(new Set(entries).size).toBe(450);
  });

  it("and a person who decides at the same moment: exactly one of them wins each action", async () => {
    const made = await setUp();
    const waiting = await Promise.all(Array.from({ length: 20 }, () => ask(made.agent.key)));
    const { id } = await pull(made);
    await withdraw(made.supervisor.token, id);
    const job = await take();
    const rejects = waiting.map((action) =>
      call(decisionsRoute.POST, {
        token: made.supervisor.token,
        params: { id: action.id },
        body: { decision: "reject", seenDigest: action.digest, reason: { text: "no" } },
      }),
    );
    const [answers] = await Promise.all([Promise.all(rejects), runJob(kinds, job, never)]);
    const rejected = answers.filter(({ status }) => status === 200).length;
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
    expect(await statuses(made)).toEqual({
      ...(rejected > 0 ? { denied: rejected } : {}),
      ...(rejected < 20 ? { cancelled: 20 - rejected } : {}),
    });
    expect((await decidedEntries(made)).sort()).toEqual(waiting.map((action) => action.id).sort());
    expect((await read(made, id))["caught"]).toMatchObject({ withdrawn: 20 - rejected });
  });

  it("skips what a person decided between the look and the step", async () => {
    const made = await setUp();
    const [mine, rest] = [await ask(made.agent.key), await ask(made.agent.key)];
    const { id } = await pull(made);
    await withdraw(made.supervisor.token, id);
    const job = await take();
    await withdrawal.execute({
      ...job,
      jobId: job.id,
      checkpoint: undefined,
      signal: never,
      async save(step) {
        const body = { decision: "reject", seenDigest: mine.digest, reason: { text: "no" } };
        const params = { id: mine.id };
        expect((await call(decisionsRoute.POST, { token: made.supervisor.token, params, body })).status).toBe(200);
        await saveStep(job, step);
      },
    });
    expect(await statuses(made)).toEqual({ denied: 1, cancelled: 1 });
    expect((await decidedEntries(made)).sort()).toEqual([mine.id, rest.id].sort());
  });

  it("ends when the stop is re-armed: what was cancelled stays so, the rest waits again", async () => {
    const made = await setUp();
    await flood((await ask(made.agent.key)).id, 249);
    const { id } = await pull(made);
    const asked = (await withdraw(made.supervisor.token, id)).json;
    const job = await take();
    let steps = 0;
    const running = withdrawal.execute({
      ...job,
      jobId: job.id,
      checkpoint: undefined,
      signal: never,
      async save(step) {
        if (++steps === 2) expect((await rearm(made, id)).status).toBe(200);
        await saveStep(job, step);
      },
    });
    await expect(running).rejects.toMatchObject({ code: "stop_not_pulled" });
    expect(await statuses(made)).toEqual({ cancelled: 200, pending: 50 });
    await pool().query("UPDATE jobs SET lease_until = clock_timestamp() - interval '1 second' WHERE id = $1", [job.id]);
    await runJob(kinds, await take(), never);
    expect(await readJob(made, asked["id"])).toMatchObject({ status: "failed", error: { code: "stop_not_pulled" } });
    expect(await statuses(made)).toEqual({ cancelled: 200, pending: 50 });
  });

  it("can be cancelled, and then cancels nothing more", async () => {
    const made = await setUp();
    await ask(made.agent.key);
    const { id } = await pull(made);
    const asked = (await withdraw(made.supervisor.token, id)).json;
    const job = await take();
    const params = { id: String(asked["id"]) };
    expect((await call(jobRoute.DELETE, { token: made.supervisor.token, params, method: "DELETE" })).status).toBe(200);
    const save = (step: Parameters<typeof saveStep>[1]) => saveStep(job, step);
    const running = withdrawal.execute({ ...job, jobId: job.id, checkpoint: undefined, signal: never, save });
    await expect(running).rejects.toThrow(JobLeftError);
    expect(await statuses(made)).toEqual({ pending: 1 });
  });
});

describe("asking for it", () => {
  it("of a stop that is not pulled is refused: 409 stop_not_pulled", async () => {
    const made = await setUp();
    const { id } = await pull(made);
    await rearm(made, id);
    expect((await withdraw(made.supervisor.token, id)).json).toMatchObject({ status: 409, code: "stop_not_pulled" });
    expect(await db().job.count()).toBe(0);
  });

  it("twice at once gives one job, also to a colleague; a stranger gets 404, and who may not stop 403", async () => {
    const made = await setUp();
    const { id } = await pull(made);
    const answers = await Promise.all(
      [made.supervisor, made.reliability, made.supervisor].map(({ token }) => withdraw(token, id)),
    );
    expect(new Set(answers.map(({ json }) => json["id"])).size).toBe(1);
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(await db().job.count()).toBe(1);
    const stranger = await (await makeWorld()).person("admin");
    expect((await withdraw(stranger.token, id)).status).toBe(404);
    expect((await withdraw((await made.world.person("annotator")).token, id)).status).toBe(403);
  });
});

it("is refused to who has as many unfinished jobs as one may", async () => {
  const made = await setUp();
  const { id } = await pull(made);
  await db().job.createMany({
    data: Array.from({ length: maxUnfinished.person }, (_, n) => ({
      id: `job_${made.world.slug}_${n}`,
      workspaceId: made.world.workspaceId,
      kind: "log_export",
      title: "Another",
      permission: "audit:read",
      parameters: {},
      askedById: made.supervisor.id,
      askedByName: "S",
      status: "queued",
      createdAt: new Date(),
    })),
  });
  expect((await withdraw(made.supervisor.token, id)).json).toMatchObject({ status: 409, code: "too_many_jobs" });
});
