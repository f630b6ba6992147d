import { describe, expect, it } from "vitest";
import * as acceptRoute from "@/app/api/v1/action-types/[name]/proposals/[id]/accept/route";
import * as rejectRoute from "@/app/api/v1/action-types/[name]/proposals/[id]/reject/route";
import * as proposalRoute from "@/app/api/v1/action-types/[name]/proposals/[id]/route";
import * as proposalsRoute from "@/app/api/v1/action-types/[name]/proposals/route";
import * as rollbackRoute from "@/app/api/v1/action-types/[name]/rollback/route";
import * as typeRoute from "@/app/api/v1/action-types/[name]/route";
import * as versionsRoute from "@/app/api/v1/action-types/[name]/versions/route";
import * as typesRoute from "@/app/api/v1/action-types/route";
import * as settingsRoute from "@/app/api/v1/settings/route";
import { db } from "@/lib/platform/db/client";
import { asSuperuser } from "@/lib/platform/db/testing/database";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";
import { maxOpenProposals } from "@/lib/versions/version.rules";

const name = "pay";
const schema = { type: "object", properties: { amount: { type: "number" } } };

/** A workspace with an entry, made by its governance officer, and a colleague. */
async function setUp({ two = false, zone = "red" } = {}) {
  const world = await makeWorld();
  const [author, other, viewer, admin] = [
    await world.person("governance"),
    await world.person("governance"),
    await world.person("viewer"),
    await world.person("admin"),
  ];
  await call(typesRoute.POST, {
    token: author.token,
    body: { name, zone, parametersSchema: schema, reason: "Asked for by finance" },
  });
  if (two)
    await call(settingsRoute.PATCH, {
      token: admin.token,
      method: "PATCH",
      body: { controlsNeedAnotherPerson: true },
    });
  return { world, author, other, viewer, admin };
}

const patch = (token: string, body: unknown) =>
  call(typeRoute.PATCH, { token, method: "PATCH", params: { name }, body });
const read = (token: string) => call(typeRoute.GET, { token, params: { name } });
const rollBack = (token: string, body: unknown) =>
  call(rollbackRoute.POST, { token, params: { name }, body: { reason: "It was better", ...(body as object) } });
const propose = (token: string, change: unknown, reason = "Nobody rejects it") =>
  call(proposalsRoute.POST, { token, params: { name }, body: { change, reason } });
const accept = (token: string, id: unknown) =>
  call(acceptRoute.POST, { token, method: "POST", params: { name, id: String(id) } });
const reject = (token: string, id: unknown, reason = "Not now") =>
  call(rejectRoute.POST, { token, params: { name, id: String(id) }, body: { reason } });
const proposalsOf = async (token: string, query = "") =>
  (await call(proposalsRoute.GET, { token, params: { name }, path: `/api/v1/action-types/pay/proposals${query}` }))
    .json["items"];
const history = async (token: string, query = "") =>
  (await call(versionsRoute.GET, { token, params: { name }, path: `/api/v1/action-types/pay/versions${query}` }))
    .json as {
    items: { version: number; status: string }[];
    nextCursor: string | null;
  };
const epochOf = async (id: string) => (await db().workspace.findUniqueOrThrow({ where: { id } })).epoch;
const eventsOf = async (workspaceId: string) =>
  (await db().auditStaged.findMany({ where: { workspaceId }, orderBy: { id: "asc" } })).map(({ event }) => event);
const codes = (answers: { json: Record<string, unknown>; status: number }[]) =>
  answers.map(({ json, status }) => (status < 300 ? "done" : json["code"])).sort();

describe("the history of an entry", () => {
  it("has who changed what, when and why, newest first, page by page", async () => {
    const { author, other, viewer } = await setUp();
    await patch(other.token, { zone: "yellow", decideWithinSeconds: 60, reason: "Too many wait" });
    await patch(author.token, { description: "What it is for" });
    const { items, nextCursor } = await history(viewer.token, "?limit=2");
    expect(items).toMatchObject([
      { version: 3, status: "live", author: { id: author.id }, reason: null, changed: ["description"] },
      {
        version: 2,
        status: "superseded",
        author: { id: other.id, name: other.name },
        reason: "Too many wait",
        changed: ["zone", "decideWithinSeconds"],
      },
    ]);
    expect((await history(viewer.token, `?limit=2&cursor=${String(nextCursor)}`)).items).toMatchObject([
      { version: 1, author: { id: author.id }, reason: "Asked for by finance", changed: [] },
    ]);
  });

  it("begins with what applied before it was kept, without an author", async () => {
    const { world, author, viewer } = await setUp();
    await world.actionType("older");
    const of = () => call(versionsRoute.GET, { token: viewer.token, params: { name: "older" } });
    const beginning = { version: 1, author: null, reason: null, changed: [] };
    expect((await of()).json["items"]).toMatchObject([{ ...beginning, status: "live" }]);
    await call(typeRoute.PATCH, {
      token: author.token,
      method: "PATCH",
      params: { name: "older" },
      body: { zone: "red" },
    });
    expect((await of()).json["items"]).toMatchObject([
      { version: 2, changed: ["zone"] },
      { ...beginning, status: "superseded" },
    ]);
  });

  it("is not rewritten: the application has no right to", async () => {
    const { world } = await setUp();
    await expect(
      db().controlVersion.updateMany({ where: { workspaceId: world.workspaceId }, data: { reason: "Another" } }),
    ).rejects.toThrow("permission denied");
    await expect(db().controlVersion.deleteMany({ where: { workspaceId: world.workspaceId } })).rejects.toThrow(
      "permission denied",
    );
  });
});

