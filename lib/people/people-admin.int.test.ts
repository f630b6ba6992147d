import { describe, expect, it } from "vitest";
import * as peopleRoute from "@/app/api/v1/people/route";
import * as personRoute from "@/app/api/v1/people/[id]/route";
import * as settingsRoute from "@/app/api/v1/settings/route";
import * as memberRoute from "@/app/api/v1/teams/[id]/members/[personId]/route";
import * as membersRoute from "@/app/api/v1/teams/[id]/members/route";
import * as teamRoute from "@/app/api/v1/teams/[id]/route";
import * as teamsRoute from "@/app/api/v1/teams/route";
import { db } from "@/lib/platform/db/client";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";

async function setUp() {
  const world = await makeWorld();
  return { world, admin: await world.person("admin"), viewer: await world.person("viewer") };
}
const patchPerson = (token: string, id: string, body: unknown) =>
  call(personRoute.PATCH, { token, method: "PATCH", params: { id }, body });
const epochOf = async (id: string) => (await db().workspace.findUniqueOrThrow({ where: { id } })).epoch;
const eventsOf = async (subjectId: string) =>
  (await db().auditStaged.findMany({ where: { subjectId }, orderBy: { id: "asc" } })).map((e) => e.event);

describe("roles", () => {
  it("change with one audit entry and a new epoch", async () => {
    const { world, admin, viewer } = await setUp();
    const before = await epochOf(world.workspaceId);
    expect((await patchPerson(admin.token, viewer.id, { role: "supervisor" })).json).toMatchObject({
      id: viewer.id,
      role: "supervisor",
    });
    expect(await eventsOf(viewer.id)).toEqual(["person.role_changed"]);
    expect(await epochOf(world.workspaceId)).toBe(before + 1n);
  });

  it("are nobody's own to change, nor is one's being active", async () => {
    const { world, admin } = await setUp();
    await world.person("admin");
    for (const body of [{ role: "viewer" }, { status: "deactivated" }]) {
      const { status, json } = await patchPerson(admin.token, admin.id, body);
      expect([status, json["code"]]).toEqual([403, "own_role"]);
    }
  });

  it.each(["supervisor", "governance", "viewer"] as const)("are not a %s's to change", async (role) => {
    const { world, viewer } = await setUp();
    const { token } = await world.person(role);
    expect((await patchPerson(token, viewer.id, { role: "admin" })).json).toMatchObject({
      status: 403,
      code: "forbidden",
    });
  });

  it("given by a group are changed there", async () => {
    const { world, admin, viewer } = await setUp();
    await db().membership.update({
      where: { workspaceId_personId: { workspaceId: world.workspaceId, personId: viewer.id } },
      data: { source: "group:corp" },
    });
    expect((await patchPerson(admin.token, viewer.id, { role: "supervisor" })).json).toMatchObject({
      status: 409,
      code: "role_from_group",
    });
  });

  it("refuse unknown roles, unknown fields and changing two things at once", async () => {
    const { admin, viewer } = await setUp();
    for (const body of [{ role: "root" }, { role: "viewer", status: "active" }, {}, { role: "viewer", extra: 1 }]) {
      expect((await patchPerson(admin.token, viewer.id, body)).status).toBe(400);
    }
  });
});

describe("the last active administrator", () => {
  it("cannot be demoted or deactivated, even by two who do it to each other at the same moment", async () => {
    for (const body of [{ role: "viewer" }, { status: "deactivated" }]) {
      const { world, admin } = await setUp();
      const other = await world.person("admin");
      const answers = await Promise.all([
        patchPerson(admin.token, other.id, body),
        patchPerson(other.token, admin.id, body),
      ]);
      expect(answers.filter((a) => a.status === 200)).toHaveLength(1);
      const left = await db().membership.count({
        where: { workspaceId: world.workspaceId, role: "admin", deactivatedAt: null },
      });
      expect(left).toBe(1);
    }
  });

  it("is guarded inside the write", async () => {
    const { world, admin } = await setUp();
    const { writeDeactivation, writeRole } = await import("./membership.service");
    const key = { workspaceId: world.workspaceId, personId: admin.id };
    expect(await db().$transaction((tx) => writeRole(tx, key, "viewer"))).toBe(false);
    expect(await db().$transaction((tx) => writeDeactivation(tx, key))).toBe(false);
    const deactivated = await world.person("admin");
    await db().membership.update({
      where: { workspaceId_personId: { workspaceId: world.workspaceId, personId: deactivated.id } },
      data: { deactivatedAt: new Date() },
    });
    expect(await db().$transaction((tx) => writeRole(tx, key, "viewer"))).toBe(false);
  });
});

