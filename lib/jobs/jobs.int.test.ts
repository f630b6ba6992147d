import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import * as outputRoute from "@/app/api/v1/jobs/[id]/output/route";
import * as jobRoute from "@/app/api/v1/jobs/[id]/route";
import { db, pool } from "@/lib/platform/db/client";
import { asSuperuser } from "@/lib/platform/db/testing/database";
import { transaction } from "@/lib/platform/db/transactions";
import { ConflictError } from "@/lib/platform/errors";
import { subscribe, type WorkspaceEvent } from "@/lib/platform/events/bus";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { permissionsOf } from "@/lib/platform/permissions.rules";
import { call } from "@/lib/testing/call";
import { makeWorld, type World } from "@/lib/testing/world";
import { forgetFinishedJobs } from "./forget.service";
import { defineJob } from "./job-kind";
import { JobLeftError } from "./job-left.error";
import { finishedDays, maxAttempts, maxOutputs, maxRunning } from "./job.rules";
import { requestJob } from "./job.service";
import { keepLease, type LeasedJob, saveStep, takeJob } from "./lease.service";
import { runJob } from "./runner.service";

/** What a test lets happen before each step of the work. */
let beforeStep: (step: number, signal: AbortSignal) => Promise<void> | void = () => undefined;
beforeEach(() => {
  beforeStep = () => undefined;
});

/** Adds up the steps' numbers, writes each into the output, and renames the workspace along the way: its name grows by a letter. */
const counting = defineJob({
  kind: "test_counting",
  title: "Counting",
  permission: "audit:read",
  parameters: z.strictObject({ steps: z.number().int().max(9), padding: z.string().optional() }),
  checkpoint: z.strictObject({ next: z.number(), sum: z.number() }),
  result: z.strictObject({ sum: z.number() }),
  output: { mediaType: "text/plain", fileName: (slug) => `${slug}.txt` },
  async run({ workspaceId, parameters, checkpoint, save, signal }) {
    let { next, sum } = checkpoint ?? { next: 0, sum: 0 };
    while (next < parameters.steps) {
      await beforeStep(next, signal);
      sum += next;
      const output = Buffer.from(`${next};`);
      next += 1;
      await save({
        checkpoint: { next, sum },
        progress: next / parameters.steps,
        output,
        also: async (tx) =>
          void (await tx.$executeRaw`UPDATE workspaces SET name = name || '+' WHERE id = ${workspaceId}`),
      });
    }
    return { sum };
  },
});
const kinds = [counting];
const never = new AbortController().signal;

interface Asked {
  world: World;
  caller: PersonCaller;
  token: string;
}

async function someone(world: World, role: "supervisor" | "viewer" | "admin" = "supervisor"): Promise<Asked> {
  const { id, token, name, email } = await world.person(role);
  const permissions = permissionsOf(role);
  return {
    world,
    token,
    caller: {
      kind: "person",
      workspaceId: world.workspaceId,
      workspaceSlug: world.slug,
      personId: id,
      personName: name,
      email,
      role,
      permissions,
    },
  };
}
const ask = ({ caller }: Asked, steps = 5) => transaction((tx) => requestJob(tx, caller, counting, { steps }));
const take = async () => {
  const job = await takeJob([counting.kind]);
  if (!job) throw new Error("nothing to take");
  return job;
};
const row = (id: string) => db().job.findUniqueOrThrow({ where: { id } });
const nameOf = async ({ world }: Asked) =>
  (await db().workspace.findUniqueOrThrow({ where: { id: world.workspaceId } })).name;
const entries = async (subjectId: string) =>
  (await db().auditStaged.findMany({ where: { subjectId }, orderBy: { id: "asc" }, select: { event: true } })).map(
    ({ event }) => event,
  );