describe("rolling back", () => {
  it("makes a new version of what was, that the gate judges by, with one entry", async () => {
    const { world, author, viewer } = await setUp();
    const agent = await world.agent();
    await patch(author.token, {
      zone: "green",
      kindThresholds: { [agent.id.slice(0, 3)]: 0.9 },
      resourceType: "invoice",
    });
    const epoch = await epochOf(world.workspaceId);
    expect(await rollBack(author.token, { version: 1 })).toMatchObject({
      status: 200,
      json: { version: 3, zone: "red", kindThresholds: {}, resourceType: null },
    });
    expect(await epochOf(world.workspaceId)).toBe(epoch + 1n);
    expect((await eventsOf(world.workspaceId)).at(-1)).toBe("action_type.updated");
    expect((await history(viewer.token)).items).toMatchObject([
      { version: 3, status: "live", restores: 1, reason: "It was better" },
      { version: 2, status: "superseded" },
      { version: 1, status: "superseded" },
    ]);
  });

  it.each([
    ["to what applies already", { version: 2 }, 409, "nothing_to_change"],
    ["to what never was", { version: 9 }, 404, "not_found"],
    ["from a version that somebody else has changed", { version: 1, ifVersion: 1 }, 409, "stale_version"],
    ["without a reason", { version: 1, reason: " " }, 400, "invalid_request"],
  ])("%s is refused and changes nothing", async (_, body, status, code) => {
    const { world, author } = await setUp();
    await patch(author.token, { zone: "green" });
    const [epoch, events] = [await epochOf(world.workspaceId), await eventsOf(world.workspaceId)];
    expect((await rollBack(author.token, body)).json).toMatchObject({ status, code });
    expect(await epochOf(world.workspaceId)).toBe(epoch);
    expect(await eventsOf(world.workspaceId)).toEqual(events);
  });

  it("to a schema that would not be taken today is refused, and says why", async () => {
    const { world, author } = await setUp();
    const parametersSchema = { type: "object", properties: { code: { type: "string", pattern: "^(?!x)" } } };
    await world.actionType("older", { parametersSchema });
    const params = { name: "older" };
    await call(typeRoute.PATCH, {
      token: author.token,
      method: "PATCH",
      params,
      body: { parametersSchema: schema },
    });
    const refused = await call(rollbackRoute.POST, {
      token: author.token,
      params,
      body: { version: 1, reason: "Back" },
    });
    expect(refused.json).toMatchObject({ status: 422, code: "invalid_schema" });
    expect((await call(typeRoute.GET, { token: author.token, params })).json).toMatchObject({ version: 2 });
  });
});

