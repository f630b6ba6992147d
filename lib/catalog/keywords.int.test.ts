import { describe, expect, it } from "vitest";
import * as typeRoute from "@/app/api/v1/action-types/[name]/route";
import * as checkRoute from "@/app/api/v1/catalog-checks/route";
import * as typesRoute from "@/app/api/v1/action-types/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import { db } from "@/lib/platform/db/client";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";

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
const patch = (token: string, name: string, body: unknown) =>
  call(typeRoute.PATCH, { token, method: "PATCH", params: { name }, body });
const get = (token: string, name: string) => call(typeRoute.GET, { token, params: { name } });
const asks = (key: string, body: Record<string, unknown> = {}) =>
  call(actionsRoute.POST, { token: key, body: { action: "pay", parameters: { amount: 5 }, confidence: 0.9, ...body } });

describe("a keyword that nothing would hold to", () => {
  const loose = {
    type: "object",
    properties: { amount: { type: "number", maxmum: 500 }, day: { type: "string", format: "datetime" } },
    required: ["amount"],
  };
  const errors = [
    {
      path: "parametersSchema.properties.amount.maxmum",
      message: expect.stringContaining('did you mean "maximum"?') as string,
    },
    {
      path: "parametersSchema.properties.day.format",
      message: expect.stringContaining('did you mean "date-time"?') as string,
    },
  ];

  it("is refused with 422 at its path and with the nearest name: added, changed and checked", async () => {
    const { governance } = await setUp();
    expect((await post(governance.token, { parametersSchema: loose })).json).toMatchObject({
      status: 422,
      code: "invalid_schema",
      errors,
    });
    await post(governance.token, {});
    expect((await patch(governance.token, "pay", { parametersSchema: loose })).json).toMatchObject({
      status: 422,
      code: "invalid_schema",
      errors,
    });
    expect((await get(governance.token, "pay")).json).toMatchObject({
      version: 1,
      parametersSchema: schema,
      schemaCheck: { usable: true, faults: [] },
    });
    expect((await call(checkRoute.POST, { token: governance.token, body: { parametersSchema: loose } })).json).toEqual({
      schemaFaults: errors,
      parameterFaults: [],
    });
  });

  it("of a schema stored before is judged as ever, is said in the list and on its page, and stands in the way of no other change", async () => {
    const { world, governance, viewer, agent } = await setUp();
    await post(governance.token, {});
    await db().actionType.updateMany({
      where: { workspaceId: world.workspaceId, name: "pay" },
      data: { parametersSchema: loose },
    });
    expect((await asks(agent.key, { parameters: { amount: 1_000 } })).json).toMatchObject({ status: "approved" });
    expect((await asks(agent.key, { parameters: { amount: "much" } })).json).toMatchObject({
      status: 422,
      code: "invalid_parameters",
    });
    const told = { schemaCheck: { usable: true, faults: errors } };
    expect((await get(viewer.token, "pay")).json).toMatchObject(told);
    expect((await call(typesRoute.GET, { token: viewer.token })).json["items"]).toMatchObject([told]);
    expect((await patch(governance.token, "pay", { zone: "red", parametersSchema: loose })).json).toMatchObject({
      zone: "red",
      version: 2,
      ...told,
    });
    const mended = { ...loose, properties: { amount: { type: "number", maximum: 500 } } };
    expect((await patch(governance.token, "pay", { parametersSchema: mended })).json).toMatchObject({
      version: 3,
      schemaCheck: { usable: true, faults: [] },
    });
    expect((await asks(agent.key, { parameters: { amount: 1_000 } })).json).toMatchObject({
      status: 422,
      code: "invalid_parameters",
    });
  });

  it("and one that cannot be checked by at all is said to let nothing pass", async () => {
    const { world, governance } = await setUp();
    await post(governance.token, {});
    const old = { type: "object", properties: { code: { type: "string", pattern: "^(?!x)" } } };
    await db().actionType.updateMany({
      where: { workspaceId: world.workspaceId, name: "pay" },
      data: { parametersSchema: old },
    });
    expect((await get(governance.token, "pay")).json["schemaCheck"]).toEqual({
      usable: false,
      faults: [
        { path: "parametersSchema.properties.code.pattern", message: expect.stringContaining("linear time") as string },
      ],
    });
  });
});
