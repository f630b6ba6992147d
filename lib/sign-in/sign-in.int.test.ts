import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as passwordRoute from "@/app/api/v1/me/password/route";
import * as meRoute from "@/app/api/v1/me/route";
import { type ConsoleServer, startConsole } from "@/lib/platform/auth/testing/console-server";
import { sessionCookieName } from "@/lib/platform/credentials/session-cookie";
import { db } from "@/lib/platform/db/client";
import { forgetEnv } from "@/lib/platform/env";
import { hashPassword } from "@/lib/sessions/password.service";
import { LockedOutError } from "@/lib/sessions/sign-in-limit.service";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";
import { signInDomain } from "./sign-in-domain.service";
import { checkPassword } from "./sign-in.service";
import { signedInBrowser } from "./testing/browser";
import { WireBrowser } from "./testing/wire-browser";

const password = "a few good words";
const from = (address: string) => ({ address, browser: undefined });
let server: ConsoleServer;

beforeAll(async () => {
  process.env.SIGNALBOX_SIGN_IN_ATTEMPTS = "3";
  server = await startConsole(signInDomain, (url) => {
    process.env.NEXTAUTH_URL = url;
    forgetEnv();
  });
});
afterAll(() => server.close());

async function someone() {
  const world = await makeWorld();
  const person = await world.person("supervisor");
  await db().person.update({ where: { id: person.id }, data: { passwordHash: await hashPassword(password) } });
  return { ...person, world };
}

async function submit(
  browser: WireBrowser,
  email: string,
  secret: string,
): Promise<{ status: number; error: string | null }> {
  const { csrfToken } = (await (await browser.send(`${server.url}/api/auth/csrf`)).json()) as { csrfToken: string };
  const response = await browser.send(`${server.url}/api/auth/callback/password`, {
    form: { csrfToken, email, password: secret, json: "true" },
  });
  const { url } = (await response.json()) as { url: string };
  return { status: response.status, error: new URL(url).searchParams.get("error") };
}
const cookieOf = (browser: WireBrowser) =>
  `${sessionCookieName()}=${browser.cookies(server.url).get(sessionCookieName())}`;

describe("signing in with a password", () => {
  it("opens a session that the API knows; the cookie carries nothing but its id", async () => {
    const person = await someone();
    const browser = new WireBrowser();
    expect(await submit(browser, person.email.toUpperCase(), password)).toEqual({ status: 200, error: null });
    const { json } = await call(meRoute.GET, { headers: { cookie: cookieOf(browser) } });
    expect(json).toMatchObject({ person: { id: person.id }, role: "supervisor" });
    const [session] = await db().session.findMany({ where: { personId: person.id } });
    expect(session).toMatchObject({ method: "password", userAgent: "WireBrowser", revokedAt: null });
    expect(browser.cookies(server.url).get(sessionCookieName())?.length).toBeLessThan(400);
    expect(((session?.expiresAt.getTime() ?? 0) - (session?.createdAt.getTime() ?? 0)) / 3_600_000).toBe(12);
  });

  it("again ends the session that this browser had", async () => {
    const person = await someone();
    const browser = new WireBrowser();
    await submit(browser, person.email, password);
    const first = cookieOf(browser);
    await submit(browser, person.email, password);
    expect((await call(meRoute.GET, { headers: { cookie: first } })).status).toBe(401);
    expect((await call(meRoute.GET, { headers: { cookie: cookieOf(browser) } })).status).toBe(200);
  });

  it("and out ends it on the server too, so that a copied cookie is worth nothing", async () => {
    const person = await someone();
    const browser = new WireBrowser();
    await submit(browser, person.email, password);
    const copied = cookieOf(browser);
    const { csrfToken } = (await (await browser.send(`${server.url}/api/auth/csrf`)).json()) as { csrfToken: string };
    await browser.send(`${server.url}/api/auth/signout`, { form: { csrfToken, json: "true" } });
    expect(browser.cookies(server.url).has(sessionCookieName())).toBe(false);
    expect((await call(meRoute.GET, { headers: { cookie: copied } })).json).toMatchObject({
      status: 401,
      code: "session_ended",
    });
  });

  it("says the same for a wrong password and for an account that does not exist", async () => {
    const person = await someone();
    const wrong = await submit(new WireBrowser(), person.email, "wrong");
    expect(wrong).toEqual({ status: 401, error: "CredentialsSignin" });
    expect(await submit(new WireBrowser(), "nobody@nowhere.example", "wrong")).toEqual(wrong);
  });

  it("needs the form's own token", async () => {
    const person = await someone();
    const browser = new WireBrowser();
    const response = await browser.send(`${server.url}/api/auth/callback/password`, {
      form: { csrfToken: "made-up", email: person.email, password, json: "true" },
    });
    expect(((await response.json()) as { url: string }).url).toContain("csrf=true");
    expect(browser.cookies(server.url).has(sessionCookieName())).toBe(false);
  });
});

