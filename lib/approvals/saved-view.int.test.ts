import { describe, expect, it } from "vitest";
import * as viewRoute from "@/app/api/v1/saved-views/[id]/route";
import * as viewsRoute from "@/app/api/v1/saved-views/route";
import { noActionFilters } from "@/lib/actions/action-filters.rules";
import { db } from "@/lib/platform/db/client";
import { newId } from "@/lib/platform/ids";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";
import { noFilters } from "./queue.rules";
import { maxSavedViews } from "./saved-view.rules";
import type { SavedView } from "./saved-view.schemas";

async function setUp() {
  const world = await makeWorld();
  return { world, me: await world.person("viewer"), colleague: await world.person("admin") };
}
const save = (token: string, name: unknown, filters: unknown = { view: "all", zones: ["red"] }) =>
  call(viewsRoute.POST, { token, body: { name, filters } });
const rename = (token: string, id: unknown, name: unknown) =>
  call(viewRoute.PATCH, { token, method: "PATCH", params: { id: String(id) }, body: { name } });
const remove = (token: string, id: unknown) =>
  call(viewRoute.DELETE, { token, method: "DELETE", params: { id: String(id) } });
const list = async (token: string, query = "") =>
  (await call(viewsRoute.GET, { token, path: `/api/v1/saved-views${query}` })).json as {
    items: SavedView[];
    nextCursor: string | null;
  };
const names = async (token: string) => (await list(token)).items.map((view) => view.name);
const stagedAbout = (subjectId: unknown) =>
  db().auditStaged.findMany({ where: { subjectId: String(subjectId) }, orderBy: { id: "asc" } });

describe("a saved view", () => {
  it("is kept, renamed and deleted by its person, each with exactly one audit entry", async () => {
    const { me } = await setUp();
    const made = await save(me.token, "  Red first ");
    expect(made.status).toBe(201);
    expect(made.json).toMatchObject({ name: "Red first", filters: { ...noFilters, view: "all", zones: ["red"] } });
    const { id } = made.json;
    expect((await rename(me.token, id, "Red")).json).toMatchObject({ id, name: "Red", filters: made.json["filters"] });
    expect((await rename(me.token, id, "Red")).status).toBe(200);
    expect(await names(me.token)).toEqual(["Red"]);
    expect((await remove(me.token, id)).status).toBe(204);
    expect(await names(me.token)).toEqual([]);
    expect((await stagedAbout(id)).map((entry) => entry.event)).toEqual([
      "saved_view.created",
      "saved_view.updated",
      "saved_view.deleted",
    ]);
  });

  it("keeps its name and what it looks for outside the log's leaves", async () => {
    const { me } = await setUp();
    const { id } = (await save(me.token, "Complaints of Mrs Weber", { view: "all", text: "Weber" })).json;
    const [entry] = await stagedAbout(id);
    expect(Buffer.from(entry?.leaf ?? []).toString()).not.toContain("Weber");
    expect(await db().auditPrivate.findFirst({ where: { entryId: String(entry?.entryId) } })).toMatchObject({
      body: { name: "Complaints of Mrs Weber" },
    });
  });

  it("is gone once deleted: it cannot be renamed or deleted again, and its name is free", async () => {
    const { me } = await setUp();
    const { id } = (await save(me.token, "Red")).json;
    await remove(me.token, id);
    expect((await rename(me.token, id, "Red again")).status).toBe(404);
    expect((await remove(me.token, id)).status).toBe(404);
    expect((await save(me.token, "Red")).status).toBe(201);
  });

  it("is read by name, in pages that miss and repeat none", async () => {
    const { me } = await setUp();
    for (const name of ["c", "a", "b"]) await save(me.token, name);
    const first = await list(me.token, "?limit=2");
    const second = await list(me.token, `?limit=2&cursor=${String(first.nextCursor)}`);
    expect([...first.items, ...second.items].map((view) => view.name)).toEqual(["a", "b", "c"]);
    expect(second.nextCursor).toBeNull();
  });

  it.each([
    ["an empty name", { name: " ", filters: { view: "all" } }, "name"],
    ["a name of 61 characters", { name: "n".repeat(61), filters: { view: "all" } }, "name"],
    ["a zone that is none", { name: "View", filters: { view: "all", zones: ["blue"] } }, "filters.zones.0"],
    ["no view", { name: "View", filters: {} }, "filters.view"],
    [
      "words longer than the queue takes",
      { name: "View", filters: { view: "all", text: "x".repeat(201) } },
      "filters.text",
    ],
    ["another person's id", { name: "View", filters: { view: "all" }, personId: "per_1" }, "personId"],
  ])("is refused with 400 for %s, naming the place", async (_, body, path) => {
    const { me } = await setUp();
    const { status, json } = await call(viewsRoute.POST, { token: me.token, body });
    expect([status, json["code"]]).toEqual([400, "invalid_request"]);
    expect((json["errors"] as { path: string }[]).map((fault) => fault.path)).toContain(path);
    expect(await names(me.token)).toEqual([]);
  });
});

