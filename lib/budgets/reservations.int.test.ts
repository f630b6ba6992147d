import { asSuperuser } from "@/lib/platform/db/testing/database";
import { describe, expect, it } from "vitest";
import * as cancelRoute from "@/app/api/v1/actions/[id]/cancel/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import { markLost } from "@/lib/approvals/sweep.service";
import { db } from "@/lib/platform/db/client";
import { call } from "@/lib/testing/call";
import { expireReservations } from "./expire.service";
import { type Asked, euros, setUp, budget, now, ask, run, report, decide, times } from "./testing/spending";

describe("what is reserved", () => {
  it("is given back by a rejection, a cancellation and an expiry, and kept by an approval", async () => {
    const { agent, finops, supervisor } = await setUp();
    const { id } = await budget(finops.token);
    const held = await Promise.all(times(3).map(() => ask(agent.key, "2", { action: "ask_first" })));
    expect(await now(finops.token, id)).toMatchObject({ reserved: "6" });
    const [rejected, cancelled, approved] = held as [Asked, Asked, Asked];
    expect((await decide(supervisor.token, rejected, "reject")).status).toBe(200);
    expect(await now(finops.token, id)).toMatchObject({ reserved: "4" });
    expect((await call(cancelRoute.POST, { token: agent.key, params: { id: cancelled.id } })).status).toBe(200);
    expect(await now(finops.token, id)).toMatchObject({ reserved: "2" });
    expect((await decide(supervisor.token, approved, "approve")).status).toBe(200);
    expect(await now(finops.token, id)).toMatchObject({ reserved: "2" });
    const reservation = await db().budgetReservation.findFirstOrThrow({ where: { actionId: approved.id } });
    expect(reservation.overridden).toBe(false);
  });

  it("ends by itself where a permit is not used, and not before somebody in time could have used it", async () => {
    const { agent, finops } = await setUp();
    const { id } = await budget(finops.token);
    const [unused, used] = [await ask(agent.key, "2"), await ask(agent.key, "3")];
    await run(agent.key, used);
    const later = new Date(Date.now() + 86_400_000);
    const end = (expiresAt: Date) =>
      db().permit.updateMany({ where: { actionId: { in: [unused.id, used.id] } }, data: { expiresAt } });
    await end(new Date(Date.now() - 30_000));
    await expireReservations(later);
    expect(await now(finops.token, id)).toMatchObject({ reserved: "5" });
    await end(new Date(Date.now() - 61_000));
    await expireReservations(later);
    expect(await now(finops.token, id)).toMatchObject({ spent: "0", reserved: "3" });
  });

  it("counts as spent where the execution is lost, until a late report says otherwise", async () => {
    const { agent, finops } = await setUp();
    const { id } = await budget(finops.token);
    const lost = await ask(agent.key, "3");
    await run(agent.key, lost);
    await db().permit.update({
      where: { actionId: lost.id },
      data: { consumedAt: new Date(Date.now() - 2 * 86_400_000) },
    });
    await markLost();
    expect(await now(finops.token, id)).toMatchObject({ spent: "3", reserved: "0" });
    await report(agent.key, lost, { cost: euros("1.5") });
    expect(await now(finops.token, id)).toMatchObject({ spent: "1.5", reserved: "0" });
  });

  it("is settled by what became of the action where nobody told, as after a crash between the two", async () => {
    const { agent, finops } = await setUp();
    const { id } = await budget(finops.token);
    const denied = await ask(agent.key, "2", { action: "ask_first" });
    await db().action.update({ where: { id: denied.id }, data: { status: "denied" } });
    await expireReservations(new Date(Date.now() + 86_400_000));
    expect(await now(finops.token, id)).toMatchObject({ spent: "0", reserved: "0" });
  });

  it("is spent as reserved where the outcome does not say, or says it in another currency", async () => {
    const { agent, finops } = await setUp();
    const { id } = await budget(finops.token);
    for (const body of [
      {},
      { cost: { amount: "9", currency: "USD" } },
      { status: "failed", usage: { totalTokens: "many" } },
    ]) {
      const asked = await ask(agent.key, "2");
      await run(agent.key, asked);
      expect((await report(agent.key, asked, body)).status).toBeLessThan(300);
    }
    expect(await now(finops.token, id)).toMatchObject({ spent: "6", reserved: "0" });
  });

  it("makes the action come to nothing where it cannot be written", async () => {
    const { world, agent, finops } = await setUp();
    await budget(finops.token);
    await asSuperuser(
      `ALTER TABLE budget_reservations ADD CONSTRAINT no_more CHECK (workspace_id <> '${world.workspaceId}')`,
    );
    try {
      const answer = await call(actionsRoute.POST, {
        token: agent.key,
        body: { action: "pay", parameters: {}, confidence: 1, estimatedCost: euros("1") },
      });
      expect(answer.status).toBeGreaterThanOrEqual(500);
      expect(await db().action.count({ where: { workspaceId: world.workspaceId } })).toBe(0);
    } finally {
      await asSuperuser("ALTER TABLE budget_reservations DROP CONSTRAINT no_more");
    }
  });

  it("is in the end the sum of what outcomes say, whatever went on at once", async () => {
    const { agent, finops, supervisor } = await setUp();
    const { id } = await budget(finops.token, { limit: "100" });
    const costs = await Promise.all(
      times(24).map(async (i) => {
        const asked = await ask(agent.key, "2.5", i % 3 === 0 ? { action: "ask_first" } : {});
        if (i % 3 === 0) await decide(supervisor.token, asked, i % 2 ? "approve" : "reject");
        if (i % 3 === 0 && i % 2 === 0) return 0;
        await run(agent.key, asked);
        await report(agent.key, asked, { cost: euros((i / 8).toFixed(3)) });
        return i * 125;
      }),
    );
    const sum = costs.reduce((a, b) => a + b, 0) / 1000;
    expect(await now(finops.token, id)).toMatchObject({ spent: String(sum), reserved: "0" });
  });
});
