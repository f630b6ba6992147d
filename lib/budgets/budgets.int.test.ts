import { asSuperuser } from "@/lib/platform/db/testing/database";
import { describe, expect, it } from "vitest";
import * as batchRoute from "@/app/api/v1/actions/batch/route";
import * as historyRoute from "@/app/api/v1/budgets/[id]/history/route";
import * as raiseRoute from "@/app/api/v1/budgets/[id]/raise/route";
import * as budgetRoute from "@/app/api/v1/budgets/[id]/route";
import * as budgetsRoute from "@/app/api/v1/budgets/route";
import * as runsRoute from "@/app/api/v1/runs/route";
import * as settingsRoute from "@/app/api/v1/settings/route";
import { db } from "@/lib/platform/db/client";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";
import {
  type Asked,
  euros,
  money,
  setUp,
  budget,
  now,
  ask,
  answerOf,
  run,
  report,
  decide,
  times,
} from "./testing/spending";

describe("a budget", () => {
  it("is reserved when asked, and spent as the outcome says", async () => {
    const { agent, finops } = await setUp();
    const { id } = await budget(finops.token);
    const first = await ask(agent.key, "4.5");
    expect(first.status).toBe("approved");
    expect(answerOf(first)).toMatchObject({ effect: "pass", code: "within_budget" });
    expect(await now(finops.token, id)).toMatchObject({ spent: "0", reserved: "4.5", remaining: "5.5" });
    expect((await run(agent.key, first)).status).toBe(200);
    expect((await report(agent.key, first, { cost: euros("3.25") })).status).toBeLessThan(300);
    expect(await now(finops.token, id)).toMatchObject({ spent: "3.25", reserved: "0", remaining: "6.75" });
    expect((await ask(agent.key, "6.75")).status).toBe("approved");
    const beyond = await ask(agent.key, "0.0001");
    expect(beyond.status).toBe("pending");
    expect(answerOf(beyond)).toEqual({
      name: "budget",
      effect: "hold",
      code: "budget_exceeded",
      message:
        "The budget “Spend” allows 10 EUR, of which 3.25 EUR is spent and 6.75 EUR is reserved. This asks for 0.0001 EUR.",
      control: { type: "budget", id },
    });
  });

  it("is never overshot by 64 who ask at once, and reached exactly", async () => {
    const { agent, finops } = await setUp();
    const { id } = await budget(finops.token, { onExceeded: "deny" });
    const asked = await Promise.all(times(64).map(() => ask(agent.key, "0.3")));
    expect(asked.filter(({ status }) => status === "approved")).toHaveLength(33);
    expect(asked.filter((one) => one.status === "denied" && answerOf(one)?.code === "budget_exceeded")).toHaveLength(
      31,
    );
    expect(await now(finops.token, id)).toMatchObject({ reserved: "9.9", remaining: "0.1" });
  });

  it("holds with three others around it, whichever has least, without any waiting for another in a circle", async () => {
    const { world, agent, finops } = await setUp();
    const other = await world.agent();
    const limits = { onExceeded: "deny" };
    const caps = [
      await budget(finops.token, { ...limits, limit: "9" }),
      await budget(finops.token, { ...limits, limit: "8", scope: { type: "kind", id: "Finance" }, window: "day" }),
      await budget(finops.token, { ...limits, limit: "3", scope: { type: "agent", id: agent.id }, window: "month" }),
      await budget(finops.token, { ...limits, limit: "7", scope: { type: "action", id: "pay" }, window: "week" }),
    ];
    const asked = await Promise.all(times(40).map((i) => ask(i % 2 ? agent.key : other.key, "1")));
    const approved = asked.filter(({ status }) => status === "approved").length;
    const counted = await Promise.all(caps.map((cap) => now(finops.token, cap.id)));
    expect(approved).toBe(7);
    expect(counted.map(({ reserved }) => Number(reserved))).toEqual([7, 7, expect.any(Number), 7]);
    expect(Number(counted[2]?.reserved)).toBeLessThanOrEqual(3);
  });

  it("is debited once by a batch, whose first actions take the room that there is", async () => {
    const { agent, finops } = await setUp();
    const { id } = await budget(finops.token, { limit: "5", measure: "actions", currency: undefined });
    const actions = times(8).map(() => ({ action: "pay", parameters: {}, confidence: 1 }));
    const { json } = await call(batchRoute.POST, { token: agent.key, body: { actions } });
    const statuses = (json["items"] as Asked[]).map(({ status }) => status);
    expect(statuses).toEqual([...times(5).map(() => "approved"), ...times(3).map(() => "pending")]);
    expect(await now(finops.token, id)).toMatchObject({ reserved: "5", remaining: "0" });
  });

  it("counts what an outcome reports also beyond the limit, and then nothing more passes", async () => {
    const { agent, finops } = await setUp();
    const { id } = await budget(finops.token);
    const first = await ask(agent.key, "1");
    await run(agent.key, first);
    await report(agent.key, first, { cost: euros("12.5") });
    expect(await now(finops.token, id)).toMatchObject({ spent: "12.5", reserved: "0", remaining: "0" });
    expect(answerOf(await ask(agent.key, "0"))).toMatchObject({ effect: "hold", code: "budget_exceeded" });
  });

  it("takes the larger of what is declared and what the type expects, and holds what nobody knows or counts otherwise", async () => {
    const { world, agent, finops } = await setUp();
    await world.actionType("book");
    await db().actionType.updateMany({
      where: { workspaceId: world.workspaceId, name: "book" },
      data: { expectedCostAmount: "3", expectedCostCurrency: "EUR" },
    });
    const { id } = await budget(finops.token, { maxPerAction: "5" });
    await ask(agent.key, "1", { action: "book" });
    expect(await now(finops.token, id)).toMatchObject({ reserved: "3" });
    expect(answerOf(await ask(agent.key, null))).toMatchObject({ effect: "hold", code: "budget_unknown_cost" });
    const dollars = { estimatedCost: { amount: "1", currency: "USD" } };
    expect(answerOf(await ask(agent.key, null, dollars))).toMatchObject({ effect: "hold", code: "budget_currency" });
    expect(answerOf(await ask(agent.key, "5.01"))).toMatchObject({ effect: "hold", code: "budget_per_action" });
    expect(await now(finops.token, id)).toMatchObject({ reserved: "3" });
  });

  it("of tokens counts what is estimated, and then what was used", async () => {
    const { agent, finops } = await setUp();
    const { id } = await budget(finops.token, { measure: "tokens", currency: undefined, limit: "1000" });
    const first = await ask(agent.key, null, { estimatedTokens: 600 });
    expect(await now(finops.token, id)).toMatchObject({ reserved: "600" });
    await run(agent.key, first);
    await report(agent.key, first, { usage: { totalTokens: 450, inputTokens: 400 } });
    expect(await now(finops.token, id)).toMatchObject({ spent: "450", reserved: "0" });
    expect(answerOf(await ask(agent.key, null))).toMatchObject({ code: "budget_unknown_cost" });
  });

  it("of a run counts the runs under it, also where a key names them", async () => {
    const { agent, finops } = await setUp();
    const runOf = async (parentRunId?: string) =>
      (
        await call(runsRoute.POST, {
          token: agent.key,
          body: { task: "pay bills", ...(parentRunId ? { parentRunId } : {}) },
        })
      ).json as { id: string; token: string };
    const top = await runOf();
    const under = await runOf(top.id);
    const { id } = await budget(finops.token, { scope: { type: "run", id: top.id } });
    expect((await ask(agent.key, "2", { runId: under.id })).status).toBe("approved");
    expect((await ask(under.token, "3")).status).toBe("approved");
    expect((await ask(agent.key, "9")).status).toBe("approved");
    expect(await now(finops.token, id)).toMatchObject({ reserved: "5" });
  });
});