describe("too many failures", () => {
  it("lock the account for that address, also for the right password, and say until when", async () => {
    const person = await someone();
    const browser = new WireBrowser();
    for (let i = 0; i < 3; i++) expect((await submit(browser, person.email, "wrong")).error).toBe("CredentialsSignin");
    const { error } = await submit(browser, person.email, password);
    const until = Number(/^locked_out:(\d+)$/.exec(error ?? "")?.[1]) * 1000;
    expect(until - Date.now()).toBeGreaterThan(14 * 60_000);
    expect(until - Date.now()).toBeLessThan(16 * 60_000);
    expect(await checkPassword(person.email, password, from("198.51.100.9"))).toBe(person.id);
  });

  it("of strangers do not lock the owner out of a browser in which they signed in before; that one has a count of its own", async () => {
    const person = await someone();
    const browser = new WireBrowser();
    expect((await submit(browser, person.email, password)).error).toBeNull();
    const stranger = new WireBrowser();
    for (let i = 0; i < 3; i++) await submit(stranger, person.email, "wrong");
    expect((await submit(stranger, person.email, password)).error).toMatch(/^locked_out/);
    for (let i = 0; i < 40; i++)
      await checkPassword(person.email, "wrong", from(`192.0.2.${i}`)).catch(() => undefined);
    expect((await submit(browser, person.email, password)).error).toBeNull();
    for (let i = 0; i < 3; i++) expect((await submit(browser, person.email, "wrong")).error).toBe("CredentialsSignin");
    expect((await submit(browser, person.email, password)).error).toMatch(/^locked_out/);
  });

  it("lock out a browser that is known for another account, or by a cookie that was made up", async () => {
    const [person, other] = [await someone(), await someone()];
    const browser = new WireBrowser();
    await submit(browser, other.email, password);
    for (let i = 0; i < 3; i++) await submit(new WireBrowser(), person.email, "wrong");
    expect((await submit(browser, person.email, password)).error).toMatch(/^locked_out/);
    const forger = new WireBrowser();
    const cookie = browser.cookies(server.url).get("signalbox-known-browser") ?? "";
    forger.cookies(server.url).set("signalbox-known-browser", `${cookie.split(".")[0]}.${"A".repeat(43)}`);
    expect((await submit(forger, person.email, password)).error).toMatch(/^locked_out/);
  });

  it("are counted before they are checked: many at once get no more tries", async () => {
    const person = await someone();
    const tries = await Promise.allSettled(
      Array.from({ length: 12 }, () => checkPassword(person.email, "wrong", from("192.0.2.1"))),
    );
    expect(tries.filter((t) => t.status === "fulfilled")).toHaveLength(3);
    for (const refused of tries.filter((t) => t.status === "rejected"))
      expect(refused.reason).toBeInstanceOf(LockedOutError);
  });

  it("over many accounts lock the address; over many addresses, the account", async () => {
    const person = await someone();
    const walk = async (attempt: (i: number) => Promise<unknown>) => {
      for (let i = 0; i < 40; i++) {
        try {
          await attempt(i);
        } catch (error) {
          expect(error).toBeInstanceOf(LockedOutError);
          return i;
        }
      }
      return Number.POSITIVE_INFINITY;
    };
    expect(await walk((i) => checkPassword(`p${i}@nowhere.example`, "wrong", from("192.0.2.66")))).toBe(30);
    expect(await walk((i) => checkPassword(person.email, "wrong", from(`192.0.2.${100 + i}`)))).toBe(30);
  });

  it("are forgotten after a success", async () => {
    const person = await someone();
    for (let round = 0; round < 3; round++) {
      expect(await checkPassword(person.email, "wrong", from("192.0.2.3"))).toBeUndefined();
      expect(await checkPassword(person.email, "wrong", from("192.0.2.3"))).toBeUndefined();
      expect(await checkPassword(person.email, password, from("192.0.2.3"))).toBe(person.id);
    }
  });
});

describe("changing one's password", () => {
  it("needs the current one, ends the other sessions and keeps this one", async () => {
    const person = await someone();
    const [here, elsewhere] = [await signedInBrowser(person.id), await signedInBrowser(person.id)];
    const origin = server.url;
    const change = (body: unknown) => here.send(passwordRoute.POST, { body, headers: { origin } });
    expect((await change({ currentPassword: "wrong", newPassword: "other good words" })).json).toMatchObject({
      status: 403,
      code: "wrong_password",
    });
    expect((await change({ currentPassword: password, newPassword: "short" })).status).toBe(400);
    expect((await change({ currentPassword: password, newPassword: "other good words" })).status).toBe(204);
    expect((await elsewhere.send(meRoute.GET)).status).toBe(401);
    expect((await here.send(meRoute.GET)).status).toBe(200);
    expect(await checkPassword(person.email, password, from("192.0.2.4"))).toBeUndefined();
    expect(await checkPassword(person.email, "other good words", from("192.0.2.4"))).toBe(person.id);
    expect(await db().auditStaged.count({ where: { subjectId: person.id, event: "password.changed" } })).toBe(1);
  });

  it("is not possible with a token", async () => {
    const person = await someone();
    expect(
      (
        await call(passwordRoute.POST, {
          token: person.token,
          body: { currentPassword: password, newPassword: "other good words" },
        })
      ).json,
    ).toMatchObject({ code: "session_required" });
  });
});
