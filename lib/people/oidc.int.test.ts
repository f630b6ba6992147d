import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as identityRoute from "@/app/api/v1/me/identity/route";
import * as meRoute from "@/app/api/v1/me/route";
import { sessionCookieName, sessionToken } from "@/lib/platform/auth/session-cookie";
import { db } from "@/lib/platform/db/client";
import { forgetEnv } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";
import { call } from "@/lib/testing/call";
import { makeWorld, type World } from "@/lib/testing/world";
import { type ConsoleServer, startConsole } from "@/lib/platform/auth/testing/console-server";
import { clientId, clientSecret, type ProviderAccount, signInAtProvider, startIdentityProvider, type TestIdentityProvider } from "./testing/identity-provider";
import { startSession } from "./session.service";
import { signInDomain } from "./sign-in-domain.service";
import { WireBrowser } from "./testing/wire-browser";

let server: ConsoleServer;
let provider: TestIdentityProvider;
let world: World;

beforeAll(async () => {
  world = await makeWorld();
  server = await startConsole(signInDomain, (url) => {
    process.env.NEXTAUTH_URL = url;
    forgetEnv();
  });
  provider = await startIdentityProvider(`${server.url}/api/auth/callback/corp`);
  process.env.SIGNALBOX_OIDC = JSON.stringify([
    {
      id: "corp",
      name: "Corp",
      issuer: provider.issuer,
      clientId,
      clientSecret,
      scope: "openid email profile groups",
      domains: ["corp.example"],
      groupRoles: [
        { group: "sb-supervisors", workspace: world.slug, role: "supervisor" },
        { group: "sb-viewers", workspace: world.slug, role: "viewer" },
      ],
    },
  ]);
  forgetEnv();
});
afterAll(async () => {
  await provider.close();
  await server.close();
});

const callback = () => `${server.url}/api/auth/callback/corp`;

function account(facts: Partial<ProviderAccount> = {}): { login: string; facts: ProviderAccount } {
  const login = newId("request");
  const made = { sub: login, email: `${login}@corp.example`, email_verified: true, name: "Ada Corp", groups: ["sb-supervisors"], ...facts };
  provider.accounts.set(login, made);
  return { login, facts: made };
}

/** As far as the provider's answer, which is not yet taken to the console. */
async function begin(browser: WireBrowser, login: string): Promise<URL> {
  const { csrfToken } = (await (await browser.send(`${server.url}/api/auth/csrf`)).json()) as { csrfToken: string };
  const started = await browser.send(`${server.url}/api/auth/signin/corp`, { form: { csrfToken, callbackUrl: "/approvals", json: "true" } });
  const { url } = (await started.json()) as { url: string };
  const asked = new URL(url).searchParams;
  expect(asked.get("code_challenge_method")).toBe("S256");
  for (const parameter of ["state", "nonce", "code_challenge"]) expect(asked.get(parameter)?.length).toBeGreaterThan(20);
  return signInAtProvider(browser, url, login, callback());
}

/** Takes the answer to the console. @returns where the console sends the browser, and the cookie it has then */
async function finish(browser: WireBrowser, answer: URL): Promise<{ to: URL; error: string | null; cookie: string | undefined }> {
  const to = WireBrowser.target(await browser.send(answer), answer);
  const token = browser.cookies(server.url).get(sessionCookieName());
  return { to, error: to.searchParams.get("error"), cookie: token && `${sessionCookieName()}=${token}` };
}

async function signIn(login: string, browser = new WireBrowser()) {
  return finish(browser, await begin(browser, login));
}
/** A member whose address is of the provider's own domain. */
async function ofCorp(role: Parameters<World["person"]>[0]) {
  const member = await world.person(role);
  const email = `${member.id}@corp.example`;
  await db().person.update({ where: { id: member.id }, data: { email } });
  return { ...member, email };
}

/** A browser in which somebody is signed in. */
async function sessionIn(personId: string): Promise<WireBrowser> {
  const browser = new WireBrowser();
  const id = await startSession({ personId, method: "password", userAgent: undefined, replaces: undefined });
  browser.cookies(server.url).set(sessionCookieName(), await sessionToken(id));
  return browser;
}
const personOf = (sub: string) => db().person.findFirst({ where: { oidcSubject: sub } });
const membershipOf = async (personId: string | undefined) => db().membership.findFirst({ where: { personId: personId ?? "", workspaceId: world.workspaceId } });