describe("a proposal", () => {
  it("changes nothing until somebody accepts it, and then is the version that applies", async () => {
    const { world, author, other, viewer } = await setUp({ two: true });
    const epoch = await epochOf(world.workspaceId);
    const { status, json } = await propose(author.token, { zone: "yellow", ifVersion: 1 });
    expect(status).toBe(201);
    expect(json).toMatchObject({
      status: "proposed",
      baseVersion: 1,
      stale: false,
      author: { id: author.id },
      changed: ["zone"],
      settings: { zone: "yellow", title: "Pay" },
      difference: { items: [{ path: "zone", before: "red", after: "yellow" }] },
    });
    expect((await read(viewer.token)).json).toMatchObject({ zone: "red", version: 1 });
    expect(await epochOf(world.workspaceId)).toBe(epoch);
    expect(await proposalsOf(viewer.token)).toMatchObject([{ id: json["id"] }]);
    expect(await accept(other.token, json["id"])).toMatchObject({ status: 200, json: { zone: "yellow", version: 2 } });
    expect(await epochOf(world.workspaceId)).toBe(epoch + 1n);
    expect((await history(viewer.token)).items[0]).toMatchObject({
      version: 2,
      status: "live",
      author: { id: author.id },
      reviewer: { id: other.id },
      reason: "Nobody rejects it",
    });
    expect(await proposalsOf(viewer.token)).toEqual([]);
    expect((await eventsOf(world.workspaceId)).slice(-2)).toEqual(["action_type.proposed", "action_type.updated"]);
    expect((await accept(other.token, json["id"])).json).toMatchObject({ status: 409, code: "proposal_closed" });
  });

  it("is not accepted by its author where the workspace wants another person, and is elsewhere", async () => {
    const { author, admin } = await setUp({ two: true });
    const { json } = await propose(author.token, { zone: "yellow" });
    expect((await accept(author.token, json["id"])).json).toMatchObject({ status: 403, code: "own_proposal" });
    expect((await read(author.token)).json).toMatchObject({ zone: "red" });
    await call(settingsRoute.PATCH, {
      token: admin.token,
      method: "PATCH",
      body: { controlsNeedAnotherPerson: false },
    });
    expect((await accept(author.token, json["id"])).json).toMatchObject({ zone: "yellow" });
  });

  it("made from a version that no longer applies is refused, and says so before", async () => {
    const { author, other } = await setUp();
    const { json } = await propose(author.token, { zone: "yellow" });
    await patch(other.token, { title: "Pay an invoice" });
    expect(await proposalsOf(author.token)).toMatchObject([{ id: json["id"], stale: true }]);
    expect((await accept(other.token, json["id"])).json).toMatchObject({ status: 409, code: "stale_proposal" });
    expect((await read(author.token)).json).toMatchObject({ zone: "red", title: "Pay an invoice", version: 2 });
  });

  it("is rejected with a reason, once, by its author too", async () => {
    const { world, author, other } = await setUp({ two: true });
    const { json } = await propose(author.token, { zone: "yellow" });
    expect((await reject(other.token, json["id"])).json).toMatchObject({
      status: "rejected",
      reviewer: { id: other.id },
      reviewReason: "Not now",
    });
    expect((await eventsOf(world.workspaceId)).at(-1)).toBe("action_type.proposal_rejected");
    for (const again of [await reject(author.token, json["id"]), await accept(other.token, json["id"])])
      expect(again.json).toMatchObject({ status: 409, code: "proposal_closed" });
    expect(await proposalsOf(author.token, "?status=rejected")).toMatchObject([{ id: json["id"] }]);
    const mine = await propose(author.token, { zone: "green" });
    expect((await reject(author.token, mine.json["id"], "I was wrong")).status).toBe(200);
  });

  it("is not accepted where the database does not say what it was made from, or its schema would not be taken today", async () => {
    const { author, other } = await setUp();
    const changed = { parametersSchema: { type: "object", properties: { code: { type: "string" } } } };
    const { id } = (await propose(author.token, changed)).json;
    // Written when another release took more than this one does.
    await asSuperuser(
      `UPDATE control_versions SET content = jsonb_set(content::jsonb, '{parametersSchema,properties,code,pattern}', '"^(?!x)"')::json WHERE id = '${String(id)}'`,
    );
    expect((await accept(other.token, id)).json).toMatchObject({ status: 422, code: "invalid_schema" });
    const second = (await propose(author.token, { zone: "green" })).json;
    await asSuperuser(
      `UPDATE control_versions c SET version = c.version + 10 FROM control_versions p WHERE p.id = '${String(second["id"])}' AND c.subject_id = p.subject_id AND c.status = 'live'`,
    );
    expect((await accept(other.token, second["id"])).json).toMatchObject({ status: 409, code: "stale_version" });
  });

  it("that changes nothing, or has a bad schema, or sees an old version is refused", async () => {
    const { author } = await setUp();
    expect((await propose(author.token, { zone: "red" })).json).toMatchObject({ code: "nothing_to_change" });
    expect((await propose(author.token, { zone: "green", ifVersion: 4 })).json).toMatchObject({
      code: "stale_version",
    });
    expect((await propose(author.token, { parametersSchema: { type: "array" } })).json).toMatchObject({
      code: "invalid_schema",
    });
    expect(await proposalsOf(author.token)).toEqual([]);
  });

  it("may name anything: what is too long to repeat is not cut in half of a character", async () => {
    const { author, other } = await setUp();
    const named = (length: number) => `${"a".repeat(length)}${"😀".repeat(20)}`;
    for (const length of [264, 265, 266, 267, 268]) {
      const { json } = await propose(author.token, {
        parametersSchema: { ...schema, properties: { ...schema.properties, [named(length)]: { type: "string" } } },
      });
      expect(json).toMatchObject({ status: "proposed", moreChanged: 0 });
      expect((await accept(other.token, json["id"])).status).toBe(200);
    }
  });

  it("has a reason that can be read", async () => {
    const { author } = await setUp();
    for (const reason of ["\u200b", "\u2800", " \u202e "])
      expect((await propose(author.token, { title: "Transfer" }, reason)).json).toMatchObject({
        code: "invalid_request",
        errors: [{ path: "reason" }],
      });
  });

  it("is one of so many that may wait", async () => {
    const { author } = await setUp();
    const answers = await Promise.all(
      Array.from({ length: maxOpenProposals + 2 }, (_, n) => propose(author.token, { title: `Pay ${n}` })),
    );
    expect(codes(answers).filter((code) => code === "done")).toHaveLength(maxOpenProposals);
    expect(codes(answers).filter((code) => code === "too_many_proposals")).toHaveLength(2);
  });
});

