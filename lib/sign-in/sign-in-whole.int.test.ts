import { afterAll, beforeAll, expect, it } from "vitest";
import * as identityRoute from "@/app/api/v1/me/identity/route";
import { db, type Tx } from "@/lib/platform/db/client";
import { newId } from "@/lib/platform/ids";
import { call } from "@/lib/testing/call";
import { makeWorld, type World } from "@/lib/testing/world";
import { identityEntries, type Oidc, startOidc } from "./testing/oidc";

// What a sign-in writes (roles of groups, invitations, an account, the link) is one: refused at its very end, it has given nothing.

let oidc: Oidc<"corp">;
let [home, given]: World[] = [];

beforeAll(async () => {
  [home, given] = [await makeWorld(), await makeWorld()];
  oidc = await startOidc({
    corp: { domains: ["corp.example"], groupRoles: [{ group: "admins", workspace: given.slug, role: "admin" }] },
  });
});
afterAll(() => oidc.close());

/** A member of one workspace who is invited to a third, and whose groups at the provider give a second. */
async function somebody() {
  const invitedTo = await makeWorld();
  const { id } = await home!.person("viewer");
  const email = `${id}@corp.example`;
  await db().person.update({ where: { id }, data: { email } });
  const invitation = await db().invitation.create({
    data: {
      id: newId("invitation"),
      workspaceId: invitedTo.workspaceId,
      email,
      role: "admin",
      tokenHash: new Uint8Array(Buffer.from(newId("request"))),
      invitedById: "x",
      expiresAt: new Date(Date.now() + 60_000),
    },
  });
  const { login, facts } = oidc.account("corp", { email, groups: ["admins"] });
  return { id, email, login, facts, invitation };
}

async function expectNothingGiven({ id, invitation }: Awaited<ReturnType<typeof somebody>>): Promise<void> {
  expect(
    await db().membership.findMany({ where: { personId: id }, select: { workspaceId: true, role: true } }),
  ).toEqual([{ workspaceId: home!.workspaceId, role: "viewer" }]);
  expect(await db().invitation.findUniqueOrThrow({ where: { id: invitation.id } })).toMatchObject({ acceptedAt: null });
  expect(
    await db().auditStaged.count({ where: { subjectId: id, event: { in: ["person.joined", "identity.linked"] } } }),
  ).toBe(0);
}

/** Runs `during` once another connection waits for what `hold` has locked, and commits then. */
async function whileHeld<T>(
  hold: (tx: Tx) => Promise<unknown>,
  begin: () => Promise<T>,
  during: () => Promise<unknown> = async () => undefined,
): Promise<T> {
  let begun: Promise<T> | undefined;
  await db().$transaction(
    async (tx) => {
      await hold(tx);
      const [{ pid }] = await tx.$queryRaw<[{ pid: number }]>`SELECT pg_backend_pid() AS pid`;
      begun = begin();
      const waiting = async () =>
        (
          await db().$queryRaw<
            [{ n: bigint }]
          >`SELECT count(*) AS n FROM pg_stat_activity WHERE ${pid}::int = ANY(pg_blocking_pids(pid))`
        )[0].n > 0n;
      while (!(await waiting())) await new Promise((resolve) => setTimeout(resolve, 20));
      await during();
    },
    { timeout: 15_000 },
  );
  if (!begun) throw new Error("It was not begun.");
  return begun;
}

it("an account that got another identity in the same moment: no role, no invitation, and the refusal is an entry", async () => {
  const who = await somebody();
  const answer = await whileHeld(
    (tx) =>
      tx.person.update({
        where: { id: who.id },
        data: { oidcIssuer: oidc.issuer("corp"), oidcSubject: newId("request") },
      }),
    () => oidc.signIn("corp", who.login),
  );
  expect(answer).toMatchObject({ error: "identity_conflict", cookie: undefined });
  expect(await identityEntries(who.id)).toEqual([["identity.link_refused", "other_identity"]]);
  await expectNothingGiven(who);
});

it("a session that ended in the same moment links nothing, and nothing comes of its groups", async () => {
  const who = await somebody();
  const { browser, headers, sessionId } = await oidc.sessionIn(who.id);
  expect((await call(identityRoute.POST, { headers, body: { providerId: "corp" } })).status).toBe(204);
  const answer = await whileHeld(
    (tx) => tx.person.update({ where: { id: who.id }, data: { timeZone: "Europe/Berlin" } }),
    () => oidc.signIn("corp", who.login, browser),
    () => db().session.update({ where: { id: sessionId }, data: { revokedAt: new Date() } }),
  );
  expect(answer.error).toBe("identity_not_linked");
  await expectNothingGiven(who);
  expect(await db().person.findUniqueOrThrow({ where: { id: who.id } })).toMatchObject({ oidcSubject: null });
});

it("without a fault, all of it: the role, the invitation, the link, each with its one entry", async () => {
  const who = await somebody();
  expect((await oidc.signIn("corp", who.login)).error).toBeNull();
  const memberships = await db().membership.findMany({
    where: { personId: who.id },
    orderBy: { createdAt: "asc" },
    select: { workspaceId: true, role: true },
  });
  expect(memberships).toEqual([
    { workspaceId: home!.workspaceId, role: "viewer" },
    { workspaceId: given!.workspaceId, role: "admin" },
    { workspaceId: who.invitation.workspaceId, role: "admin" },
  ]);
  // The link is told to each of the three workspaces.
  expect(await identityEntries(who.id)).toEqual(Array(3).fill(["identity.linked", "own_domain"]));
  expect(await db().auditStaged.count({ where: { subjectId: who.id, event: "person.joined" } })).toBe(2);
});

it("of two sign-ins for the same new account at once, both end in it or are told to try again; it is there once", async () => {
  const { login, facts } = oidc.account("corp", { groups: ["admins"] });
  const answers = await Promise.all([oidc.signIn("corp", login), oidc.signIn("corp", login)]);
  expect(answers.filter(({ error }) => error === null).length).toBeGreaterThan(0);
  expect(await db().person.count({ where: { email: facts.email } })).toBe(1);
  expect((await oidc.signIn("corp", login)).error).toBeNull();
});