describe("signing in through an OpenID Connect provider", () => {
  it("makes the person, gives the role of the group, and leads where they wanted to go", async () => {
    const { login, facts } = account();
    const { to, error, cookie } = await signIn(login);
    expect([to.pathname, error]).toEqual(["/approvals", null]);
    const { json } = await call(meRoute.GET, { headers: { cookie: cookie ?? "" } });
    expect(json).toMatchObject({ person: { email: facts.email, name: "Ada Corp", hasPassword: false }, role: "supervisor" });
    const person = await personOf(facts.sub);
    expect(person).toMatchObject({ oidcIssuer: provider.issuer });
    expect(await membershipOf(person?.id)).toMatchObject({ role: "supervisor", source: "group:corp" });
    expect((await db().session.findFirst({ where: { personId: person?.id } }))?.method).toBe("corp");
  });

  it("follows the groups at every sign-in, up, down and out, and records each step", async () => {
    const { login, facts } = account({ groups: ["sb-viewers"] });
    await signIn(login);
    const person = await personOf(facts.sub);
    expect(await membershipOf(person?.id)).toMatchObject({ role: "viewer" });
    facts.groups = ["sb-viewers", "sb-supervisors"];
    await signIn(login);
    expect(await membershipOf(person?.id)).toMatchObject({ role: "supervisor" });
    facts.groups = [];
    const { error, cookie } = await signIn(login);
    expect([error, cookie]).toEqual(["no_access", undefined]);
    expect((await membershipOf(person?.id))?.deactivatedAt).not.toBeNull();
    facts.groups = ["sb-viewers"];
    expect((await signIn(login)).error).toBeNull();
    expect(await membershipOf(person?.id)).toMatchObject({ role: "viewer", deactivatedAt: null });
    const entries = await db().auditStaged.findMany({ where: { subjectId: person?.id }, orderBy: { id: "asc" } });
    // Everybody of this provider is called the same: the name is told apart before they join.
    expect(entries.map((e) => e.event)).toEqual(["person.updated", "person.joined", "person.role_changed", "person.deactivated", "person.reactivated"]);
    expect(new Set(entries.map((e) => e.actorType))).toEqual(new Set(["system"]));
  });

  it("leaves a role alone that a person gave", async () => {
    const member = await ofCorp("governance");
    const { login } = account({ email: member.email, groups: ["sb-viewers"] });
    expect((await signIn(login)).error).toBeNull();
    expect(await membershipOf(member.id)).toMatchObject({ role: "governance" });
  });

  it("takes up an open invitation to the verified address", async () => {
    const { login, facts } = account({ groups: [] });
    await db().invitation.create({
      data: { id: newId("invitation"), workspaceId: world.workspaceId, email: facts.email, role: "finops", tokenHash: new Uint8Array(Buffer.from(login)), invitedById: "x", expiresAt: new Date(Date.now() + 60_000) },
    });
    expect((await signIn(login)).error).toBeNull();
    expect(await membershipOf((await personOf(facts.sub))?.id)).toMatchObject({ role: "finops", source: "invitation" });
  });
});

const identityEntries = async (id: string) =>
  (await db().auditStaged.findMany({ where: { subjectId: id, event: { startsWith: "identity." } }, orderBy: { id: "asc" } })).map((e) => {
    const { facts } = JSON.parse(Buffer.from(e.leaf).toString()) as { facts: Record<string, unknown> };
    return [e.event, facts["why"] ?? facts["reason"] ?? null];
  });

