import { describe, expect, it } from "vitest";
import * as checkRoute from "@/app/api/v1/catalog-checks/route";
import * as typesRoute from "@/app/api/v1/action-types/route";
import * as batchRoute from "@/app/api/v1/actions/batch/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";
import { tooLongToCheck } from "./parameters-validator";

const schema = {
  type: "object",
  properties: { amount: { type: "number" }, to: { type: "object", properties: { iban: { type: "string" } } } },
  required: ["amount"],
};

async function setUp() {
  const world = await makeWorld();
  return {
    world,
    governance: await world.person("governance"),
    viewer: await world.person("viewer"),
    agent: await world.agent(),
  };
}

const post = (token: string, body: Record<string, unknown>) =>
  call(typesRoute.POST, { token, body: { name: "pay", parametersSchema: schema, zone: "green", ...body } });
/** The first check that goes to a thread starts it, which takes its time on a busy machine. */
const threadTestMs = 120_000;
const asks = (key: string, body: Record<string, unknown> = {}) =>
  call(actionsRoute.POST, { token: key, body: { action: "pay", parameters: { amount: 5 }, confidence: 0.9, ...body } });

it(
  "a pattern and parameters that are made to be slow are answered at the gate and where schemas are checked",
  async () => {
    const { governance, agent } = await setUp();
    const parametersSchema = { type: "object", properties: { code: { type: "string", pattern: "^(a+)+$" } } };
    const parameters = { code: `${"a".repeat(100_000)}!` };
    const faults = [{ path: "parameters.code", message: 'must match pattern "^(a+)+$"' }];
    expect(
      (await call(checkRoute.POST, { token: governance.token, body: { parametersSchema, parameters } })).json,
    ).toEqual({ schemaFaults: [], parameterFaults: faults });
    await post(governance.token, { parametersSchema });
    expect((await asks(agent.key, { parameters })).json).toMatchObject({
      status: 422,
      code: "invalid_parameters",
      errors: faults,
    });
  },
  threadTestMs,
);

describe("parameters that take long to check", () => {
  const cheap = { name: "cheap", parametersSchema: { type: "object", properties: { amount: { type: "number" } } } };
  const costly = {
    type: "object",
    properties: {
      lines: {
        type: "array",
        items: { anyOf: Array.from({ length: 20 }, (_, i) => ({ type: "object", required: [`f${i}`] })) },
      },
    },
  };
  const parametersOf = (items: number) => ({ lines: Array.from({ length: items }, () => ({ f19: 1 })) });

  it(
    "are checked beside the loop: others are answered meanwhile, and the answer is the same",
    async () => {
      const { governance, agent } = await setUp();
      await post(governance.token, { parametersSchema: costly });
      await post(governance.token, cheap);
      const order: string[] = [];
      const long = asks(agent.key, { parameters: parametersOf(25_000) }).then((answer) => (order.push("long"), answer));
      const short = asks(agent.key, { action: "cheap" }).then((answer) => (order.push("short"), answer));
      expect((await short).status).toBe(201);
      expect((await long).status).toBe(201);
      expect(order).toEqual(["short", "long"]);
    },
    threadTestMs,
  );

  it(
    "cost one request no more than one allowance, whatever the number of its actions",
    async () => {
      const { governance, agent } = await setUp();
      const slower = {
        type: "object",
        properties: {
          lines: {
            type: "array",
            items: { anyOf: Array.from({ length: 400 }, (_, i) => ({ type: "object", required: [`f${i}`] })) },
          },
        },
      };
      await post(governance.token, { parametersSchema: slower });
      const actions = Array.from({ length: 20 }, (_, n) => ({
        action: "pay",
        parameters: { n, lines: Array.from({ length: 3_000 }, () => ({ f399: 1 })) },
        confidence: 0.9,
      }));
      const { json } = await call(batchRoute.POST, { token: agent.key, body: { actions } });
      const items = json["items"] as { status: unknown; errors?: unknown }[];
      expect(items[0]).toMatchObject({ status: "approved" });
      expect(items.at(-1)).toMatchObject({ code: "invalid_parameters", errors: [tooLongToCheck] });
    },
    threadTestMs,
  );
});
