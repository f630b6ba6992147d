import { describe, expect, it } from "vitest";
import * as meRoute from "@/app/api/v1/me/route";
import * as sessionRoute from "@/app/api/v1/me/sessions/[id]/route";
import * as sessionsRoute from "@/app/api/v1/me/sessions/route";
import * as tokenRoute from "@/app/api/v1/me/tokens/[id]/route";
import * as tokensRoute from "@/app/api/v1/me/tokens/route";
import * as personRoute from "@/app/api/v1/people/[id]/route";
import * as personSessionsRoute from "@/app/api/v1/people/[id]/sessions/route";
import * as peopleRoute from "@/app/api/v1/people/route";
import * as settingsRoute from "@/app/api/v1/settings/route";
import { db } from "@/lib/platform/db/client";
import { signedInBrowser } from "@/lib/sign-in/testing/browser";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";

async function setUp() {
  const world = await makeWorld();
  const admin = await world.person("admin");
  const viewer = await world.person("viewer");
  return {
    world,
    admin,
    viewer,
    adminBrowser: await signedInBrowser(admin.id),
    browser: await signedInBrowser(viewer.id),
  };
}
const dayMs = 86_400_000;
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

describe("a session", () => {
  it("lets its person in, and tells them who they are and what they may do", async () => {
    const { world, viewer, browser } = await setUp();
    const { status, json } = await browser.send(meRoute.GET);
    expect(status).toBe(200);
    expect(json).toMatchObject({
      person: { id: viewer.id, email: viewer.email },
      workspace: { slug: world.slug },
      role: "viewer",
      session: { id: browser.sessionId },
    });
    expect(json["permissions"]).toContain("person:read");
    expect(json["permissions"]).not.toContain("person:manage");
  });

  it("that was ended is refused on its next request", async () => {
    const { viewer, browser } = await setUp();
    const other = await signedInBrowser(viewer.id);
    expect((await other.send(meRoute.GET)).status).toBe(200);
    expect(
      (await browser.send(sessionRoute.DELETE, { method: "DELETE", params: { id: other.sessionId } })).status,
    ).toBe(204);
    const { status, json } = await other.send(meRoute.GET);
    expect([status, json["code"]]).toEqual([401, "session_ended"]);
    expect((await browser.send(meRoute.GET)).status).toBe(200);
  });

  it("is refused after twelve hours, and after two idle ones", async () => {
    const { browser } = await setUp();
    const where = { id: browser.sessionId };
    await db().session.update({ where, data: { lastSeenAt: new Date(Date.now() - 2 * 3_600_000 - 1_000) } });
    expect((await browser.send(meRoute.GET)).status).toBe(401);
    await db().session.update({ where, data: { lastSeenAt: new Date(), expiresAt: new Date(Date.now() - 1) } });
    expect((await browser.send(meRoute.GET)).status).toBe(401);
  });

  it("notes when it was last used", async () => {
    const { browser } = await setUp();
    await db().session.update({
      where: { id: browser.sessionId },
      data: { lastSeenAt: new Date(Date.now() - 600_000) },
    });
    await browser.send(meRoute.GET);
    const { lastSeenAt } = await db().session.findUniqueOrThrow({ where: { id: browser.sessionId } });
    expect(Date.now() - lastSeenAt.getTime()).toBeLessThan(60_000);
  });

  it("of somebody else cannot be ended, nor seen", async () => {
    const { adminBrowser, browser } = await setUp();
    expect(
      (await browser.send(sessionRoute.DELETE, { method: "DELETE", params: { id: adminBrowser.sessionId } })).status,
    ).toBe(404);
    expect((await adminBrowser.send(meRoute.GET)).status).toBe(200);
    const { json } = await browser.send(sessionsRoute.GET);
    expect((json["items"] as { id: string }[]).map((s) => s.id)).toEqual([browser.sessionId]);
  });

  it("survives when its person ends all the others", async () => {
    const { viewer, browser } = await setUp();
    const others = [await signedInBrowser(viewer.id), await signedInBrowser(viewer.id)];
    expect((await browser.send(sessionsRoute.DELETE, { method: "DELETE" })).json).toEqual({ ended: 2, tokensEnded: 1 });
    for (const other of others) expect((await other.send(meRoute.GET)).status).toBe(401);
    expect((await browser.send(meRoute.GET)).status).toBe(200);
  });

  it("leaves one entry for its beginning and one for its end in every workspace of the person", async () => {
    const { world, viewer } = await setUp();
    const second = await makeWorld();
    await db().membership.create({ data: { workspaceId: second.workspaceId, personId: viewer.id, role: "viewer" } });
    const browser = await signedInBrowser(viewer.id, world.slug);
    await browser.send(sessionRoute.DELETE, { method: "DELETE", params: { id: browser.sessionId } });
    const entries = await db().auditStaged.findMany({
      where: { subjectId: browser.sessionId },
      orderBy: { id: "asc" },
    });
    expect(entries.map((e) => [e.workspaceId, e.event]).sort()).toEqual(
      [world.workspaceId, second.workspaceId]
        .flatMap((id) => [
          [id, "session.revoked"],
          [id, "session.started"],
        ])
        .sort(),
    );
  });
});