describe("an account that exists", () => {
  it("is linked by an address of the provider's own domain, with an entry, and known by issuer and subject from then on", async () => {
    const member = await ofCorp("viewer");
    const { login, facts } = account({ email: member.email.toUpperCase() });
    expect((await signIn(login)).error).toBeNull();
    facts.email = "renamed@corp.example";
    expect((await signIn(login)).error).toBeNull();
    expect(await db().person.findUniqueOrThrow({ where: { id: member.id } })).toMatchObject({ oidcSubject: facts.sub, email: member.email });
    expect(await db().session.count({ where: { personId: member.id } })).toBe(2);
    expect(await identityEntries(member.id)).toEqual([["identity.linked", "own_domain"]]);
  });

  it("of another domain is not linked, though the provider says that it has verified the address; the refusal is an entry, one for many", async () => {
    const member = await world.person("admin");
    for (let i = 0; i < 3; i++) expect(await signIn(account({ email: member.email }).login)).toMatchObject({ error: "identity_not_linked", cookie: undefined });
    expect((await db().person.findUniqueOrThrow({ where: { id: member.id } })).oidcSubject).toBeNull();
    expect(await identityEntries(member.id)).toEqual([["identity.link_refused", "not_own_domain"]]);
  });

  it("is linked from a session of its own, and unlinked again where it has a password", async () => {
    const member = await world.person("viewer");
    const browser = await sessionIn(member.id);
    const { login } = account({ email: member.email, email_verified: false });
    const { to, error, cookie } = await signIn(login, browser);
    expect([to.pathname, error]).toEqual(["/approvals", null]);
    expect(await identityEntries(member.id)).toEqual([["identity.linked", "own_session"]]);
    const headers = { cookie: cookie ?? "", origin: server.url, "sec-fetch-site": "same-origin" };
    expect((await call(identityRoute.GET, { headers })).json).toMatchObject({ linked: { name: "Corp" } });
    const unlink = () => call(identityRoute.DELETE, { method: "DELETE", headers });
    expect((await unlink()).json).toMatchObject({ status: 409, code: "only_sign_in" });
    await db().person.update({ where: { id: member.id }, data: { passwordHash: "set" } });
    const elsewhere = await signIn(login);
    expect((await unlink()).status).toBe(204);
    expect((await unlink()).json).toMatchObject({ status: 409, code: "no_identity" });
    expect((await call(meRoute.GET, { headers: { cookie: elsewhere.cookie ?? "" } })).status).toBe(401);
    expect((await call(meRoute.GET, { headers })).status).toBe(200);
    expect(await signIn(login)).toMatchObject({ error: "email_unverified" });
  });

  it("is not linked from a session of somebody else", async () => {
    const [member, other] = [await world.person("admin"), await world.person("viewer")];
    expect((await signIn(account({ email: member.email }).login, await sessionIn(other.id))).error).toBe("identity_not_linked");
    expect((await db().person.findUniqueOrThrow({ where: { id: member.id } })).oidcSubject).toBeNull();
  });

  it("is not linked by an address that nobody verified", async () => {
    for (const email_verified of [false, undefined]) {
      const member = await ofCorp("admin");
      const { login } = account({ email: member.email, email_verified });
      const { error, cookie } = await signIn(login);
      expect([error, cookie]).toEqual(["email_unverified", undefined]);
      expect((await db().person.findUniqueOrThrow({ where: { id: member.id } })).oidcSubject).toBeNull();
    }
  });

  it("with an identity is not taken over by another one with the same address", async () => {
    const first = account();
    await signIn(first.login);
    const second = account({ email: first.facts.email });
    expect(await signIn(second.login)).toMatchObject({ error: "identity_conflict", cookie: undefined });
    expect(await identityEntries((await personOf(first.facts.sub))?.id ?? "")).toEqual([["identity.link_refused", "other_identity"]]);
  });
});

describe("an invitation to an address of another domain", () => {
  it("is not taken up by the provider's word", async () => {
    const { login, facts } = account({ email: `${newId("request")}@elsewhere.example`, groups: [] });
    await db().invitation.create({
      data: { id: newId("invitation"), workspaceId: world.workspaceId, email: facts.email, role: "admin", tokenHash: new Uint8Array(Buffer.from(login)), invitedById: "x", expiresAt: new Date(Date.now() + 60_000) },
    });
    expect(await signIn(login)).toMatchObject({ error: "no_access", cookie: undefined });
    expect(await personOf(facts.sub)).toBeNull();
  });
});

describe("somebody without a group or an invitation", () => {
  it("is refused, and leaves nothing behind", async () => {
    const { login, facts } = account({ groups: ["other"] });
    expect(await signIn(login)).toMatchObject({ error: "no_access", cookie: undefined });
    expect(await personOf(facts.sub)).toBeNull();
  });
});

describe("an answer that does not belong to this browser's question", () => {
  it("is refused for another state", async () => {
    const browser = new WireBrowser();
    const answer = await begin(browser, account().login);
    answer.searchParams.set("state", "A".repeat(43));
    expect(await finish(browser, answer)).toMatchObject({ error: "OAuthCallback", cookie: undefined });
  });

  it("is refused in a browser that asked nothing", async () => {
    const answer = await begin(new WireBrowser(), account().login);
    expect(await finish(new WireBrowser(), answer)).toMatchObject({ error: "OAuthCallback", cookie: undefined });
  });

  it.each([["nonce"], ["pkce.code_verifier"]])("is refused with the %s of another question", async (check) => {
    const [mine, theirs] = [new WireBrowser(), new WireBrowser()];
    const { login } = account();
    await begin(theirs, login);
    const answer = await begin(mine, login);
    const name = `next-auth.${check}`;
    const foreign = theirs.cookies(server.url).get(name);
    expect(foreign).toBeDefined();
    mine.cookies(server.url).set(name, foreign ?? "");
    expect(await finish(mine, answer)).toMatchObject({ error: "OAuthCallback", cookie: undefined });
  });

  it("is refused the second time", async () => {
    const browser = new WireBrowser();
    const answer = await begin(browser, account().login);
    expect((await finish(browser, answer)).error).toBeNull();
    const replayed = new WireBrowser();
    for (const [name, value] of browser.cookies(server.url)) if (name !== sessionCookieName()) replayed.cookies(server.url).set(name, value);
    expect(await finish(replayed, answer)).toMatchObject({ error: "OAuthCallback", cookie: undefined });
  });
});
