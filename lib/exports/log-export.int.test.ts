import { beforeAll, describe, expect, it } from "vitest";
import { newMember } from "@/app/api/v1/audit/testing/audit-server";
import * as exportRoute from "@/app/api/v1/audit/export/route";
import * as exportsRoute from "@/app/api/v1/audit/exports/route";
import * as outputRoute from "@/app/api/v1/jobs/[id]/output/route";
import * as jobRoute from "@/app/api/v1/jobs/[id]/route";
import * as jobsRoute from "@/app/api/v1/jobs/route";
import { newWorkspace, settle, stage } from "@/lib/audit/testing/log";
import { maxUnfinished } from "@/lib/jobs/job.rules";
import { JobRunner } from "@/lib/jobs/runner.service";
import { call } from "@/lib/testing/call";
import { logExport } from "./log-export.job";

let token = "";
let viewer = "";
let workspaceId = "";
const runner = new JobRunner([logExport]);

/** Runs what waits, as the worker does. */
async function run(): Promise<void> {
  while ((await runner.look()) > 0) await runner.idle();
}

beforeAll(async () => {
  workspaceId = await newWorkspace();
  ({ token } = await newMember(workspaceId, "governance"));
  viewer = (await newMember(workspaceId, "viewer")).token;
});

const ask = (as = token) => call(exportsRoute.POST, { token: as, method: "POST" });

describe("the export of the log as a job", () => {
  it("fails with a sentence where there is no signed log yet", async () => {
    const { status, json } = await ask();
    expect(status).toBe(202);
    // Asking is an entry of the log itself, which nobody has signed here.
    await run();
    const failed = await call(jobRoute.GET, { token, params: { id: String(json["id"]) } });
    expect(failed.json).toMatchObject({ status: "failed", error: { code: "not_found" }, output: null });
  });

  it("makes the very file that the streaming route gives", { timeout: 120_000 }, async () => {
    // More than two steps of the job. Many at a time: each is a transaction.
    const numbers = Array.from({ length: 2_100 }, (_, n) => n);
    const enter = (n: number) =>
      stage(workspaceId, n, {
        event: "stop.pulled",
        actor: { type: "system", id: "test" },
        subject: { type: "stop", id: "stp_1" },
        facts: { n },
      });
    while (numbers.length > 0) await Promise.all(numbers.splice(0, 50).map(enter));
    await settle();
    const id = String((await ask()).json["id"]);
    const streamed = await call(exportRoute.GET, { token });
    await run();
    const done = await call(jobRoute.GET, { token, params: { id } });
    expect(done.json).toMatchObject({
      status: "done",
      progress: 1,
      result: { entries: streamed.text.split("\n").filter((line) => line.startsWith("{")).length },
    });
    const made = await call(outputRoute.GET, { token, params: { id } });
    expect(made.text).toBe(streamed.text);
    expect(made.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(made.headers.get("content-disposition")).toBe(streamed.headers.get("content-disposition"));
  });

  it("stands in the list of who asked for it, and of nobody else", async () => {
    const list = async (as: string) => (await call(jobsRoute.GET, { token: as, path: "/api/v1/jobs" })).json["items"];
    expect(await list(token)).toHaveLength(2);
    expect(await list(viewer)).toEqual([]);
    const first = await call(jobsRoute.GET, { token, path: "/api/v1/jobs?limit=1" });
    const rest = await call(jobsRoute.GET, {
      token,
      path: `/api/v1/jobs?limit=1&cursor=${String(first.json["nextCursor"])}`,
    });
    expect(rest.json).toMatchObject({ items: [{ status: "failed" }], nextCursor: null });
  });

  it("is refused without the right", async () => {
    expect((await ask(viewer)).json).toMatchObject({ status: 403, code: "forbidden" });
  });

  it("is refused to who has as many unfinished ones as one may, also when asked for at the same time", async () => {
    const answers = await Promise.all(Array.from({ length: maxUnfinished.person + 3 }, () => ask()));
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(maxUnfinished.person);
    expect(answers.find(({ status }) => status === 409)?.json).toMatchObject({ code: "too_many_jobs" });
    await run();
    expect((await ask()).status).toBe(202);
  });
});
