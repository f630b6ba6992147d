import { describe, expect, it } from "vitest";
import * as agentKeysRoute from "@/app/api/v1/agents/[id]/keys/route";
import * as acceptRoute from "@/app/api/v1/invitations/accept/route";
import * as invitationsRoute from "@/app/api/v1/invitations/route";
import * as passwordRoute from "@/app/api/v1/me/password/route";
import * as meRoute from "@/app/api/v1/me/route";
import * as ownSessionsRoute from "@/app/api/v1/me/sessions/route";
import * as ownTokensRoute from "@/app/api/v1/me/tokens/route";
import * as keysRoute from "@/app/api/v1/people/[id]/keys/route";
import * as personRoute from "@/app/api/v1/people/[id]/route";
import * as sessionsRoute from "@/app/api/v1/people/[id]/sessions/route";
import * as tokenRoute from "@/app/api/v1/people/[id]/tokens/[tokenId]/route";
import * as tokensRoute from "@/app/api/v1/people/[id]/tokens/route";
import { db } from "@/lib/platform/db/client";
import { transaction } from "@/lib/platform/db/transactions";
import { syncGroupRoles } from "@/lib/sign-in/group-sync.service";
import { signedInBrowser } from "@/lib/sign-in/testing/browser";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";
import { hashPassword } from "./password.service";

async function setUp() {
  const world = await makeWorld();
  const admin = await world.person("admin");
  const member = await world.person("supervisor");
  return {
    world,
    admin,
    member,
    adminBrowser: await signedInBrowser(admin.id),
    browser: await signedInBrowser(member.id),
  };
}
const dayMs = 86_400_000;
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
const me = (token: string) => call(meRoute.GET, { token });
const patch = (token: string, id: string, body: unknown) =>
  call(personRoute.PATCH, { token, method: "PATCH", params: { id }, body });
const factsOf = ({ leaf }: { leaf: Uint8Array }) =>
  (JSON.parse(Buffer.from(leaf).toString()) as { facts: Record<string, unknown> }).facts;
const reasonsOf = async (personId: string) => {
  const tokens = await db().personalToken.findMany({ where: { personId } });
  const entries = await db().auditStaged.findMany({
    where: { event: "token.revoked", subjectId: { in: tokens.map((t) => t.id) } },
    orderBy: { id: "asc" },
  });
  return entries.map((e) => factsOf(e)["reason"]);
};

describe("a personal token ends, with one entry", () => {
  it("with a change of the password", async () => {
    const { member, browser } = await setUp();
    await db().person.update({
      where: { id: member.id },
      data: { passwordHash: await hashPassword("a few good words") },
    });
    const changed = await browser.send(passwordRoute.POST, {
      method: "POST",
      body: { currentPassword: "a few good words", newPassword: "some other good words" },
    });
    expect(changed.status).toBe(204);
    expect((await me(member.token)).json).toMatchObject({ status: 401, code: "token_revoked" });
    expect(await reasonsOf(member.id)).toEqual(["password_changed"]);
  });

  it("when an administrator signs its person out everywhere", async () => {
    const { admin, member } = await setUp();
    const { json } = await call(sessionsRoute.DELETE, {
      token: admin.token,
      method: "DELETE",
      params: { id: member.id },
    });
    expect(json).toEqual({ ended: 1, tokensEnded: 1 });
    expect((await me(member.token)).json).toMatchObject({ status: 401, code: "token_revoked" });
    expect(await reasonsOf(member.id)).toEqual(["ended_by_admin"]);
  });

  it("when its person signs out everywhere else", async () => {
    const { member, browser } = await setUp();
    expect((await browser.send(ownSessionsRoute.DELETE, { method: "DELETE" })).json).toEqual({
      ended: 0,
      tokensEnded: 1,
    });
    expect((await me(member.token)).status).toBe(401);
    expect((await browser.send(meRoute.GET)).status).toBe(200);
  });

  it("with the deactivation of its person, and stays ended after a reactivation", async () => {
    const { admin, member } = await setUp();
    await patch(admin.token, member.id, { status: "deactivated" });
    await patch(admin.token, member.id, { status: "active" });
    expect((await me(member.token)).json).toMatchObject({ status: 401, code: "token_revoked" });
    expect(await reasonsOf(member.id)).toEqual(["deactivated"]);
  });

  it("when the groups take the membership away, and stays ended when they give it back", async () => {
    const { world, member } = await setUp();
    await db().membership.update({
      where: { workspaceId_personId: { workspaceId: world.workspaceId, personId: member.id } },
      data: { source: "group:corp" },
    });
    await transaction((tx) => syncGroupRoles(tx, member.id, "corp", new Map()));
    await transaction((tx) => syncGroupRoles(tx, member.id, "corp", new Map([[world.slug, "supervisor"]])));
    expect((await me(member.token)).json).toMatchObject({ status: 401, code: "token_revoked" });
  });

  it("only for the workspace of the membership that ended", async () => {
    const { admin, member } = await setUp();
    const elsewhere = await makeWorld();
    await db().membership.create({ data: { workspaceId: elsewhere.workspaceId, personId: member.id, role: "viewer" } });
    await db().personalToken.updateMany({
      where: { personId: member.id },
      data: { workspaceId: elsewhere.workspaceId },
    });
    await patch(admin.token, member.id, { status: "deactivated" });
    expect((await me(member.token)).status).toBe(200);
  });

  it("though it was being made at that moment", async () => {
    const { admin, member } = await setUp();
    for (let round = 0; round < 8; round++) {
      const browser = await signedInBrowser(member.id);
      const [made] = await Promise.all([
        browser.send(ownTokensRoute.POST, { method: "POST", body: { name: `t${round}`, expiresAt: inAnHour() } }),
        patch(admin.token, member.id, { status: "deactivated" }),
      ]);
      await patch(admin.token, member.id, { status: "active" });
      if (made.status === 201) expect((await me(String(made.json["token"]))).status).toBe(401);
    }
    expect(await db().personalToken.count({ where: { personId: member.id, revokedAt: null } })).toBe(0);
  });
});

