import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as meRoute from "@/app/api/v1/me/route";
import * as passwordRoute from "@/app/api/v1/me/password/route";
import { db } from "@/lib/platform/db/client";
import { forgetEnv } from "@/lib/platform/env";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";
import { hashPassword } from "./password.service";
import { demoPassword } from "./sign-in.rules";
import { checkPassword } from "./sign-in.service";
import { signedInBrowser } from "./testing/browser";

function setDemo(value: "0" | "1"): void {
  process.env.SIGNALBOX_DEMO = value;
  forgetEnv();
}
beforeEach(() => setDemo("0"));
afterEach(() => {
  delete process.env.SIGNALBOX_DEMO;
  forgetEnv();
});

async function withPassword(password: string) {
  const person = await (await makeWorld()).person("admin");
  await db().person.update({ where: { id: person.id }, data: { passwordHash: await hashPassword(password) } });
  return person;
}
const signIn = (email: string, password: string, address = "192.0.2.10") => checkPassword(email, password, address);

describe("while the demo is off", () => {
  it("its password signs nobody in, though the demo was seeded before", async () => {
    const { id, email } = await withPassword(demoPassword);
    expect(await signIn(email, demoPassword)).toBeUndefined();
    setDemo("1");
    expect(await signIn(email, demoPassword)).toBe(id);
  });

  it("its password is answered as a wrong one, and counts as one towards the lock", async () => {
    const { email } = await withPassword(demoPassword);
    for (let i = 0; i < 10; i++) expect(await signIn(email, demoPassword, "192.0.2.11")).toBeUndefined();
    await expect(signIn(email, demoPassword, "192.0.2.11")).rejects.toMatchObject({ name: "LockedOutError" });
  });

  it("sessions and tokens of an account with its password do not count, and count again with the demo", async () => {
    const person = await withPassword(demoPassword);
    const browser = await signedInBrowser(person.id);
    expect((await browser.send(meRoute.GET)).json).toMatchObject({ status: 401, code: "session_ended" });
    expect((await call(meRoute.GET, { token: person.token })).json).toMatchObject({ status: 401, code: "token_revoked" });
    setDemo("1");
    expect((await browser.send(meRoute.GET)).status).toBe(200);
    expect((await call(meRoute.GET, { token: person.token })).status).toBe(200);
  });

  it("an account of the demo with a password of its own signs in, and so do people without any", async () => {
    const person = await withPassword("a few good words");
    expect(await signIn(person.email, "a few good words")).toBe(person.id);
    expect((await (await signedInBrowser(person.id)).send(meRoute.GET)).status).toBe(200);
    const withoutPassword = await (await makeWorld()).person("viewer");
    expect((await call(meRoute.GET, { token: withoutPassword.token })).status).toBe(200);
  });
});

it.each(["0", "1"] as const)("nobody can choose the demo's password as theirs (SIGNALBOX_DEMO=%s)", async (demo) => {
  setDemo(demo);
  const person = await withPassword("a few good words");
  const browser = await signedInBrowser(person.id);
  const { status, json } = await browser.send(passwordRoute.POST, { method: "POST", body: { currentPassword: "a few good words", newPassword: demoPassword } });
  expect(status).toBe(400);
  expect(json["errors"]).toEqual([{ path: "newPassword", message: "is the password of the demo, which everybody knows" }]);
});
