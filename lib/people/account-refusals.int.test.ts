import { describe, expect, it } from "vitest";
import * as passwordRoute from "@/app/api/v1/me/password/route";
import * as meRoute from "@/app/api/v1/me/route";
import * as tokensRoute from "@/app/api/v1/me/tokens/route";
import { db } from "@/lib/platform/db/client";
import { hashPassword } from "@/lib/sessions/password.service";
import { signedInBrowser } from "@/lib/sign-in/testing/browser";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";

const old = "a few good words";

async function setUp(password: string | null = old) {
  const world = await makeWorld();
  const person = await world.person("viewer");
  if (password !== null)
    await db().person.update({ where: { id: person.id }, data: { passwordHash: await hashPassword(password) } });
  const browser = await signedInBrowser(person.id);
  const change = (currentPassword: string, newPassword = "other good words") =>
    browser.send(passwordRoute.POST, { body: { currentPassword, newPassword } });
  return { world, person, browser, change };
}
/** How many of this database's connections wait for another's lock. */
const waitingForLocks = async () =>
  Number(
    (
      await db().$queryRaw<
        { n: bigint }[]
      >`SELECT count(*) AS n FROM pg_stat_activity s WHERE s.datname = current_database() AND s.wait_event_type = 'Lock'`
    )[0]?.n,
  );

describe("a password", () => {
  it("that is not there cannot be changed, nor into itself", async () => {
    expect((await (await setUp(null)).change(old)).json).toMatchObject({ status: 409, code: "no_password" });
    expect((await (await setUp()).change(old, old)).json).toMatchObject({ status: 422, code: "same_password" });
  });

  it("is not guessed without end: after ten wrong ones not even the right one is looked at", async () => {
    const { change } = await setUp();
    for (let i = 0; i < 10; i++)
      expect((await change("a wrong good word")).json).toMatchObject({ code: "wrong_password" });
    const { status, json, headers } = await change(old);
    expect([status, json["code"]]).toEqual([429, "locked_out"]);
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
  });

  it("that was changed elsewhere a moment ago is not changed from the one before", async () => {
    const { person, change } = await setUp();
    const passwordHash = await hashPassword("changed elsewhere");
    const { answer } = await db().$transaction(
      async (tx) => {
        await tx.person.update({ where: { id: person.id }, data: { passwordHash } });
        const waiting = change(old);
        await expect.poll(waitingForLocks).toBe(1);
        return { answer: waiting };
      },
      { timeout: 30_000 },
    );
    expect((await answer).json).toMatchObject({ status: 409, code: "password_changed" });
    expect((await db().person.findUniqueOrThrow({ where: { id: person.id } })).passwordHash).toBe(passwordHash);
  });

  it("is changed in the console only, and so are the caller's name and tokens", async () => {
    const { person } = await setUp();
    const refused = { status: 403, code: "session_required" };
    expect(
      (
        await call(passwordRoute.POST, {
          token: person.token,
          body: { currentPassword: old, newPassword: "other good words" },
        })
      ).json,
    ).toMatchObject(refused);
    expect(
      (await call(meRoute.PATCH, { token: person.token, method: "PATCH", body: { timeZone: "Europe/Berlin" } })).json,
    ).toMatchObject(refused);
    expect((await call(tokensRoute.POST, { token: person.token, body: {} })).json).toMatchObject(refused);
  });
});

describe("whoever", () => {
  it("is an active member of nothing is told so", async () => {
    const { person, browser } = await setUp();
    await db().membership.updateMany({ where: { personId: person.id }, data: { deactivatedAt: new Date() } });
    expect((await browser.send(meRoute.GET)).json).toMatchObject({ status: 403, code: "no_workspace" });
  });

  it("lacks a right gives it to no token", async () => {
    const { browser } = await setUp();
    const body = {
      name: "script",
      expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
      permissions: ["person:manage"],
    };
    expect((await browser.send(tokensRoute.POST, { body })).json).toMatchObject({ status: 403, code: "forbidden" });
  });
});
