import { describe, expect, it } from "vitest";
import * as typeRoute from "@/app/api/v1/action-types/[name]/route";
import * as checkRoute from "@/app/api/v1/catalog-checks/route";
import * as typesRoute from "@/app/api/v1/action-types/route";
import * as decisionsRoute from "@/app/api/v1/actions/[id]/decisions/route";
import * as batchRoute from "@/app/api/v1/actions/batch/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import { db } from "@/lib/platform/db/client";
import { maxPageBytes } from "@/lib/platform/page-weight";
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
const epochOf = async (id: string) => (await db().workspace.findUniqueOrThrow({ where: { id } })).epoch;
const entriesOf = (subjectId: string) => db().auditStaged.findMany({ where: { subjectId }, orderBy: { id: "asc" } });
const leafOf = (entry: { leaf: Uint8Array } | undefined) =>
  JSON.parse(Buffer.from(entry?.leaf ?? []).toString()) as { facts: Record<string, unknown> };

describe("a new entry of the catalog", () => {
  it("has the contract's defaults and judges the very next action", async () => {
    const { agent, governance } = await setUp();
    expect((await asks(agent.key)).json).toMatchObject({ status: "pending", zone: "red" });
    const { status, json } = await post(governance.token, {});
    expect(status).toBe(201);
    expect(json).toMatchObject({
      version: 1,
      title: "Pay",
      destructive: false,
      reversible: true,
      decideWithinSeconds: 3600,
      confidenceThreshold: 0.85,
      kindThresholds: {},
      expectedCost: null,
    });
    expect((await asks(agent.key)).json).toMatchObject({ status: "approved", zone: "green" });
  });

  it("keeps what it is given: cost, sentence, review share, thresholds per kind", async () => {
    const { governance, viewer } = await setUp();
    const given = {
      expectedCost: { amount: "12.50", currency: "EUR" },
      sentence: "Pay {amount} to {to.iban}",
      reviewProbability: 0.25,
      kindThresholds: { finance: 0.7, support: 1 },
    };
    await post(governance.token, given);
    expect((await get(viewer.token, "pay")).json).toMatchObject({
      ...given,
      expectedCost: { amount: "12.5", currency: "EUR" },
    });
  });

  it("keeps the order of its parameters, which is the order people see them in", async () => {
    const { governance, viewer } = await setUp();
    const ordered = {
      type: "object",
      properties: { zebra: { type: "string" }, a: { type: "string" }, middle: { type: "string" } },
    };
    await post(governance.token, { parametersSchema: ordered });
    const { json } = await get(viewer.token, "pay");
    expect(JSON.stringify(json["parametersSchema"])).toBe(JSON.stringify(ordered));
  });

  it("with a name that is taken is refused with 409, without a trace", async () => {
    const { world, governance } = await setUp();
    await post(governance.token, {});
    const epoch = await epochOf(world.workspaceId);
    expect((await post(governance.token, { zone: "red" })).json).toMatchObject({ status: 409, code: "name_taken" });
    expect(await epochOf(world.workspaceId)).toBe(epoch);
    expect(await db().auditStaged.count({ where: { workspaceId: world.workspaceId } })).toBe(1);
  });

  it.each([
    ["that is no schema", { type: "object", properties: { a: { type: "number", minimum: "three" } } }],
    ["that is not of an object", { type: "array" }],
    ["that refers outside itself", { type: "object", properties: { a: { $ref: "https://example.test/schema.json" } } }],
    ["that refers to nothing", { type: "object", properties: { a: { $ref: "#/$defs/none" } } }],
    ["of another dialect", { $schema: "http://json-schema.org/draft-07/schema#", type: "object" }],
    ["whose pattern is no expression", { type: "object", properties: { a: { type: "string", pattern: "(" } } }],
    [
      "whose pattern looks ahead, which takes longer than anybody can wait",
      { type: "object", properties: { a: { type: "string", pattern: "^(?=.*\\d).*$" } } },
    ],
    [
      "that validates asynchronously, and so would let everything pass",
      { $async: true, type: "object", required: ["a"] },
    ],
  ])("with a schema %s is refused with 422 invalid_schema", async (_, parametersSchema) => {
    const { governance } = await setUp();
    expect((await post(governance.token, { parametersSchema })).json).toMatchObject({
      status: 422,
      code: "invalid_schema",
    });
    expect(
      (await call(checkRoute.POST, { token: governance.token, body: { parametersSchema } })).json["schemaFaults"],
    ).not.toEqual([]);
  });

  it.each([
    ["a threshold over 1", { confidenceThreshold: 1.01 }, "confidenceThreshold"],
    ["a kind's threshold below 0", { kindThresholds: { finance: -0.1 } }, "kindThresholds.finance"],
    ["a kind in capitals", { kindThresholds: { Finance: 0.5 } }, "kindThresholds.Finance"],
    ["an unknown zone", { zone: "blue" }, "zone"],
    ["a time of zero", { decideWithinSeconds: 0 }, "decideWithinSeconds"],
    ["a cost that is a number", { expectedCost: { amount: 12, currency: "EUR" } }, "expectedCost.amount"],
    ["a name with a space", { name: "pay now" }, "name"],
  ])("with %s is refused with 400 at its path", async (_, body, path) => {
    const { governance } = await setUp();
    const { status, json } = await post(governance.token, body);
    expect(status).toBe(400);
    expect((json["errors"] as { path: string }[]).map((e) => e.path)).toContain(path);
  });

  it("is refused to whoever may not manage the catalog", async () => {
    const { viewer } = await setUp();
    expect((await post(viewer.token, {})).status).toBe(403);
  });
});

