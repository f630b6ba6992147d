import { beforeEach, describe, expect, it } from "vitest";
import * as actionsRoute from "@/app/api/v1/actions/route";
import * as executionsRoute from "@/app/api/v1/actions/[id]/executions/route";
import * as outcomeRoute from "@/app/api/v1/actions/[id]/outcome/route";
import * as previewRoute from "@/app/api/v1/breakers/preview/route";
import * as jobRoute from "@/app/api/v1/jobs/[id]/route";
import { maxUnfinished } from "@/lib/jobs/job.rules";
import { JobRunner } from "@/lib/jobs/runner.service";
import { db } from "@/lib/platform/db/client";
import { call } from "@/lib/testing/call";
import { makeWorld, type World } from "@/lib/testing/world";
import { breakerPreview } from "./preview.job";

let world: World;
let agent: { id: string; key: string };
let token = "";

beforeEach(async () => {
  world = await makeWorld();
  await world.actionType("pay");
  agent = await world.agent();
  ({ token } = await world.person("reliability"));
});

/** An action that was carried out, and ended so. */
async function ends(status: string): Promise<void> {
  const asked = { token: agent.key, body: { action: "pay", parameters: {}, confidence: 1 } };
  const { id, digest } = (await call(actionsRoute.POST, asked)).json as { id: string; digest: string };
  const used = { token: agent.key, params: { id } };
  expect((await call(executionsRoute.POST, { ...used, body: { digest } })).status).toBe(200);
  expect((await call(outcomeRoute.POST, { ...used, body: { status } })).status).toBeLessThan(300);
}

const failures = { type: "failure_rate", windowSeconds: 60, minimum: 3, above: 0.5 };

describe("a preview", () => {
  it("tells the trips that a rule would have made over what was recorded, and trips nothing", async () => {
    for (let n = 0; n < 3; n += 1) await ends("failed");
    const body = {
      rule: failures,
      scope: { type: "agent", id: agent.id },
      from: new Date(Date.now() - 3_600_000).toISOString(),
      to: new Date(Date.now() + 1_000).toISOString(),
    };
    const { status, json } = await call(previewRoute.POST, { token, body });
    expect(status).toBe(202);
    const runner = new JobRunner([breakerPreview]);
    while ((await runner.look()) > 0) await runner.idle();
    const job = await call(jobRoute.GET, { token, params: { id: String(json["id"]) } });
    expect(job.json).toMatchObject({
      status: "done",
      result: { count: 1, agents: 1, truncated: false, trips: [{ agentId: agent.id, observed: { value: 1, n: 3 } }] },
    });
    expect(await db().breakerTrip.count({ where: { workspaceId: world.workspaceId } })).toBe(0);
    const backwards = await call(previewRoute.POST, { token, body: { ...body, to: body.from } });
    expect(backwards.json).toMatchObject({ status: 422, errors: [{ path: "to" }] });
    const nobody = await call(previewRoute.POST, { token, body: { ...body, scope: { type: "agent", id: "agt_x" } } });
    expect(nobody.json).toMatchObject({ status: 422, code: "unknown_scope" });
    for (let n = 0; n < maxUnfinished.person; n += 1) await call(previewRoute.POST, { token, body });
    expect((await call(previewRoute.POST, { token, body })).json).toMatchObject({ status: 409, code: "too_many_jobs" });
    while ((await runner.look()) > 0) await runner.idle();
  });
});