const output = ({ token }: Asked, id: string) => call(outputRoute.GET, { token, params: { id } });
/** As if its runner had been silent for so long. */
const lapse = ({ id }: { id: string }) =>
  pool().query("UPDATE jobs SET lease_until = clock_timestamp() - interval '1 second' WHERE id = $1", [id]);

/** A runner that stands still before a step until it is let go. */
function standingBefore(step: number) {
  let arrive: () => void = () => undefined;
  let go: () => void = () => undefined;
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const gone = new Promise<void>((resolve) => (go = resolve));
  let isFirst = true;
  beforeStep = async (next) => {
    if (next !== step || !isFirst) return;
    isFirst = false;
    arrive();
    await gone;
  };
  return { arrived, go };
}

let who: Asked;
beforeEach(async () => {
  // Jobs of the tests before must not be taken here.
  await asSuperuser("DELETE FROM job_chunks; DELETE FROM jobs");
  who = await someone(await makeWorld());
});

describe("a job", () => {
  it("is done to its end, with its progress told to who asked and one entry for each change of its state", async () => {
    const heard: WorkspaceEvent[] = [];
    const end = subscribe((event) => heard.push(event));
    const { id, status } = await ask(who);
    expect(status).toBe("queued");
    await runJob(kinds, await take(), never);
    end();
    const { json } = await call(jobRoute.GET, { token: who.token, params: { id } });
    expect(json).toMatchObject({ id, status: "done", progress: 1, result: { sum: 10 }, error: null });
    expect(json["output"]).toEqual({ name: `${who.world.slug}.txt`, mediaType: "text/plain", bytes: 10 });
    const file = await output(who, id);
    expect(file.text).toBe("0;1;2;3;4;");
    expect(file.headers.get("content-length")).toBe("10");
    expect(await entries(id)).toEqual(["job.requested", "job.started", "job.completed"]);
    const told = heard.filter(({ event }) => event === "job.progressed");
    expect(told).toHaveLength(5);
    expect(told[0]).toMatchObject({ subjectId: id, personId: who.caller.personId });
  });

  it("is not there when the transaction that asked for it is not committed", async () => {
    await expect(
      transaction(async (tx) => {
        await requestJob(tx, who.caller, counting, { steps: 1 });
        throw new ConflictError("name_taken", "no");
      }),
    ).rejects.toThrow();
    expect(await db().job.count()).toBe(0);
  });

  it("whose runner is killed in the middle goes on where it was, and its result is that of an undisturbed one, once", async () => {
    const { id } = await ask(who);
    const name = await nameOf(who);
    const { arrived, go } = standingBefore(3);
    const first = runJob(kinds, await take(), never);
    await arrived;
    expect(await takeJob([counting.kind])).toBeUndefined();
    await lapse({ id });
    const done: number[] = [];
    const second = await take();
    beforeStep = (next) => void done.push(next);
    await runJob(kinds, second, never);
    expect(done).toEqual([3, 4]);
    // The first one was not dead, only slow: nothing that it still does counts.
    go();
    await first;
    expect(await row(id)).toMatchObject({ status: "done", result: { sum: 10 }, attempts: 0, chunks: 5 });
    expect((await output(who, id)).text).toBe("0;1;2;3;4;");
    expect(await nameOf(who)).toBe(`${name}+++++`);
    expect(await entries(id)).toEqual(["job.requested", "job.started", "job.completed"]);
  });

  it("is taken by one of many runners", async () => {
    await ask(who);
    const taken = await Promise.all(Array.from({ length: 8 }, () => takeJob([counting.kind])));
    expect(taken.filter(Boolean)).toHaveLength(1);
  });

  it("cannot be written for under a lease that another has taken over", async () => {
    const { id } = await ask(who);
    const lost = await take();
    await lapse({ id });
    const own = await take();
    const step = { checkpoint: { next: 9, sum: 9 }, progress: 0.9, output: Buffer.from("x") };
    await expect(saveStep(lost, step)).rejects.toThrow(JobLeftError);
    expect(await keepLease(lost)).toBe(false);
    expect(await keepLease(own)).toBe(true);
    expect(await row(id)).toMatchObject({ progress: 0, chunks: 0, checkpoint: null });
    expect(await db().jobChunk.count({ where: { jobId: id } })).toBe(0);
  });

  it("that its instance gives back when it ends is taken up at once, from where it was", async () => {
    const { id } = await ask(who);
    const ending = new AbortController();
    beforeStep = (next) => (next === 2 ? ending.abort() : undefined);
    await runJob(kinds, await take(), ending.signal);
    expect(await row(id)).toMatchObject({ status: "running", chunks: 2 });
    await runJob(kinds, await take(), never);
    expect((await output(who, id)).text).toBe("0;1;2;3;4;");
  });

  it("never begins again once its work has ended its process too often before anything was saved", async () => {
    const { id } = await ask(who);
    let last: LeasedJob | undefined;
    for (let attempt = 0; attempt <= maxAttempts; attempt++) {
      last = await take();
      await lapse({ id });
    }
    if (last) await runJob(kinds, last, never);
    expect(await row(id)).toMatchObject({ status: "failed", error: { code: "internal_error", status: 500 } });
  });

  it("that fails says why, keeps no output, and is told in the log", async () => {
    const { id } = await ask(who);
    beforeStep = (next) => {
      if (next === 2) throw new ConflictError("stale_version", "It is no longer what it was.");
    };
    await runJob(kinds, await take(), never);
    const { json } = await call(jobRoute.GET, { token: who.token, params: { id } });
    expect(json).toMatchObject({
      status: "failed",
      result: null,
      output: null,
      error: { code: "stale_version", status: 409, detail: "It is no longer what it was." },
    });
    expect((await output(who, id)).status).toBe(404);
    expect(await db().jobChunk.count({ where: { jobId: id } })).toBe(0);
    expect(await entries(id)).toEqual(["job.requested", "job.started", "job.failed"]);
  });

  it("does not begin for somebody who has lost the right to it", async () => {
    const { id } = await ask(who);
    await db().membership.updateMany({ where: { personId: who.caller.personId }, data: { role: "viewer" } });
    await runJob(kinds, await take(), never);
    expect(await row(id)).toMatchObject({ status: "failed", error: { code: "forbidden" } });
  });
});