describe("a change of the catalog", () => {
  it("counts the version up, moves the epoch, has one audit entry that says what changed, and holds from the next action on", async () => {
    const { world, agent, governance } = await setUp();
    const { json: made } = await post(governance.token, {});
    const epoch = await epochOf(world.workspaceId);
    expect((await asks(agent.key)).json).toMatchObject({ status: "approved" });
    const { status, json } = await patch(governance.token, "pay", { zone: "red", confidenceThreshold: 0.99 });
    expect(status).toBe(200);
    expect(json).toMatchObject({ version: 2, zone: "red", confidenceThreshold: 0.99 });
    expect((await asks(agent.key)).json).toMatchObject({ status: "pending", zone: "red" });
    expect(await epochOf(world.workspaceId)).toBe(epoch + 1n);
    const entries = await entriesOf(String(made["id"]));
    expect(entries.map((e) => e.event)).toEqual(["action_type.created", "action_type.updated"]);
    expect(leafOf(entries[1]).facts).toMatchObject({
      version: 2,
      changed: ["zone", "confidenceThreshold"],
      from: { zone: "green" },
      to: { zone: "red" },
    });
  });

  it("of the description alone is a version as well; one that changes nothing keeps version and epoch", async () => {
    const { world, governance } = await setUp();
    await post(governance.token, { expectedCost: { amount: "12.50", currency: "EUR" } });
    expect((await patch(governance.token, "pay", { description: "What it is for" })).json).toMatchObject({
      version: 2,
      description: "What it is for",
    });
    const epoch = await epochOf(world.workspaceId);
    const same = { required: ["amount"], properties: schema.properties, type: "object" };
    expect(
      (
        await patch(governance.token, "pay", {
          zone: "green",
          parametersSchema: same,
          expectedCost: { amount: "12.5000", currency: "EUR" },
        })
      ).json,
    ).toMatchObject({ version: 2 });
    expect(await epochOf(world.workspaceId)).toBe(epoch);
  });

  it("of one kind's threshold holds that kind only", async () => {
    const { world, governance, agent } = await setUp();
    await post(governance.token, {});
    const support = await world.agent({ kind: "support" });
    await patch(governance.token, "pay", { kindThresholds: { support: 0.95 } });
    expect((await asks(agent.key)).json).toMatchObject({ status: "approved" });
    expect((await asks(support.key)).json).toMatchObject({ status: "pending" });
    await patch(governance.token, "pay", { kindThresholds: {} });
    expect((await asks(support.key)).json).toMatchObject({ status: "approved" });
  });

  it("of the schema refuses what no longer fits, from the next action on", async () => {
    const { governance, agent } = await setUp();
    await post(governance.token, {});
    await patch(governance.token, "pay", {
      parametersSchema: { ...schema, properties: { ...schema.properties, amount: { type: "number", maximum: 3 } } },
    });
    expect((await asks(agent.key)).json).toMatchObject({ status: 422, code: "invalid_parameters" });
  });

  it("of the schema lets through what fits now, though nothing but refusals came before", async () => {
    const { governance, agent } = await setUp();
    const upTo = (maximum: number) => ({
      parametersSchema: { ...schema, properties: { ...schema.properties, amount: { type: "number", maximum } } },
    });
    await post(governance.token, upTo(3));
    expect((await asks(agent.key)).json).toMatchObject({ status: 422, code: "invalid_parameters" });
    await patch(governance.token, "pay", upTo(9));
    expect((await asks(agent.key)).json).toMatchObject({ status: "approved" });
    expect((await asks(agent.key, { parameters: { amount: 10 } })).json).toMatchObject({
      status: 422,
      code: "invalid_parameters",
    });
  });

  it("of the schema holds for the next edit of what was asked before", async () => {
    const { world, governance, agent } = await setUp();
    const supervisor = await world.person("supervisor");
    await post(governance.token, { zone: "red" });
    const { json: asked } = await asks(agent.key);
    await patch(governance.token, "pay", {
      parametersSchema: { ...schema, properties: { ...schema.properties, amount: { type: "number", maximum: 3 } } },
    });
    const edit = (amount: number) =>
      call(decisionsRoute.POST, {
        token: supervisor.token,
        params: { id: String(asked["id"]) },
        body: { decision: "edit", seenDigest: asked["digest"], parameters: { amount }, reason: { text: "less" } },
      });
    expect((await edit(4)).json).toMatchObject({ status: 422, code: "invalid_parameters" });
    expect((await edit(3)).json).toMatchObject({ status: "approved", finalParameters: { amount: 3 } });
  });

  it("by somebody who saw an older version is refused with 409", async () => {
    const { governance } = await setUp();
    await post(governance.token, {});
    await patch(governance.token, "pay", { zone: "yellow", ifVersion: 1 });
    expect((await patch(governance.token, "pay", { zone: "red", ifVersion: 1 })).json).toMatchObject({
      status: 409,
      code: "stale_version",
    });
    expect((await get(governance.token, "pay")).json).toMatchObject({ zone: "yellow", version: 2 });
  });

  it("with a bad schema changes nothing", async () => {
    const { governance } = await setUp();
    await post(governance.token, {});
    expect((await patch(governance.token, "pay", { zone: "red", parametersSchema: { type: "string" } })).status).toBe(
      422,
    );
    expect((await get(governance.token, "pay")).json).toMatchObject({ zone: "green", version: 1 });
  });

  it("by a stranger is 404, and the name is free in every workspace", async () => {
    const { governance } = await setUp();
    await post(governance.token, {});
    const stranger = await (await makeWorld()).person("admin");
    expect((await get(stranger.token, "pay")).status).toBe(404);
    expect((await patch(stranger.token, "pay", { zone: "red" })).status).toBe(404);
    expect((await post(stranger.token, {})).status).toBe(201);
  });
});