describe("what was taken away", () => {
  it("a role is refused on the next request", async () => {
    const { admin, adminBrowser, world } = await setUp();
    const second = await world.person("admin");
    const theirs = await signedInBrowser(second.id);
    expect((await theirs.send(settingsRoute.PATCH, { method: "PATCH", body: { graceSeconds: 7 } })).status).toBe(200);
    expect(
      (
        await adminBrowser.send(personRoute.PATCH, {
          method: "PATCH",
          params: { id: second.id },
          body: { role: "viewer" },
        })
      ).json,
    ).toMatchObject({ role: "viewer" });
    const { status, json } = await theirs.send(settingsRoute.PATCH, { method: "PATCH", body: { graceSeconds: 9 } });
    expect([status, json["code"]]).toEqual([403, "forbidden"]);
    // And the person's tokens lose it with them.
    expect(
      (await call(settingsRoute.PATCH, { token: second.token, method: "PATCH", body: { graceSeconds: 9 } })).status,
    ).toBe(403);
    expect(admin.id).not.toBe(second.id);
  });

  it("a membership ends every session of somebody who has no other", async () => {
    const { viewer, browser, adminBrowser } = await setUp();
    await adminBrowser.send(personRoute.PATCH, {
      method: "PATCH",
      params: { id: viewer.id },
      body: { status: "deactivated" },
    });
    expect((await browser.send(meRoute.GET)).status).toBe(401);
    expect((await db().session.findUniqueOrThrow({ where: { id: browser.sessionId } })).revokedAt).not.toBeNull();
    expect((await call(meRoute.GET, { token: viewer.token })).json).toMatchObject({
      status: 401,
      code: "token_revoked",
    });
  });

  it("one workspace leaves the other, and is then as unknown as any", async () => {
    const { viewer, world, adminBrowser } = await setUp();
    const second = await makeWorld();
    await db().membership.create({ data: { workspaceId: second.workspaceId, personId: viewer.id, role: "viewer" } });
    const browser = await signedInBrowser(viewer.id);
    await adminBrowser.send(personRoute.PATCH, {
      method: "PATCH",
      params: { id: viewer.id },
      body: { status: "deactivated" },
    });
    expect((await browser.send(meRoute.GET, { headers: { "signalbox-workspace": world.slug } })).status).toBe(404);
    expect((await browser.send(meRoute.GET, { headers: { "signalbox-workspace": second.slug } })).status).toBe(200);
  });

  it("all sessions: an administrator signs somebody out everywhere", async () => {
    const { viewer, browser, adminBrowser } = await setUp();
    const more = await signedInBrowser(viewer.id);
    expect(
      (await adminBrowser.send(personSessionsRoute.DELETE, { method: "DELETE", params: { id: viewer.id } })).json,
    ).toEqual({ ended: 2, tokensEnded: 1 });
    for (const b of [browser, more]) expect((await b.send(meRoute.GET)).status).toBe(401);
  });
});

describe("workspaces", () => {
  it("a stranger gets 404 for everything in one, whether it exists or not", async () => {
    const { browser, admin } = await setUp();
    const strange = await makeWorld();
    for (const slug of [strange.slug, "no-such-workspace"]) {
      const { status, json } = await browser.send(peopleRoute.GET, { headers: { "signalbox-workspace": slug } });
      expect([status, json["code"]]).toEqual([404, "not_found"]);
    }
    const stranger = await signedInBrowser((await strange.person("admin")).id);
    expect((await stranger.send(personRoute.GET, { params: { id: admin.id } })).status).toBe(404);
    expect(
      (await stranger.send(personRoute.PATCH, { method: "PATCH", params: { id: admin.id }, body: { role: "viewer" } }))
        .status,
    ).toBe(404);
    expect(
      (await stranger.send(personSessionsRoute.DELETE, { method: "DELETE", params: { id: admin.id } })).status,
    ).toBe(404);
  });

  it("somebody in several must name one; naming it works, by header or, for reading, in the address", async () => {
    const { viewer, world } = await setUp();
    const second = await makeWorld();
    await db().membership.create({
      data: { workspaceId: second.workspaceId, personId: viewer.id, role: "supervisor" },
    });
    const browser = await signedInBrowser(viewer.id);
    const { status, json } = await browser.send(meRoute.GET);
    expect([status, json["code"]]).toEqual([400, "workspace_required"]);
    expect((await browser.send(meRoute.GET, { headers: { "signalbox-workspace": world.slug } })).json).toMatchObject({
      role: "viewer",
    });
    expect((await browser.send(meRoute.GET, { path: `/api/v1/me?workspace=${second.slug}` })).json).toMatchObject({
      role: "supervisor",
    });
    expect(
      (
        await browser.send(settingsRoute.PATCH, {
          method: "PATCH",
          path: `/api/v1/settings?workspace=${second.slug}`,
          body: { graceSeconds: 1 },
        })
      ).json,
    ).toMatchObject({ code: "workspace_required" });
  });
});

