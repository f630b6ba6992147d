import { describe, expect, it } from "vitest";
import * as typeRoute from "@/app/api/v1/action-types/[name]/route";
import * as typesRoute from "@/app/api/v1/action-types/route";
import * as decisionsRoute from "@/app/api/v1/actions/[id]/decisions/route";
import * as executionsRoute from "@/app/api/v1/actions/[id]/executions/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import * as stopsRoute from "@/app/api/v1/stops/route";
import { db } from "@/lib/platform/db/client";
import { call, type Answer } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";

// What an action may be done to is what the catalog declares when a stop is pulled, not when the action was asked.

type Json = Answer["json"];
const resource = (id: string) => ({ type: "budget", id });

async function setUp() {
  const world = await makeWorld();
  await db().workspace.update({ where: { id: world.workspaceId }, data: { graceSeconds: 0 } });
  const [agent, governance, supervisor] = [
    await world.agent(),
    await world.person("governance"),
    await world.person("supervisor"),
  ];
  return {
    ask: async (action: string, more: object = {}) =>
      (await call(actionsRoute.POST, { token: agent.key, body: { action, parameters: {}, confidence: 1, ...more } }))
        .json,
    declare: (name: string, more: object = {}) =>
      call(typesRoute.POST, {
        token: governance.token,
        body: { name, zone: "red", parametersSchema: { type: "object" }, ...more },
      }),
    change: (name: string, update: object) =>
      call(typeRoute.PATCH, { token: governance.token, params: { name }, body: update }),
    approve: (action: Json) =>
      call(decisionsRoute.POST, {
        token: supervisor.token,
        params: { id: String(action["id"]) },
        body: { decision: "approve", seenDigest: action["digest"], reason: { text: "Looked at it" } },
      }),
    start: (action: Json) =>
      call(executionsRoute.POST, {
        token: agent.key,
        params: { id: String(action["id"]) },
        body: { digest: action["digest"] },
      }),
    stop: (id: string) =>
      call(stopsRoute.POST, {
        token: supervisor.token,
        body: { scope: { type: "resource", id }, reason: "It looks wrong" },
      }),
  };
}

describe("a stop of a resource", () => {
  it.each([
    ["its type declares that resource afterwards", { resourceType: "budget" }, {}, "budget:emea-q3"],
    [
      "its type tells cases apart no longer",
      { resourceCaseSensitive: false },
      { resource: resource("EMEA-Q3") },
      "budget:emea-q3",
    ],
  ])("holds what was asked before %s, and approved after it", async (_when, change, asked, stopped) => {
    const { ask, declare, change: update, approve, start, stop } = await setUp();
    expect((await declare("raise_budget", { resourceCaseSensitive: true })).status).toBe(201);
    const held = await ask("raise_budget", asked);
    expect(held).toMatchObject({ status: "pending" });
    expect((await update("raise_budget", change)).status).toBe(200);
    expect((await approve(held)).json).toMatchObject({ status: "approved" });
    expect((await stop(stopped)).json).toMatchObject({ matches: { permits: 1 } });
    expect((await start(held)).json).toMatchObject({ status: 409, code: "stopped" });
  });

  it("holds what was asked before the catalog knew it", async () => {
    const { ask, declare, approve, start, stop } = await setUp();
    const held = await ask("raise_budget");
    expect((await declare("raise_budget", { resourceType: "budget" })).status).toBe(201);
    expect((await approve(held)).json).toMatchObject({ status: "approved" });
    await stop("budget:emea-q3");
    expect((await start(held)).json).toMatchObject({ status: 409, code: "stopped" });
  });

  it("holds what is asked under another spelling of the declared name", async () => {
    const { ask, declare, stop } = await setUp();
    await declare("raise_budget", { resourceType: "budget" });
    await stop("budget:emea-q3");
    for (const action of ["raise_budget", "Raise_Budget"]) {
      expect(await ask(action)).toMatchObject({
        status: "denied",
        verdict: {
          interlocks: expect.arrayContaining([expect.objectContaining({ name: "stop", effect: "deny" })]) as unknown,
        },
      });
    }
  });
});
