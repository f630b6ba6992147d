import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as identityRoute from "@/app/api/v1/me/identity/route";
import * as meRoute from "@/app/api/v1/me/route";
import { db } from "@/lib/platform/db/client";
import { newId } from "@/lib/platform/ids";
import { endSessionsOf } from "@/lib/sessions/session.service";
import { call } from "@/lib/testing/call";
import { makeWorld, type World } from "@/lib/testing/world";
import { identityEntries, type Oidc, startOidc } from "./testing/oidc";

// Two identity providers: one that owns a domain, and one at which anybody can register under any address.

let oidc: Oidc<"corp" | "social">;
let world: World;

beforeAll(async () => {
  world = await makeWorld();
  const groupRoles = [{ group: "viewers", workspace: world.slug, role: "viewer" }];
  oidc = await startOidc({ corp: { domains: ["Corp.Example"], groupRoles }, social: { domains: [], groupRoles } });
});
afterAll(() => oidc.close());

/** A member with a password, under an address of the given domain. */
async function member(domain: string, role: Parameters<World["person"]>[0] = "admin") {
  const { id } = await world.person(role);
  const email = `${id}@${domain}`;
  await db().person.update({ where: { id }, data: { email, passwordHash: "set" } });
  return { id, email };
}
const identityOf = async (id: string) => {
  const { oidcIssuer, oidcSubject } = await db().person.findUniqueOrThrow({ where: { id } });
  return oidcIssuer === null ? null : [oidcIssuer, oidcSubject];
};
const startLinking = (headers: Record<string, string>, providerId = "social") =>
  call(identityRoute.POST, { headers, body: { providerId } });
const unlink = (headers: Record<string, string>) => call(identityRoute.DELETE, { method: "DELETE", headers });
const invite = (email: string) =>
  db().invitation.create({
    data: {
      id: newId("invitation"),
      workspaceId: world.workspaceId,
      email,
      role: "admin",
      tokenHash: new Uint8Array(Buffer.from(newId("request"))),
      invitedById: "x",
      expiresAt: new Date(Date.now() + 60_000),
    },
  });

describe("a provider's word alone", () => {
  it.each(["elsewhere.example", "corp.example", "sub.corp.example", "notcorp.example", "corp.example.evil.example"])(
    "of one that owns nothing links no account of %s, whatever it says of the address",
    async (domain) => {
      const { id, email } = await member(domain);
      for (const spelt of [email, email.toUpperCase()])
        expect(await oidc.signIn("social", oidc.account("social", { email: spelt }).login)).toMatchObject({
          error: "identity_not_linked",
          cookie: undefined,
        });
      expect(await identityOf(id)).toBeNull();
      expect(await identityEntries(id)).toEqual([["identity.link_refused", "not_own_domain"]]);
    },
  );

  it.each(["sub.corp.example", "xcorp.example", "corp.example.evil.example"])(
    "links no account of %s either, which is not the domain it owns",
    async (domain) => {
      const { id, email } = await member(domain);
      expect((await oidc.signIn("corp", oidc.account("corp", { email }).login)).error).toBe("identity_not_linked");
      expect(await identityOf(id)).toBeNull();
    },
  );

  it("links an account of its own domain, in whatever case either is written", async () => {
    const { id, email } = await member("corp.example");
    const { login, facts } = oidc.account("corp", { email: email.replace("corp.example", "CORP.example") });
    expect((await oidc.signIn("corp", login)).error).toBeNull();
    expect(await identityOf(id)).toEqual([oidc.issuer("corp"), facts.sub]);
  });

  it("is not taken for an address that only looks like the account's in lower case", async () => {
    const email = `k${newId("request")}@corp.example`;
    const { id } = await member("corp.example");
    await db().person.update({ where: { id }, data: { email } });
    // U+212A, the Kelvin sign, is "k" in lower case.
    expect((await oidc.signIn("corp", oidc.account("corp", { email: `\u212A${email.slice(1)}` }).login)).error).toBe(
      "email_unverified",
    );
    expect(await identityOf(id)).toBeNull();
  });

  it("opens no account that another provider opens, and knows nobody by another issuer's subject", async () => {
    const { id, email } = await member("corp.example");
    const { login, facts } = oidc.account("corp", { email });
    await oidc.signIn("corp", login);
    const before = await identityOf(id);
    // The same subject and address, vouched for by another issuer.
    expect(await oidc.signIn("social", oidc.account("social", { sub: facts.sub, email }).login)).toMatchObject({
      error: "identity_conflict",
      cookie: undefined,
    });
    expect(await identityOf(id)).toEqual(before);
    expect(await identityEntries(id)).toEqual([
      ["identity.linked", "own_domain"],
      ["identity.link_refused", "other_identity"],
    ]);
  });

  it("makes no account in a domain that another provider owns, though a group would give it a role", async () => {
    const { login, facts } = oidc.account("social", { groups: ["viewers"] });
    expect(await oidc.signIn("social", login)).toMatchObject({ error: "foreign_domain", cookie: undefined });
    expect(await db().person.count({ where: { email: facts.email } })).toBe(0);
    const outside = oidc.account("social", { email: `${newId("request")}@elsewhere.example`, groups: ["viewers"] });
    expect((await oidc.signIn("social", outside.login)).error).toBeNull();
  });

  it("links nobody who may enter nothing: a deactivated account stays as it is", async () => {
    const { id, email } = await member("corp.example");
    await db().membership.updateMany({ where: { personId: id }, data: { deactivatedAt: new Date() } });
    for (const groups of [[], ["viewers"]])
      expect(await oidc.signIn("corp", oidc.account("corp", { email, groups }).login)).toMatchObject({
        error: "no_access",
        cookie: undefined,
      });
    expect(await identityOf(id)).toBeNull();
    expect(await db().membership.count({ where: { personId: id, deactivatedAt: null } })).toBe(0);
  });
});