it("a schema that was stored before its pattern was refused lets nothing through: a refusal with its reason, each action on its own", async () => {
  const { world, governance, agent } = await setUp();
  await post(governance.token, {});
  await post(governance.token, { name: "old" });
  const parametersSchema = { type: "object", properties: { code: { type: "string", pattern: "^(?!x)" } } };
  await db().actionType.updateMany({
    where: { workspaceId: world.workspaceId, name: "old" },
    data: { parametersSchema },
  });
  const refused = {
    status: 422,
    code: "invalid_parameters",
    errors: [{ path: "parameters", message: expect.stringContaining("cannot be matched in linear time") as string }],
  };
  expect((await asks(agent.key, { action: "old" })).json).toMatchObject(refused);
  const actions = ["old", "pay"].map((action) => ({ action, parameters: { amount: 5 }, confidence: 0.9 }));
  expect((await call(batchRoute.POST, { token: agent.key, body: { actions } })).json).toMatchObject({
    items: [refused, { status: "approved" }],
  });
});

it("checking a schema is for those who may change the catalog", async () => {
  const { viewer } = await setUp();
  expect((await call(checkRoute.POST, { token: viewer.token, body: { parametersSchema: schema } })).status).toBe(403);
});

it("checking a schema says what parameters it would refuse, and changes nothing", async () => {
  const { world, governance } = await setUp();
  const { json } = await call(checkRoute.POST, {
    token: governance.token,
    body: { parametersSchema: schema, parameters: { to: { iban: 5 } } },
  });
  expect(json).toEqual({
    schemaFaults: [],
    parameterFaults: [
      { path: "parameters.amount", message: "is required" },
      { path: "parameters.to.iban", message: "must be string" },
    ],
  });
  expect(await db().actionType.count({ where: { workspaceId: world.workspaceId } })).toBe(0);
});

it("the catalog is listed by name, by zone and by words", async () => {
  const { governance, viewer } = await setUp();
  for (const [name, zone] of [
    ["c_pay", "red"],
    ["a_read", "green"],
    ["b_mail", "yellow"],
  ] as const)
    await post(governance.token, { name, zone });
  const names = async (query: string) =>
    (
      (await call(typesRoute.GET, { token: viewer.token, path: `/api/v1/action-types${query}` })).json["items"] as {
        name: string;
      }[]
    ).map((t) => t.name);
  expect(await names("")).toEqual(["a_read", "b_mail", "c_pay"]);
  expect(await names("?zone=yellow")).toEqual(["b_mail"]);
  expect(await names("?q=MAIL")).toEqual(["b_mail"]);
});

it("a page of entries with large schemas ends before it holds more than a server should, and the next goes on where it ended", async () => {
  const { world, viewer } = await setUp();
  const parametersSchema = {
    type: "object",
    properties: { a: { enum: Array.from({ length: 24_000 }, (_, i) => `v${i}`) } },
  };
  const names = Array.from({ length: 24 }, (_, i) => `large_${String.fromCharCode(97 + i)}`);
  for (const name of names) await world.actionType(name, { parametersSchema });
  const pages: string[][] = [];
  let cursor: string | null = null;
  do {
    const { text, json } = await call(typesRoute.GET, {
      token: viewer.token,
      path: `/api/v1/action-types?limit=200${cursor ? `&cursor=${cursor}` : ""}`,
    });
    expect(text.length).toBeLessThan(maxPageBytes + 300_000);
    pages.push((json["items"] as { name: string }[]).map(({ name }) => name));
    cursor = json["nextCursor"] as string | null;
  } while (cursor);
  expect(pages.length).toBeGreaterThan(1);
  expect(pages.flat()).toEqual(names);
});