describe("cancelling a job", () => {
  const cancel = ({ token }: Asked, id: string) => call(jobRoute.DELETE, { token, params: { id }, method: "DELETE" });

  it("ends it at once: its runner stops at the next step, and nothing of that is kept", async () => {
    const { id } = await ask(who);
    const name = await nameOf(who);
    const { arrived, go } = standingBefore(3);
    const running = runJob(kinds, await take(), never);
    await arrived;
    expect((await cancel(who, id)).json).toMatchObject({ status: "cancelled", output: null, result: null });
    go();
    await running;
    expect(await row(id)).toMatchObject({ status: "cancelled", chunks: 0, progress: 0.6 });
    expect(await db().jobChunk.count({ where: { jobId: id } })).toBe(0);
    expect(await nameOf(who)).toBe(`${name}+++`);
    expect(await entries(id)).toEqual(["job.requested", "job.started", "job.cancelled"]);
    expect(await takeJob([counting.kind])).toBeUndefined();
  });

  it("that has ended is refused, whatever races", async () => {
    const { id } = await ask(who);
    const answers = await Promise.all([cancel(who, id), cancel(who, id), cancel(who, id)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
    expect((await cancel(who, id)).json).toMatchObject({ code: "job_finished" });
    expect(await entries(id)).toEqual(["job.requested", "job.cancelled"]);
  });

  it("is for who asked, and for administrators", async () => {
    const { id } = await ask(who);
    const [colleague, admin] = [await someone(who.world), await someone(who.world, "admin")];
    expect((await cancel(colleague, id)).json).toMatchObject({ status: 403, code: "forbidden" });
    expect((await cancel(admin, id)).json).toMatchObject({ status: "cancelled" });
  });
});

describe("a job and its output", () => {
  it("do not exist for strangers, and are refused to members without the right", async () => {
    const { id } = await ask(who);
    await runJob(kinds, await take(), never);
    const [viewer, stranger] = [await someone(who.world, "viewer"), await someone(await makeWorld())];
    for (const [asking, status] of [
      [viewer, 403],
      [stranger, 404],
    ] as const) {
      expect((await call(jobRoute.GET, { token: asking.token, params: { id } })).status).toBe(status);
      expect((await output(asking, id)).status).toBe(status);
      const cancelled = await call(jobRoute.DELETE, { token: asking.token, params: { id }, method: "DELETE" });
      expect(cancelled.status).toBe(status);
    }
  });

  it("are refused in the middle to who loses the right meanwhile", async () => {
    const { id } = await ask(who);
    await runJob(kinds, await take(), never);
    const response = await outputRoute.GET(
      new Request(`http://localhost:3000/api/v1/jobs/${id}/output`, {
        headers: { Authorization: `Bearer ${who.token}` },
      }),
      { params: Promise.resolve({ id }) },
    );
    await db().membership.updateMany({ where: { personId: who.caller.personId }, data: { role: "viewer" } });
    await expect(response.text()).rejects.toThrow();
  });
});

describe("what is kept", () => {
  it("is the newest outputs of a workspace only", async () => {
    const ids: string[] = [];
    for (let n = 0; n <= maxOutputs; n++) {
      ids.push((await ask(who, 1)).id);
      await runJob(kinds, await take(), never);
    }
    const kept = await db().job.findMany({ where: { outputBytes: { gt: 0 } }, select: { id: true } });
    expect(kept.map(({ id }) => id).toSorted()).toEqual(ids.slice(1).toSorted());
    expect(await db().jobChunk.count()).toBe(maxOutputs);
    expect(await row(String(ids[0]))).toMatchObject({ status: "done", result: { sum: 0 } });
  });

  it("is no finished job, nor anything of it, after so many days, and every one that has not ended", async () => {
    const old = await ask(who, 1);
    await runJob(kinds, await take(), never);
    const fresh = await ask(who, 1);
    await runJob(kinds, await take(), never);
    const waiting = await ask(who, 1);
    const long = new Date(Date.now() - (finishedDays + 1) * 86_400_000);
    await db().job.updateMany({ where: { id: { in: [old.id, waiting.id] } }, data: { createdAt: long } });
    await db().job.update({ where: { id: old.id }, data: { finishedAt: long } });
    expect(await forgetFinishedJobs()).toBe(1);
    const left = await db().job.findMany({ select: { id: true } });
    expect(left.map(({ id }) => id).toSorted()).toEqual([fresh.id, waiting.id].toSorted());
    expect(await db().jobChunk.findMany({ select: { jobId: true } })).toEqual([{ jobId: fresh.id }]);
  });
});

describe("so that nobody has everything", () => {
  it("a workspace runs so many at a time, and others get their turn", async () => {
    for (let n = 0; n <= maxRunning; n++) await ask(who);
    const other = await someone(await makeWorld());
    const { id } = await ask(other);
    const taken = await Promise.all(Array.from({ length: 8 }, () => takeJob([counting.kind])));
    const workspaces = taken.flatMap((job) => job?.workspaceId ?? []);
    expect(workspaces.filter((one) => one === who.world.workspaceId)).toHaveLength(maxRunning);
    expect(taken.flatMap((job) => job?.id ?? [])).toContain(id);
  });

  it("takes parameters of a bounded size", async () => {
    await expect(
      transaction((tx) => requestJob(tx, who.caller, counting, { steps: 1, padding: "x".repeat(300_000) })),
    ).rejects.toMatchObject({ code: "parameters_too_large" });
  });
});