describe("an invitation", () => {
  it("is not taken up by an address that changed at the provider to somebody else's", async () => {
    const { login, facts } = oidc.account("corp", { groups: ["viewers"] });
    await oidc.signIn("corp", login);
    const person = await db().person.findFirstOrThrow({ where: { oidcSubject: facts.sub } });
    facts.email = `${newId("request")}@corp.example`;
    const { id } = await invite(facts.email);
    expect((await oidc.signIn("corp", login)).error).toBeNull();
    expect(await db().invitation.findUniqueOrThrow({ where: { id } })).toMatchObject({ acceptedAt: null });
    expect(await db().person.findUniqueOrThrow({ where: { id: person.id } })).toMatchObject({ email: person.email });
  });

  it("is not taken up by a provider that does not own its address's domain", async () => {
    for (const domain of ["corp.example", "elsewhere.example"]) {
      const { login, facts } = oidc.account("social", { email: `${newId("request")}@${domain}` });
      const { id } = await invite(facts.email);
      expect((await oidc.signIn("social", login)).cookie).toBeUndefined();
      expect(await db().invitation.findUniqueOrThrow({ where: { id } })).toMatchObject({ acceptedAt: null });
    }
  });
});

describe("an account's own session", () => {
  it("links an identity of the same verified address when it asked for it, and unlinks it again", async () => {
    const { id, email } = await member("elsewhere.example");
    const { browser, headers } = await oidc.sessionIn(id);
    const { login, facts } = oidc.account("social", { email: email.toUpperCase() });
    expect((await startLinking(headers)).status).toBe(204);
    const { to, error, cookie } = await oidc.signIn("social", login, browser);
    expect([to.pathname, error]).toEqual(["/approvals", null]);
    expect(await identityOf(id)).toEqual([oidc.issuer("social"), facts.sub]);
    const linked = oidc.ownPage(cookie);
    expect((await call(identityRoute.GET, { headers: linked })).json).toMatchObject({ linked: { name: "SOCIAL" } });
    expect((await startLinking(linked)).json).toMatchObject({ status: 409, code: "already_linked" });

    const elsewhere = await oidc.signIn("social", login);
    await db().personalToken.updateMany({ where: { personId: id }, data: { revokedAt: null } });
    expect((await unlink(linked)).status).toBe(204);
    expect((await unlink(linked)).json).toMatchObject({ status: 409, code: "no_identity" });
    expect((await call(meRoute.GET, { headers: { cookie: elsewhere.cookie ?? "" } })).status).toBe(401);
    expect((await call(meRoute.GET, { headers: linked })).status).toBe(200);
    expect(await db().personalToken.count({ where: { personId: id, revokedAt: null } })).toBe(0);
    expect(await identityEntries(id)).toEqual([
      ["identity.linked", "own_session"],
      ["identity.unlinked", null],
    ]);
    expect((await oidc.signIn("social", login)).error).toBe("identity_not_linked");
  });

  it("does not lose its last way in", async () => {
    const { login, facts } = oidc.account("corp", { groups: ["viewers"] });
    const { cookie } = await oidc.signIn("corp", login);
    expect((await unlink(oidc.ownPage(cookie))).json).toMatchObject({ status: 409, code: "only_sign_in" });
    expect(await db().person.count({ where: { oidcSubject: facts.sub } })).toBe(1);
  });

  it("links nothing that it did not ask for, nor from a provider that it did not name", async () => {
    const { id, email } = await member("elsewhere.example");
    const unasked = await oidc.sessionIn(id);
    expect((await oidc.signIn("social", oidc.account("social", { email }).login, unasked.browser)).error).toBe(
      "identity_not_linked",
    );
    const other = await oidc.sessionIn(id);
    await startLinking(other.headers, "corp");
    expect((await oidc.signIn("social", oidc.account("social", { email }).login, other.browser)).error).toBe(
      "identity_not_linked",
    );
    expect(await identityOf(id)).toBeNull();
  });

  it("links one answer only, and only within ten minutes", async () => {
    const { id, email } = await member("elsewhere.example");
    const { browser, headers, sessionId } = await oidc.sessionIn(id);
    await startLinking(headers);
    expect(
      (await oidc.signIn("social", oidc.account("social", { email: "stranger@elsewhere.example" }).login, browser))
        .error,
    ).toBe("other_address");
    expect((await oidc.signIn("social", oidc.account("social", { email }).login, browser)).error).toBe(
      "identity_not_linked",
    );
    await startLinking(headers);
    await db().session.update({ where: { id: sessionId }, data: { linkUntil: new Date(Date.now() - 1) } });
    expect((await oidc.signIn("social", oidc.account("social", { email }).login, browser)).error).toBe(
      "identity_not_linked",
    );
    expect(await identityOf(id)).toBeNull();
  });

  it.each([
    ["other_address", "other_address", () => oidc.account("social", { email: "stranger@elsewhere.example" })],
    [
      "email_unverified",
      "email_unverified",
      (email: string) => oidc.account("social", { email, email_verified: false }),
    ],
  ] as const)("is told %s, with an entry, and goes on as it was", async (code, reason, claim) => {
    const { id, email } = await member("elsewhere.example");
    const { browser, headers, cookie } = await oidc.sessionIn(id);
    await startLinking(headers);
    const answer = await oidc.signIn("social", claim(email).login, browser);
    expect([answer.to.pathname, answer.error, answer.cookie]).toEqual(["/account", code, cookie]);
    expect(await identityEntries(id)).toEqual([["identity.link_refused", reason]]);
    expect(await identityOf(id)).toBeNull();
    expect((await call(meRoute.GET, { headers })).status).toBe(200);
  });

  it("is not exchanged for the account that the identity opens already", async () => {
    const { login } = oidc.account("corp", { groups: ["viewers"] });
    await oidc.signIn("corp", login);
    const { id } = await member("elsewhere.example");
    const { browser, headers, cookie } = await oidc.sessionIn(id);
    await startLinking(headers, "corp");
    const answer = await oidc.signIn("corp", login, browser);
    expect([answer.to.pathname, answer.error, answer.cookie]).toEqual(["/account", "identity_taken", cookie]);
    expect(await identityEntries(id)).toEqual([["identity.link_refused", "of_another_account"]]);
  });

  it("links nothing after another person signed in in its browser, nor after it ended", async () => {
    const { id, email } = await member("elsewhere.example");
    const [mine, theirs] = [await oidc.sessionIn(id), await oidc.sessionIn((await member("elsewhere.example")).id)];
    await startLinking(mine.headers);
    const { login } = oidc.account("social", { email });
    // The question was asked in one session; the answer comes with another's cookie.
    const { answer } = await oidc.begin("social", login, mine.browser);
    for (const [name, value] of theirs.browser.cookies(oidc.url)) mine.browser.cookies(oidc.url).set(name, value);
    expect((await oidc.finish(mine.browser, answer)).error).toBe("identity_not_linked");

    const ended = await oidc.sessionIn(id);
    await startLinking(ended.headers);
    const { answer: late } = await oidc.begin("social", login, ended.browser);
    await db().$transaction((tx) => endSessionsOf(tx, id, { type: "person", id }, "ended_by_person"));
    expect((await oidc.finish(ended.browser, late)).error).toBe("identity_not_linked");
    expect(await identityOf(id)).toBeNull();
  });

  it("is asked on a page of the console: not from another site, not with a token, and for a provider that there is", async () => {
    const { id } = await member("elsewhere.example");
    const { headers } = await oidc.sessionIn(id);
    const foreign = { ...headers, origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    expect((await startLinking(foreign)).json).toMatchObject({ status: 403, code: "cross_site" });
    expect((await unlink(foreign)).json).toMatchObject({ status: 403, code: "cross_site" });
    const { token } = await world.person("viewer");
    expect((await call(identityRoute.POST, { token, body: { providerId: "social" } })).json).toMatchObject({
      status: 403,
      code: "session_required",
    });
    expect((await startLinking(headers, "nobody")).json).toMatchObject({ status: 404, code: "not_found" });
  });
});