describe("a view's name", () => {
  it("is refused with 409 name_taken where the person has one of it, whether saved or renamed", async () => {
    const { me } = await setUp();
    await save(me.token, "Red");
    const { id } = (await save(me.token, "Yellow")).json;
    expect((await save(me.token, "Red")).json).toMatchObject({ status: 409, code: "name_taken" });
    expect((await rename(me.token, id, "Red")).json).toMatchObject({ status: 409, code: "name_taken" });
    expect(await names(me.token)).toEqual(["Red", "Yellow"]);
    expect((await stagedAbout(id)).map((entry) => entry.event)).toEqual(["saved_view.created"]);
  });

  it("is given once, whoever asks at the same moment", async () => {
    const { me } = await setUp();
    const answers = await Promise.all([save(me.token, "Red"), save(me.token, "Red"), save(me.token, "Red")]);
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([201, 409, 409]);
    const ids = await Promise.all(["a", "b", "c"].map(async (name) => (await save(me.token, name)).json["id"]));
    const renamed = await Promise.all(ids.map((id) => rename(me.token, id, "Yellow")));
    expect(renamed.map((answer) => answer.status).toSorted()).toEqual([200, 409, 409]);
  });

  it("is free for everybody else, and for the same person elsewhere", async () => {
    const { me, colleague } = await setUp();
    const elsewhere = await makeWorld();
    const token = (await elsewhere.person("viewer")).token;
    await db().personalToken.updateMany({ where: { workspaceId: elsewhere.workspaceId }, data: { personId: me.id } });
    await db().membership.updateMany({ where: { workspaceId: elsewhere.workspaceId }, data: { personId: me.id } });
    for (const who of [me.token, colleague.token, token]) expect((await save(who, "Red")).status).toBe(201);
    expect(await names(token)).toEqual(["Red"]);
  });
});