describe("the list of people", () => {
  it("is read in pages that miss and repeat nobody, also among people of one name", async () => {
    const { world, admin } = await setUp();
    for (let i = 0; i < 5; i++) {
      const { id } = await world.person("viewer");
      await db().person.update({ where: { id }, data: { name: "Same Name" } });
    }
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query = cursor ? `&cursor=${cursor}` : "";
      const { json } = await call(peopleRoute.GET, { token: admin.token, path: `/api/v1/people?limit=2${query}` });
      seen.push(...(json["items"] as { id: string }[]).map((p) => p.id));
      cursor = json["nextCursor"] as string | null;
    } while (cursor);
    expect(seen).toHaveLength(7);
    expect(new Set(seen).size).toBe(7);
  });

  it("is narrowed by name, role and status, and refuses a cursor that is not its own", async () => {
    const { admin, viewer } = await setUp();
    const list = async (query: string) =>
      (await call(peopleRoute.GET, { token: admin.token, path: `/api/v1/people?${query}` })).json["items"] as {
        id: string;
      }[];
    expect((await list("role=admin")).map((p) => p.id)).toEqual([admin.id]);
    expect((await list(`q=${viewer.email.toUpperCase()}`)).map((p) => p.id)).toEqual([viewer.id]);
    expect(await list("status=deactivated")).toEqual([]);
    expect((await call(peopleRoute.GET, { token: admin.token, path: "/api/v1/people?cursor=abc" })).status).toBe(400);
  });
});

describe("teams", () => {
  const make = (token: string, body: unknown) => call(teamsRoute.POST, { token, body });

  it("are made, renamed, joined and left, each with its entry", async () => {
    const { admin, viewer } = await setUp();
    const { json, status } = await make(admin.token, { name: "Care", memberIds: [viewer.id] });
    expect(status).toBe(201);
    const id = String(json["id"]);
    expect(json).toMatchObject({ name: "Care", members: [{ id: viewer.id }] });
    expect(
      (
        await call(teamRoute.PATCH, {
          token: admin.token,
          method: "PATCH",
          params: { id },
          body: { name: "Client care" },
        })
      ).json,
    ).toMatchObject({ name: "Client care" });
    await call(membersRoute.POST, { token: admin.token, params: { id }, body: { personId: admin.id } });
    expect(
      (await call(memberRoute.DELETE, { token: admin.token, method: "DELETE", params: { id, personId: viewer.id } }))
        .status,
    ).toBe(204);
    expect((await call(teamRoute.GET, { token: viewer.token, params: { id } })).json).toMatchObject({
      members: [{ id: admin.id }],
    });
    expect(await eventsOf(id)).toEqual(["team.created", "team.updated", "team.updated", "team.updated"]);
  });

  it("have one name each, take no strangers, and are no viewer's to make", async () => {
    const { admin, viewer } = await setUp();
    const stranger = await (await makeWorld()).person("viewer");
    await make(admin.token, { name: "Care" });
    expect((await make(admin.token, { name: "Care" })).json).toMatchObject({ status: 409, code: "team_name_taken" });
    expect((await make(admin.token, { name: "Odd", memberIds: [stranger.id] })).json).toMatchObject({
      status: 422,
      code: "unknown_person",
    });
    expect((await make(viewer.token, { name: "Mine" })).status).toBe(403);
  });
});

describe("settings", () => {
  it("change as a control change, with what was before in the entry, and only by administrators", async () => {
    const { world, admin, viewer } = await setUp();
    const before = await epochOf(world.workspaceId);
    const change = (token: string, body: unknown) => call(settingsRoute.PATCH, { token, method: "PATCH", body });
    expect((await change(admin.token, { graceSeconds: 9, ownActionRule: "team" })).json).toMatchObject({
      graceSeconds: 9,
      ownActionRule: "team",
      permitTtlSeconds: 900,
    });
    expect(await epochOf(world.workspaceId)).toBe(before + 1n);
    const [entry] = await db().auditStaged.findMany({
      where: { subjectId: world.workspaceId, event: "settings.changed" },
    });
    expect(JSON.parse(Buffer.from(entry?.leaf ?? []).toString())).toMatchObject({
      facts: { changes: { graceSeconds: { from: 0, to: 9 }, ownActionRule: { from: "creator", to: "team" } } },
    });
    expect((await change(viewer.token, { graceSeconds: 1 })).status).toBe(403);
    for (const body of [
      {},
      { graceSeconds: 61 },
      { graceSeconds: 1.5 },
      { permitTtlSeconds: 1 },
      { slug: "other" },
      { ownActionRule: "maybe" },
    ]) {
      expect((await change(admin.token, body)).status).toBe(400);
    }
  });
});
