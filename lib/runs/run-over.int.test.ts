import { describe, expect, it } from "vitest";
import * as previewRoute from "@/app/api/v1/actions/[id]/decisions/preview/route";
import * as decisionsRoute from "@/app/api/v1/actions/[id]/decisions/route";
import * as actionRoute from "@/app/api/v1/actions/[id]/route";
import * as bulkRoute from "@/app/api/v1/actions/decisions/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import * as endRoute from "@/app/api/v1/runs/[id]/end/route";
import * as runsRoute from "@/app/api/v1/runs/route";
import { settleDue } from "@/lib/approvals/sweep.service";
import { db } from "@/lib/platform/db/client";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";

interface Started {
  id: string;
  token: string;
}
interface Held {
  id: string;
  digest: string;
}

async function setUp(graceSeconds = 0) {
  const world = await makeWorld({ graceSeconds });
  await world.actionType("mail", { zone: "yellow" });
  await world.actionType("wire", { zone: "red" });
  const agent = await world.agent();
  const supervisor = await world.person("supervisor");
  const start = async (token: string) =>
    (await call(runsRoute.POST, { token, body: { task: "close the books" } })).json as unknown as Started;
  const hold = async (token: string, action = "wire") =>
    (await call(actionsRoute.POST, { token, body: { action, parameters: { amount: 1 } } })).json as unknown as Held;
  const parent = await start(agent.key);
  const child = await start(parent.token);
  const grandchild = await start(child.token);
  return {
    world,
    agent,
    parent,
    child,
    grandchild,
    start,
    hold,
    end: (token: string, id: string) => call(endRoute.POST, { token, method: "POST", params: { id } }),
    read: async ({ id }: Held) => (await call(actionRoute.GET, { token: supervisor.token, params: { id } })).json,
    answer: ({ id, digest }: Held, body: Record<string, unknown>) =>
      call(decisionsRoute.POST, {
        token: supervisor.token,
        params: { id },
        body: { seenDigest: digest, reason: { text: "looked at it" }, ...body },
      }),
    bulk: ({ id, digest }: Held, decision: string) =>
      call(bulkRoute.POST, {
        token: supervisor.token,
        body: { decision, items: [{ actionId: id, seenDigest: digest }], reason: { text: "looked at it" } },
      }),
    preview: ({ id }: Held) => call(previewRoute.POST, { token: supervisor.token, params: { id }, body: {} }),
  };
}

/** Time runs out for these; nobody has come by since. */
const runOut = (runId: string) =>
  db().run.update({ where: { id: runId }, data: { expiresAt: new Date(Date.now() - 1) } });
const decisionsOf = (id: string) => db().auditStaged.count({ where: { subjectId: id, event: "action.decided" } });

describe("what waits in a run", () => {
  it("is cancelled when the end of the run is answered: its own, a child's and a grandchild's; and nothing else", async () => {
    const { agent, parent, child, grandchild, hold, end, read, answer } = await setUp();
    const held = [await hold(parent.token), await hold(child.token), await hold(grandchild.token)];
    const elsewhere = await hold(agent.key);
    expect((await end(agent.key, parent.id)).status).toBe(200);
    for (const action of held) {
      expect(await read(action)).toMatchObject({
        status: "cancelled",
        decision: { outcome: "cancel", by: { type: "system" }, reason: { code: "run_over" } },
      });
      expect((await answer(action, { decision: "approve" })).json).toMatchObject({
        status: 409,
        code: "already_decided",
      });
      expect(await decisionsOf(action.id)).toBe(1);
    }
    expect(await read(elsewhere)).toMatchObject({ status: "pending" });
  });

  it("is cancelled with a vote in its grace period: that is withdrawn", async () => {
    const { agent, parent, grandchild, hold, end, read, answer } = await setUp(30);
    const action = await hold(grandchild.token, "mail");
    expect((await answer(action, { decision: "approve" })).json).toMatchObject({ status: "pending" });
    await end(agent.key, parent.id);
    expect(await read(action)).toMatchObject({ status: "cancelled" });
    expect(await db().approval.findFirstOrThrow({ where: { actionId: action.id } })).toMatchObject({
      withdrawnBecause: "cancelled",
    });
  });

  it.each(["its own", "its parent's", "its grandparent's"])(
    "is not decided once the time of a run is up, %s, though nobody has cancelled it yet",
    async (whose) => {
      const { parent, child, grandchild, hold, read, answer, bulk, preview } = await setUp();
      const [red, yellow] = [await hold(grandchild.token), await hold(grandchild.token, "mail")];
      await runOut(whose === "its own" ? grandchild.id : whose === "its parent's" ? child.id : parent.id);
      const refused = { status: 409, code: "run_over" };
      for (const action of [red, yellow]) {
        expect((await answer(action, { decision: "approve" })).json).toMatchObject(refused);
        expect((await answer(action, { decision: "edit", parameters: { amount: 2 } })).json).toMatchObject(refused);
        expect((await answer(action, { decision: "reject" })).json).toMatchObject(refused);
        expect((await answer(action, { decision: "escalate", to: { role: "admin" } })).json).toMatchObject(refused);
        expect((await preview(action)).json).toMatchObject(refused);
      }
      for (const decision of ["approve", "reject"])
        expect((await bulk(yellow, decision)).json["items"]).toMatchObject([refused]);
      for (const action of [red, yellow]) {
        expect(await read(action)).toMatchObject({ status: "pending" });
        expect(await db().approval.count({ where: { actionId: action.id } })).toBe(0);
      }
    },
  );

  it("is cancelled, not approved, where its vote would settle after the time of the run", async () => {
    const { child, grandchild, hold, read, answer } = await setUp(30);
    const action = await hold(grandchild.token, "mail");
    await answer(action, { decision: "approve" });
    await runOut(child.id);
    await db().action.update({ where: { id: action.id }, data: { settlesAt: new Date(0) } });
    await settleDue();
    expect(await read(action)).toMatchObject({ status: "cancelled", decision: { reason: { code: "run_over" } } });
    expect(await db().permit.count({ where: { actionId: action.id } })).toBe(0);
  });

  it("has one decision where an approval and the end come at once, in 12 races, and waits no more", {
    timeout: 120_000,
  }, async () => {
    const { agent, start, hold, end, read, answer } = await setUp();
    for (let round = 0; round < 12; round++) {
      const top = await start(agent.key);
      const under = await start(top.token);
      const action = await hold(under.token);
      const [ended, approved] = await Promise.all([
        end(round % 2 ? agent.key : top.token, top.id),
        answer(action, { decision: "approve" }),
      ]);
      expect(ended.status).toBe(200);
      expect([200, 409]).toContain(approved.status);
      expect(await read(action)).toMatchObject({ status: approved.status === 200 ? "approved" : "cancelled" });
      expect(await decisionsOf(action.id)).toBe(1);
    }
  });
});