describe("a view of the page of all actions", () => {
  const saveActions = (token: string, name: string, filters: unknown) =>
    call(viewsRoute.POST, { token, body: { name, page: "actions", filters } });

  it("is kept with its filters and its order, under a name of its own page", async () => {
    const { me } = await setUp();
    const filters = { result: "failed,lost", cost: "100 EUR", sort: "highest_cost" };
    const made = await saveActions(me.token, "Red", filters);
    expect([made.status, made.json["page"], made.json["filters"]]).toEqual([
      201,
      "actions",
      { ...noActionFilters, ...filters },
    ]);
    expect((await save(me.token, "Red")).status, "a name is free on the other page").toBe(201);
    expect((await saveActions(me.token, "Red", {})).json).toMatchObject({ status: 409, code: "name_taken" });
    expect((await list(me.token, "?page=actions")).items).toMatchObject([{ name: "Red", page: "actions", filters }]);
    expect((await list(me.token)).items).toMatchObject([{ name: "Red", page: "approvals" }]);
    expect((await rename(me.token, made.json["id"], "Costly failures")).json).toMatchObject({
      name: "Costly failures",
      page: "actions",
    });
    expect((await remove(me.token, made.json["id"])).status).toBe(204);
    expect((await list(me.token, "?page=actions")).items).toEqual([]);
  });

  it("takes no filters of the queue, and the queue none of it, naming the place", async () => {
    const { me } = await setUp();
    const faulty = [
      [{ name: "View", page: "actions", filters: { view: "all" } }, "filters.view"],
      [{ name: "View", page: "actions", filters: { q: "x".repeat(201) } }, "filters.q"],
      [{ name: "View", filters: { view: "all", cost: "5" } }, "filters.cost"],
      [{ name: "View", page: "board", filters: {} }, "page"],
    ] as const;
    for (const [body, path] of faulty) {
      const { status, json } = await call(viewsRoute.POST, { token: me.token, body });
      expect([status, path, json["code"]]).toEqual([400, path, "invalid_request"]);
      expect((json["errors"] as { path: string }[]).map((fault) => fault.path)).toContain(path);
    }
  });
});

it("the fifty-first view is refused with 409, also where two would be the fiftieth at the same moment", async () => {
  const { world, me } = await setUp();
  const row = (index: number) => ({
    id: newId("savedView"),
    workspaceId: world.workspaceId,
    personId: me.id,
    name: `View ${index}`,
    filters: { ...noFilters, zones: [] },
  });
  await db().savedView.createMany({ data: Array.from({ length: maxSavedViews - 1 }, (_, index) => row(index)) });
  const answers = await Promise.all([save(me.token, "This"), save(me.token, "That")]);
  expect(answers.map((answer) => answer.status).toSorted()).toEqual([201, 409]);
  expect((await save(me.token, "Another")).json).toMatchObject({ status: 409, code: "too_many_saved_views" });
  expect((await list(me.token, "?limit=200")).items).toHaveLength(maxSavedViews);
});

describe("a view that is not one's own", () => {
  it("does not exist: not for a colleague, not for an administrator, not for the same person in another workspace", async () => {
    const { me, colleague } = await setUp();
    const elsewhere = await makeWorld();
    const { token } = await elsewhere.person("admin");
    await db().personalToken.updateMany({ where: { workspaceId: elsewhere.workspaceId }, data: { personId: me.id } });
    await db().membership.updateMany({ where: { workspaceId: elsewhere.workspaceId }, data: { personId: me.id } });
    const { id } = (await save(me.token, "Red")).json;
    for (const other of [colleague.token, token]) {
      expect(await names(other)).toEqual([]);
      expect((await rename(other, id, "Mine")).json).toMatchObject({ status: 404, code: "not_found" });
      expect((await remove(other, id)).json).toMatchObject({ status: 404, code: "not_found" });
    }
    expect(await names(me.token)).toEqual(["Red"]);
  });

  it("stays out of everybody's sight once its person is deactivated, and is theirs again once they are back", async () => {
    const { world, me, colleague } = await setUp();
    await save(me.token, "Red");
    const membership = { workspaceId_personId: { workspaceId: world.workspaceId, personId: me.id } };
    await db().membership.update({ where: membership, data: { deactivatedAt: new Date() } });
    expect((await call(viewsRoute.GET, { token: me.token })).status).toBe(403);
    expect(await names(colleague.token)).toEqual([]);
    await db().membership.update({ where: membership, data: { deactivatedAt: null } });
    expect(await names(me.token)).toEqual(["Red"]);
  });
});

it("agents have no saved views", async () => {
  const { world } = await setUp();
  const { key } = await world.agent();
  expect((await call(viewsRoute.GET, { token: key })).status).toBe(403);
  expect((await save(key, "Red")).status).toBe(403);
});