describe("where a change takes two people", () => {
  it("nobody changes or rolls back alone, and only what is red is added alone", async () => {
    const { world, author, admin } = await setUp();
    await patch(author.token, { zone: "green" });
    await call(settingsRoute.PATCH, {
      token: admin.token,
      method: "PATCH",
      body: { controlsNeedAnotherPerson: true },
    });
    const [epoch, events] = [await epochOf(world.workspaceId), await eventsOf(world.workspaceId)];
    const add = (named: string, zone: string) =>
      call(typesRoute.POST, { token: author.token, body: { name: named, zone, parametersSchema: schema } });
    for (const refused of [
      await patch(author.token, { title: "Transfer" }),
      await rollBack(author.token, { version: 1 }),
      await patch(admin.token, { title: "Transfer" }),
      await add("send", "green"),
    ])
      expect(refused.json).toMatchObject({ status: 409, code: "proposal_required" });
    expect(await epochOf(world.workspaceId)).toBe(epoch);
    expect(await eventsOf(world.workspaceId)).toEqual(events);
    expect((await add("send", "red")).status).toBe(201);
  });

  it("is for administrators to say", async () => {
    const { author } = await setUp();
    expect(
      (
        await call(settingsRoute.PATCH, {
          token: author.token,
          method: "PATCH",
          body: { controlsNeedAnotherPerson: true },
        })
      ).status,
    ).toBe(403);
  });
});

describe("whatever races", () => {
  it("one of several changes, acceptances and roll-backs from one version becomes the next", async () => {
    const { world, author, other } = await setUp();
    await patch(author.token, { zone: "yellow" });
    const proposals = await Promise.all(["A", "B", "C"].map((title) => propose(author.token, { title })));
    const ids = proposals.map(({ json }) => json["id"]);
    const answers = await Promise.all([
      ...ids.map((id) => accept(other.token, id)),
      ...ids.map((id) => accept(other.token, id)),
      rollBack(author.token, { version: 1, ifVersion: 2 }),
      patch(other.token, { title: "D", ifVersion: 2 }),
    ]);
    expect(codes(answers).filter((code) => code === "done")).toHaveLength(1);
    const { items } = await history(author.token);
    expect(items.map(({ version, status }) => `${version} ${status}`)).toEqual([
      "3 live",
      "2 superseded",
      "1 superseded",
    ]);
    expect((await eventsOf(world.workspaceId)).filter((event) => event === "action_type.updated")).toHaveLength(2);
  });

  it("a proposal is accepted or rejected, never both", async () => {
    const { author, other } = await setUp();
    const { json } = await propose(author.token, { zone: "yellow" });
    const answers = await Promise.all([accept(other.token, json["id"]), reject(other.token, json["id"])]);
    expect(codes(answers)).toEqual(["done", "proposal_closed"]);
  });
});

it("strangers find nothing, and members without the right are refused", async () => {
  const { author, viewer } = await setUp();
  const { json } = await propose(author.token, { zone: "yellow" });
  const stranger = await (await makeWorld()).person("admin");
  const params = { name, id: String(json["id"]) };
  const changes = async ({ token }: { token: string }) =>
    [
      await rollBack(token, { version: 1 }),
      await propose(token, { zone: "green" }),
      await accept(token, json["id"]),
      await reject(token, json["id"]),
    ].map(({ status }) => status);
  const reads = async ({ token }: { token: string }) =>
    [
      await call(versionsRoute.GET, { token, params: { name } }),
      await call(proposalsRoute.GET, { token, params: { name } }),
      await call(proposalRoute.GET, { token, params }),
    ].map(({ status }) => status);
  expect(await changes(stranger)).toEqual([404, 404, 404, 404]);
  expect(await changes(viewer)).toEqual([403, 403, 403, 403]);
  expect(await reads(stranger)).toEqual([404, 404, 404]);
  expect(await reads(viewer)).toEqual([200, 200, 200]);
});