describe("an administrator", () => {
  it("sees a member's tokens: name, prefix, scope, last use and expiry, and never the token", async () => {
    const { admin, member } = await setUp();
    const { status, json, text } = await call(tokensRoute.GET, { token: admin.token, params: { id: member.id } });
    expect(status).toBe(200);
    expect(json["items"]).toEqual([
      expect.objectContaining({ name: "test", prefix: member.token.slice(0, 10), permissions: null, revokedAt: null }),
    ]);
    expect(text).not.toContain(member.token);
  });

  it("revokes one, with an entry, once", async () => {
    const { admin, member } = await setUp();
    const { id: tokenId } = await db().personalToken.findFirstOrThrow({ where: { personId: member.id } });
    const revoke = () =>
      call(tokenRoute.DELETE, { token: admin.token, method: "DELETE", params: { id: member.id, tokenId } });
    expect((await revoke()).status).toBe(204);
    expect((await me(member.token)).json).toMatchObject({ code: "token_revoked" });
    expect((await revoke()).status).toBe(404);
    expect(await reasonsOf(member.id)).toEqual(["ended_by_admin"]);
  });

  it("of another workspace has no say, and neither has anybody else", async () => {
    const { member, world } = await setUp();
    const stranger = await (await makeWorld()).person("admin");
    const { id: tokenId } = await db().personalToken.findFirstOrThrow({ where: { personId: member.id } });
    const governance = await world.person("governance");
    for (const [token, status] of [
      [stranger.token, 404],
      [governance.token, 403],
    ] as const) {
      expect((await call(tokensRoute.GET, { token, params: { id: member.id } })).status).toBe(status);
      expect(
        (await call(tokenRoute.DELETE, { token, method: "DELETE", params: { id: member.id, tokenId } })).status,
      ).toBe(status);
    }
    expect((await me(member.token)).status).toBe(200);
  });

  it("sees which agents' keys somebody made: they are the agents' and go on working", async () => {
    const { world, admin, member } = await setUp();
    const maker = await world.person("governance");
    const agent = await world.agent({ name: "Ledger agent" });
    const made = await call(agentKeysRoute.POST, {
      token: maker.token,
      params: { id: agent.id },
      body: { name: "ci", scopes: ["actions:read"], expiresAt: new Date(Date.now() + dayMs).toISOString() },
    });
    expect(made.status).toBe(201);
    await patch(admin.token, maker.id, { status: "deactivated" });
    const { json } = await call(keysRoute.GET, { token: admin.token, params: { id: maker.id } });
    expect(json["items"]).toEqual([
      expect.objectContaining({ id: made.json["id"], name: "ci", agent: { id: agent.id, name: "Ledger agent" } }),
    ]);
    expect((await call(keysRoute.GET, { token: admin.token, params: { id: member.id } })).json["items"]).toEqual([]);
  });
});

describe("an invitation", () => {
  const invite = (token: string) =>
    call(invitationsRoute.POST, { token, body: { email: `new-${Date.now()}@example.test`, role: "admin" } });

  it.each([{ status: "deactivated" }, { role: "viewer" }])("falls when who made it becomes %j", async (change) => {
    const { world, admin } = await setUp();
    const inviter = await world.person("admin");
    const { json } = await invite(inviter.token);
    expect((await patch(admin.token, inviter.id, change)).status).toBe(200);
    const accepted = await call(acceptRoute.POST, {
      body: { token: json["token"], name: "New", password: "a few good words" },
    });
    expect(accepted.json).toMatchObject({ status: 410, code: "invitation_revoked" });
    const entries = await db().auditStaged.findMany({
      where: { event: "invitation.revoked", subjectId: String(json["id"]) },
    });
    expect(entries.map(factsOf)).toEqual([{ invitedById: inviter.id, reason: "inviter_lost_right" }]);
  });
});
