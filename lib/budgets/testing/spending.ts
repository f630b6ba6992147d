import { expect } from "vitest";
import * as decisionsRoute from "@/app/api/v1/actions/[id]/decisions/route";
import * as executionsRoute from "@/app/api/v1/actions/[id]/executions/route";
import * as outcomeRoute from "@/app/api/v1/actions/[id]/outcome/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import * as budgetRoute from "@/app/api/v1/budgets/[id]/route";
import * as budgetsRoute from "@/app/api/v1/budgets/route";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";

export interface Asked {
  id: string;
  digest: string;
  status: string;
  verdict: { interlocks: { name: string; effect: string; code: string; message: string; control?: unknown }[] };
}
export interface Told {
  id: string;
  current: { from: string; until: string | null; limit: string; spent: string; reserved: string; remaining: string };
}

export const euros = (amount: string) => ({ amount, currency: "EUR" });
export const money = {
  name: "Spend",
  scope: { type: "workspace" },
  measure: "money",
  limit: "10",
  currency: "EUR",
  window: "total",
};

export async function setUp(options: Parameters<typeof makeWorld>[0] = { maxPendingPerAgent: 500 }) {
  const world = await makeWorld(options);
  await world.actionType("pay");
  await world.actionType("ask_first", { zone: "red" });
  const [agent, finops, supervisor, admin] = [
    await world.agent(),
    await world.person("finops"),
    await world.person("supervisor"),
    await world.person("admin"),
  ];
  return { world, agent, finops, supervisor, admin };
}

export async function budget(token: string, body: Record<string, unknown> = {}): Promise<Told> {
  const answer = await call(budgetsRoute.POST, { token, body: { ...money, ...body } });
  expect(answer.status).toBe(201);
  return answer.json as unknown as Told;
}
export const now = async (token: string, id: string) =>
  ((await call(budgetRoute.GET, { token, params: { id } })).json as unknown as Told).current;
export const ask = async (token: string, cost: string | null, body: Record<string, unknown> = {}) =>
  (
    await call(actionsRoute.POST, {
      token,
      body: {
        action: "pay",
        parameters: {},
        confidence: 1,
        ...(cost === null ? {} : { estimatedCost: euros(cost) }),
        ...body,
      },
    })
  ).json as unknown as Asked;
export const answerOf = ({ verdict }: Asked) => verdict.interlocks.find(({ name }) => name === "budget");
export const run = (token: string, { id, digest }: Asked) =>
  call(executionsRoute.POST, { token, params: { id }, body: { digest } });
export const report = (token: string, { id }: Asked, body: Record<string, unknown>) =>
  call(outcomeRoute.POST, { token, params: { id }, body: { status: "succeeded", ...body } });
export const decide = (token: string, { id, digest }: Asked, decision: string) =>
  call(decisionsRoute.POST, {
    token,
    params: { id },
    body: { decision, seenDigest: digest, reason: { text: "looked at it" } },
  });
export const times = (n: number) => Array.from({ length: n }, (_, i) => i);
