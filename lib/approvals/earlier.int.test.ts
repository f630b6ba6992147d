import { describe, expect, it } from "vitest";
import * as executionsRoute from "@/app/api/v1/actions/[id]/executions/route";
import * as historyRoute from "@/app/api/v1/actions/[id]/history/route";
import * as outcomeRoute from "@/app/api/v1/actions/[id]/outcome/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";

async function setUp() {
  const world = await makeWorld();
  await world.actionType("scale", { zone: "green", confidenceThreshold: 0 });
  const agent = await world.agent();
  const supervisor = await world.person("supervisor");
  const ask = async (parameters: object, resource?: object): Promise<{ id: string; digest: string }> => {
    const answer = await call(actionsRoute.POST, {
      token: agent.key,
      body: { action: "scale", parameters, confidence: 1, ...(resource ? { resource } : {}) },
    });
    expect(answer.status).toBe(201);
    return answer.json as { id: string; digest: string };
  };
  const ran = async (status: "succeeded" | "failed", parameters: object, resource?: object) => {
    const { id, digest } = await ask(parameters, resource);
    expect((await call(executionsRoute.POST, { token: agent.key, params: { id }, body: { digest } })).status).toBe(200);
    expect(
      (
        await call(outcomeRoute.POST, {
          token: agent.key,
          params: { id },
          body: { status, ...(status === "failed" ? { error: "no room" } : {}) },
        })
      ).status,
    ).toBe(200);
    return id;
  };
  const earlier = async (id: string, token = supervisor.token) =>
    (await call(historyRoute.GET, { token, params: { id } })).json["earlier"];
  return { ask, ran, earlier };
}
const pool = { type: "node_pool", id: "a" };

describe("how an action's values stood when the same was last done", () => {
  it("is told of runs on the same resource that succeeded, the newest first, and of nothing that came after it", async () => {
    const { ask, ran, earlier } = await setUp();
    await ran("succeeded", { nodes: 6 }, pool);
    const last = await ran("succeeded", { nodes: 8, note: "evening" }, pool);
    await ran("failed", { nodes: 99 }, pool);
    await ran("succeeded", { nodes: 77 }, { ...pool, id: "b" });
    await ran("succeeded", { nodes: 55 });
    const now = await ask({ nodes: 24, note: "morning" }, pool);
    await ran("succeeded", { nodes: 1_000 }, pool);
    expect(await earlier(now.id)).toEqual({
      lastRun: { id: last, at: expect.any(String) as string },
      runs: 2,
      onResource: true,
      values: [
        { name: "nodes", last: 8, usual: { median: 6, least: 6, greatest: 8, n: 2 } },
        { name: "note", last: "evening", usual: null },
      ],
    });
  });

  it("without a resource is told of runs without one, and is nothing where it never ran, in another workspace either", async () => {
    const { ask, ran, earlier } = await setUp();
    const elsewhere = await setUp();
    await ran("succeeded", { nodes: 6 }, pool);
    const now = await ask({ nodes: 24 });
    expect(await earlier(now.id)).toBeNull();
    await ran("succeeded", { nodes: 3 });
    expect(await elsewhere.earlier((await elsewhere.ask({ nodes: 24 }, pool)).id)).toBeNull();
    expect(await earlier((await ask({ nodes: 24 })).id)).toMatchObject({
      onResource: false,
      runs: 1,
      values: [{ name: "nodes", last: 3 }],
    });
  });
});