describe("a person", () => {
  it("overrides a budget once for what it held, which is told, and not one that denies", async () => {
    const { agent, finops, supervisor } = await setUp();
    const { id } = await budget(finops.token, { limit: "1" });
    const held = await ask(agent.key, "4");
    expect(held.status).toBe("pending");
    expect((await decide(supervisor.token, held, "approve")).status).toBe(200);
    expect(await now(finops.token, id)).toMatchObject({ reserved: "4", remaining: "0" });
    expect(await db().auditStaged.findMany({ where: { subjectId: id, event: "budget.overridden" } })).toHaveLength(1);
    expect((await ask(agent.key, "0.5")).status).toBe("pending");
    const { json } = await call(historyRoute.GET, { token: finops.token, params: { id } });
    expect(json["items"]).toMatchObject([{ reserved: "4", overridden: 1 }]);

    const waiting = await ask(agent.key, "2", { action: "ask_first" });
    await budget(finops.token, { limit: "1", onExceeded: "deny", name: "Hard" });
    expect((await decide(supervisor.token, waiting, "approve")).json).toMatchObject({ code: "denied_now" });
  });

  it("raises a budget until a moment, changes and ends it, each with its entry", async () => {
    const { world, agent, finops } = await setUp();
    const { id } = await budget(finops.token, { limit: "1", onExceeded: "deny" });
    expect((await ask(agent.key, "2")).status).toBe("denied");
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const params = { id };
    const raised = await call(raiseRoute.POST, {
      token: finops.token,
      params,
      body: { by: "1.5", until, reason: "End of quarter" },
    });
    expect(raised.json).toMatchObject({ limit: "1", current: { limit: "2.5" }, raises: [{ by: "1.5", until }] });
    expect((await ask(agent.key, "2")).status).toBe("approved");
    await asSuperuser(`UPDATE budget_raises SET until = now() - interval '1 second' WHERE budget_id = '${id}'`);
    await db().workspace.update({ where: { id: world.workspaceId }, data: { epoch: { increment: 1 } } });
    expect(await now(finops.token, id)).toMatchObject({ limit: "1", remaining: "0" });
    expect((await ask(agent.key, "0.1")).status).toBe("denied");
    const changed = await call(budgetRoute.PATCH, {
      token: finops.token,
      params,
      body: { limit: "3", onExceeded: "hold" },
    });
    expect(changed.json).toMatchObject({ limit: "3", onExceeded: "hold" });
    expect((await ask(agent.key, "1")).status).toBe("approved");
    expect((await call(budgetRoute.DELETE, { token: finops.token, params })).status).toBe(204);
    expect((await ask(agent.key, null)).status).toBe("approved");
    for (const again of [
      call(budgetRoute.DELETE, { token: finops.token, params }),
      call(budgetRoute.PATCH, { token: finops.token, params, body: { limit: "4" } }),
      call(raiseRoute.POST, {
        token: finops.token,
        params,
        body: { by: "1", until: new Date(Date.now() + 60_000).toISOString(), reason: "too late" },
      }),
    ])
      expect((await again).json).toMatchObject({ status: 409, code: "budget_ended" });
    const entries = await db().auditStaged.findMany({ where: { subjectId: id }, orderBy: { id: "asc" } });
    expect(entries.map(({ event }) => event)).toEqual([
      "budget.created",
      "budget.raised",
      "budget.updated",
      "budget.ended",
    ]);
    const list = await call(budgetsRoute.GET, { token: finops.token, path: "/api/v1/budgets?ended=true" });
    expect(list.json["items"]).toMatchObject([{ id }]);
  });

  it("is told which field of a budget is wrong", async () => {
    const { agent, finops, world } = await setUp();
    const stranger = await (await makeWorld()).agent();
    const refused = async (body: Record<string, unknown>) =>
      (await call(budgetsRoute.POST, { token: finops.token, body: { ...money, ...body } })).json as {
        status: number;
        code: string;
        errors: { path: string }[];
      };
    for (const [body, path] of [
      [{ limit: "-1" }, "limit"],
      [{ limit: "1e3" }, "limit"],
      [{ limit: 5 }, "limit"],
      [{ limit: "1.00001" }, "limit"],
      [{ currency: "XYZ" }, "currency"],
      [{ currency: undefined }, "currency"],
      [{ measure: "tokens", currency: undefined, limit: "1.5" }, "limit"],
      [{ scope: { type: "agent" } }, "scope.id"],
      [{ window: "30d" }, "window"],
    ] as const)
      expect(await refused(body), JSON.stringify(body)).toMatchObject({ status: 400, errors: [{ path }] });
    for (const scope of [
      { type: "agent", id: stranger.id },
      { type: "kind", id: "finanse" },
      { type: "run", id: "run_x" },
    ])
      expect(await refused({ scope }), JSON.stringify(scope)).toMatchObject({
        status: 422,
        code: "unknown_scope",
        errors: [{ path: "scope.id" }],
      });
    const viewer = await world.person("viewer");
    expect((await call(budgetsRoute.POST, { token: viewer.token, body: money })).status).toBe(403);
    expect((await call(budgetsRoute.POST, { token: agent.key, body: money })).status).toBe(403);
    const { id } = await budget(finops.token);
    const past = { by: "1", until: "2020-01-01T00:00:00Z", reason: "late" };
    expect((await call(raiseRoute.POST, { token: finops.token, params: { id }, body: past })).json).toMatchObject({
      status: 400,
      errors: [{ path: "until" }],
    });
    const other = await (await makeWorld()).person("admin");
    expect((await call(budgetRoute.GET, { token: other.token, params: { id } })).status).toBe(404);
    expect((await call(historyRoute.GET, { token: other.token, params: { id } })).status).toBe(404);
  });

  it("has as many budgets and raises as are read in time", async () => {
    const { world, finops } = await setUp();
    const { id } = await budget(finops.token);
    const row = await db().budget.findUniqueOrThrow({ where: { id } });
    await db().budget.createMany({ data: times(199).map((i) => ({ ...row, id: `${world.workspaceId}-${i}` })) });
    expect((await call(budgetsRoute.POST, { token: finops.token, body: money })).json).toMatchObject({
      status: 409,
      code: "too_many_budgets",
    });
    const body = { by: "1", until: new Date(Date.now() + 3_600_000).toISOString(), reason: "more" };
    for (let i = 0; i < 20; i++) await call(raiseRoute.POST, { token: finops.token, params: { id }, body });
    expect((await call(raiseRoute.POST, { token: finops.token, params: { id }, body })).json).toMatchObject({
      status: 409,
      code: "too_many_raises",
    });
  });

  it("sets the clock by which windows begin, and what was reserved since the new beginning stays reserved", async () => {
    const { agent, finops, admin } = await setUp();
    const { id } = await budget(finops.token, { window: "month" });
    await ask(agent.key, "4");
    const before = await now(finops.token, id);
    expect(before.from).toMatch(/-01T00:00:00.000Z$/);
    const set = (timeZone: string) => call(settingsRoute.PATCH, { token: admin.token, body: { timeZone } });
    expect((await set("Asia/Kolkata")).json).toMatchObject({ timeZone: "Asia/Kolkata" });
    const after = await now(finops.token, id);
    expect(after.from).toMatch(/T18:30:00.000Z$/);
    expect(after).toMatchObject({ reserved: "4" });
    expect((await ask(agent.key, "6.5")).status).toBe("pending");
    expect((await set("UTC")).status).toBe(200);
    expect(await now(finops.token, id)).toEqual(before);
    expect((await set("Mars/Olympus")).json).toMatchObject({ status: 400, errors: [{ path: "timeZone" }] });
  });
});
