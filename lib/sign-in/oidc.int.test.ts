import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as meRoute from "@/app/api/v1/me/route";
import { sessionCookieName } from "@/lib/platform/credentials/session-cookie";
import { db } from "@/lib/platform/db/client";
import { newId } from "@/lib/platform/ids";
import { call } from "@/lib/testing/call";
import { makeWorld, type World } from "@/lib/testing/world";
import type { ProviderAccount } from "./testing/identity-provider";
import { identityEntries, type Oidc, startOidc } from "./testing/oidc";
import { WireBrowser } from "./testing/wire-browser";

let oidc: Oidc<"corp">;
let world: World;

beforeAll(async () => {
  world = await makeWorld();
  oidc = await startOidc({
    corp: {
      domains: ["corp.example"],
      groupRoles: [
        { group: "sb-supervisors", workspace: world.slug, role: "supervisor" },
        { group: "sb-viewers", workspace: world.slug, role: "viewer" },
      ],
    },
  });
});
afterAll(() => oidc.close());

const account = (facts: Partial<ProviderAccount> = {}) =>
  oidc.account("corp", { groups: ["sb-supervisors"], ...facts });
const signIn = (login: string) => oidc.signIn("corp", login);
const finish = (browser: WireBrowser, answer: URL) => oidc.finish(browser, answer);

/** As far as the provider's answer, asked for with PKCE, state and nonce. */
async function begin(browser: WireBrowser, login: string): Promise<URL> {
  const { asked, answer } = await oidc.begin("corp", login, browser);
  expect(asked.get("code_challenge_method")).toBe("S256");
  for (const parameter of ["state", "nonce", "code_challenge"])
    expect(asked.get(parameter)?.length).toBeGreaterThan(20);
  return answer;
}

/** A member whose address is of the provider's own domain. */
async function ofCorp(role: Parameters<World["person"]>[0]) {
  const member = await world.person(role);
  const email = `${member.id}@corp.example`;
  await db().person.update({ where: { id: member.id }, data: { email } });
  return { ...member, email };
}

const personOf = (sub: string) => db().person.findFirst({ where: { oidcSubject: sub } });
const membershipOf = async (personId: string | undefined) =>
  db().membership.findFirst({ where: { personId: personId ?? "", workspaceId: world.workspaceId } });

describe("signing in through an OpenID Connect provider", () => {
  it("makes the person, gives the role of the group, and leads where they wanted to go", async () => {
    const { login, facts } = account();
    const { to, error, cookie } = await signIn(login);
    expect([to.pathname, error]).toEqual(["/approvals", null]);
    const { json } = await call(meRoute.GET, { headers: { cookie: cookie ?? "" } });
    expect(json).toMatchObject({
      person: { email: facts.email, name: "Ada Corp", hasPassword: false },
      role: "supervisor",
    });
    const person = await personOf(facts.sub);
    expect(person).toMatchObject({ oidcIssuer: oidc.issuer("corp") });
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
    expect(entries.map((e) => e.event)).toEqual([
      "person.updated",
      "person.joined",
      "person.role_changed",
      "person.deactivated",
      "person.reactivated",
    ]);
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
      data: {
        id: newId("invitation"),
        workspaceId: world.workspaceId,
        email: facts.email,
        role: "finops",
        tokenHash: new Uint8Array(Buffer.from(login)),
        invitedById: "x",
        expiresAt: new Date(Date.now() + 60_000),
      },
    });
    expect((await signIn(login)).error).toBeNull();
    expect(await membershipOf((await personOf(facts.sub))?.id)).toMatchObject({ role: "finops", source: "invitation" });
  });
});

describe("an account that exists", () => {
  it("is linked by an address of the provider's own domain, with an entry, and known by issuer and subject from then on", async () => {
    const member = await ofCorp("viewer");
    const { login, facts } = account({ email: member.email.toUpperCase() });
    expect((await signIn(login)).error).toBeNull();
    facts.email = "renamed@corp.example";
    expect((await signIn(login)).error).toBeNull();
    expect(await db().person.findUniqueOrThrow({ where: { id: member.id } })).toMatchObject({
      oidcSubject: facts.sub,
      email: member.email,
    });
    expect(await db().session.count({ where: { personId: member.id } })).toBe(2);
    expect(await identityEntries(member.id)).toEqual([["identity.linked", "own_domain"]]);
  });

  it("of another domain is not linked, though the provider says that it has verified the address; the refusal is an entry, one for many", async () => {
    const member = await world.person("admin");
    for (let i = 0; i < 3; i++)
      expect(await signIn(account({ email: member.email }).login)).toMatchObject({
        error: "identity_not_linked",
        cookie: undefined,
      });
    expect((await db().person.findUniqueOrThrow({ where: { id: member.id } })).oidcSubject).toBeNull();
    expect(await identityEntries(member.id)).toEqual([["identity.link_refused", "not_own_domain"]]);
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
    expect(await identityEntries((await personOf(first.facts.sub))?.id ?? "")).toEqual([
      ["identity.link_refused", "other_identity"],
    ]);
  });
});

describe("an invitation to an address of another domain", () => {
  it("is not taken up by the provider's word", async () => {
    const { login, facts } = account({ email: `${newId("request")}@elsewhere.example`, groups: [] });
    await db().invitation.create({
      data: {
        id: newId("invitation"),
        workspaceId: world.workspaceId,
        email: facts.email,
        role: "admin",
        tokenHash: new Uint8Array(Buffer.from(login)),
        invitedById: "x",
        expiresAt: new Date(Date.now() + 60_000),
      },
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
    const foreign = theirs.cookies(oidc.url).get(name);
    expect(foreign).toBeDefined();
    mine.cookies(oidc.url).set(name, foreign ?? "");
    expect(await finish(mine, answer)).toMatchObject({ error: "OAuthCallback", cookie: undefined });
  });

  it("is refused the second time", async () => {
    const browser = new WireBrowser();
    const answer = await begin(browser, account().login);
    expect((await finish(browser, answer)).error).toBeNull();
    const replayed = new WireBrowser();
    for (const [name, value] of browser.cookies(oidc.url))
      if (name !== sessionCookieName()) replayed.cookies(oidc.url).set(name, value);
    expect(await finish(replayed, answer)).toMatchObject({ error: "OAuthCallback", cookie: undefined });
  });
});