describe("another site", () => {
  it("cannot make a signed-in browser change anything", async () => {
    const { world, adminBrowser } = await setUp();
    for (const headers of [
      { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
      { origin: "null", "sec-fetch-site": "cross-site" },
    ]) {
      const { status, json } = await adminBrowser.send(settingsRoute.PATCH, {
        method: "PATCH",
        body: { graceSeconds: 9 },
        headers,
      });
      expect([status, json["code"]]).toEqual([403, "cross_site"]);
    }
    expect((await db().workspace.findUniqueOrThrow({ where: { id: world.workspaceId } })).graceSeconds).toBe(0);
  });
});

describe("a personal access token", () => {
  const make = (browser: Awaited<ReturnType<typeof signedInBrowser>>, body: Record<string, unknown>) =>
    browser.send(tokensRoute.POST, { body: { name: "script", expiresAt: inAnHour(), ...body } });

  it("is shown once, works at once, and is refused on the request after its revocation", async () => {
    const { browser } = await setUp();
    const made = await make(browser, {});
    expect(made.status).toBe(201);
    const token = String(made.json["token"]);
    expect(token).toMatch(/^sbp_[0-9A-Za-z]{36}$/);
    expect((await browser.send(tokensRoute.GET)).text).not.toContain(token);
    expect((await call(meRoute.GET, { token })).json).toMatchObject({ role: "viewer", session: null });
    expect(
      (await browser.send(tokenRoute.DELETE, { method: "DELETE", params: { id: String(made.json["id"]) } })).status,
    ).toBe(204);
    const after = await call(meRoute.GET, { token });
    expect([after.status, after.json["code"]]).toEqual([401, "token_revoked"]);
  });

  it("that was narrowed has no other right, and never one its maker lacks", async () => {
    const { adminBrowser, browser } = await setUp();
    const token = String((await make(adminBrowser, { permissions: ["person:read"] })).json["token"]);
    expect((await call(peopleRoute.GET, { token })).status).toBe(200);
    expect((await call(settingsRoute.PATCH, { token, method: "PATCH", body: { graceSeconds: 1 } })).status).toBe(403);
    expect((await make(browser, { permissions: ["person:manage"] })).status).toBe(403);
  });

  it("makes no further tokens", async () => {
    const { viewer } = await setUp();
    const { status, json } = await call(tokensRoute.POST, {
      token: viewer.token,
      body: { name: "child", expiresAt: inAnHour() },
    });
    expect([status, json["code"]]).toEqual([403, "session_required"]);
  });

  it.each([
    ["yesterday", -dayMs],
    ["in two years", 730 * dayMs],
  ])("cannot expire %s", async (_, offset) => {
    const { browser } = await setUp();
    expect((await make(browser, { expiresAt: new Date(Date.now() + offset).toISOString() })).status).toBe(400);
  });

  it("is refused when it has expired, is mistyped, or is for another workspace", async () => {
    const { viewer, world } = await setUp();
    const other = await makeWorld();
    expect(
      (await call(meRoute.GET, { token: viewer.token, headers: { "signalbox-workspace": other.slug } })).status,
    ).toBe(404);
    expect((await call(meRoute.GET, { token: `${viewer.token.slice(0, -1)}!` })).json).toMatchObject({ status: 401 });
    await db().personalToken.updateMany({
      where: { personId: viewer.id, workspaceId: world.workspaceId },
      data: { expiresAt: new Date(Date.now() - 1) },
    });
    expect((await call(meRoute.GET, { token: viewer.token })).json).toMatchObject({
      status: 401,
      code: "token_expired",
    });
  });
});

describe("nobody", () => {
  it("gets 401 without credentials, with an altered cookie, and for a session that never was", async () => {
    expect((await call(meRoute.GET)).status).toBe(401);
    expect((await call(meRoute.GET, { headers: { cookie: "next-auth.session-token=abc" } })).status).toBe(401);
  });
});
