import { expect, it } from "vitest";
import * as executionsRoute from "@/app/api/v1/actions/[id]/executions/route";
import * as outcomeRoute from "@/app/api/v1/actions/[id]/outcome/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import { db } from "@/lib/platform/db/client";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";
import { lostAfterSeconds, markLost } from "./sweep.service";

const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1000);
const statusOf = async (id: string) => (await db().action.findUniqueOrThrow({ where: { id } })).executionStatus;
const told = (id: string) => db().auditStaged.count({ where: { subjectId: id, event: "action.lost" } });

it("an execution that reports nothing for a day is marked as lost, once, with its entry; a late report is better knowledge", async () => {
  const world = await makeWorld();
  await world.actionType("pay", { zone: "green" });
  const { key } = await world.agent();
  const started = async (consumedAt: Date) => {
    const { json } = await call(actionsRoute.POST, {
      token: key,
      body: { action: "pay", parameters: {}, confidence: 1 },
    });
    const id = String(json["id"]);
    expect(
      (await call(executionsRoute.POST, { token: key, params: { id }, body: { digest: String(json["digest"]) } }))
        .status,
    ).toBe(200);
    await db().permit.updateMany({ where: { actionId: id }, data: { consumedAt } });
    return id;
  };
  const report = (id: string) => call(outcomeRoute.POST, { token: key, params: { id }, body: { status: "succeeded" } });
  const [lost, young, reported] = [
    await started(secondsAgo(lostAfterSeconds + 60)),
    await started(secondsAgo(lostAfterSeconds - 60)),
    await started(secondsAgo(lostAfterSeconds + 60)),
  ];
  expect((await report(reported)).status).toBe(200);

  expect(await markLost()).toBe(1);
  expect([await statusOf(lost), await statusOf(young), await statusOf(reported)]).toEqual([
    "lost",
    "started",
    "succeeded",
  ]);
  expect(await markLost()).toBe(0);
  expect([await told(lost), await told(young), await told(reported)]).toEqual([1, 0, 0]);

  expect((await report(lost)).status).toBe(200);
  expect(await statusOf(lost)).toBe("succeeded");
});
