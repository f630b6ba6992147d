import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as actionsRoute from "@/app/api/v1/actions/route";
import * as acceptRoute from "@/app/api/v1/invitations/accept/route";
import * as invitationsRoute from "@/app/api/v1/invitations/route";
import * as passwordRoute from "@/app/api/v1/me/password/route";
import * as meRoute from "@/app/api/v1/me/route";
import * as runsRoute from "@/app/api/v1/runs/route";
import { db } from "@/lib/platform/db/client";
import { forgetEnv } from "@/lib/platform/env";
import { checkPassword } from "@/lib/sign-in/sign-in.service";
import { signedInBrowser } from "@/lib/sign-in/testing/browser";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";
import { hashPassword } from "./password.service";
import { demoPassword } from "./sign-in.rules";

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
const from = (address: string) => ({ address, browser: undefined });
const signIn = (email: string, password: string, address = "192.0.2.10") =>
  checkPassword(email, password, from(address));

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
    expect((await browser.send(meRoute.GET)).json).toMatchObject({ status: 401, code: "demo_off" });
    expect((await call(meRoute.GET, { token: person.token })).json).toMatchObject({ status: 401, code: "demo_off" });
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

describe("a workspace of the demo", () => {
  const inDemo = async () => {
    const world = await makeWorld();
    await db().workspace.update({ where: { id: world.workspaceId }, data: { demo: true } });
    return world;
  };

  it("is closed to agents, run tokens, people and personal tokens while it is off, with a refusal that says so, and open again with it", async () => {
    setDemo("1");
    const world = await inDemo();
    const [agent, person] = [await world.agent(), await world.person("supervisor")];
    await db().person.update({
      where: { id: person.id },
      data: { passwordHash: await hashPassword("a few good words") },
    });
    const run = String((await call(runsRoute.POST, { token: agent.key, body: { task: "Look" } })).json["token"]);
    const browser = await signedInBrowser(person.id);
    const answers = async () => [
      await call(actionsRoute.GET, { token: agent.key }),
      await call(actionsRoute.GET, { token: run }),
      await call(meRoute.GET, { token: person.token }),
      await browser.send(meRoute.GET),
    ];
    expect((await answers()).map((a) => a.status)).toEqual([200, 200, 200, 200]);
    setDemo("0");
    for (const { json } of await answers()) expect(json).toMatchObject({ status: 401, code: "demo_off" });
    await expect(signIn(person.email, "a few good words", "192.0.2.12")).rejects.toMatchObject({ code: "demo_off" });
    setDemo("1");
    expect((await answers()).map((a) => a.status)).toEqual([200, 200, 200, 200]);
    expect(await signIn(person.email, "a few good words", "192.0.2.12")).toBe(person.id);
  });

  it("is not reached by its agents' keys at the gate, nor by its invitations", async () => {
    setDemo("1");
    const world = await inDemo();
    const [agent, admin] = [await world.agent(), await world.person("admin")];
    await world.actionType("note");
    const ask = () =>
      call(actionsRoute.POST, { token: agent.key, body: { action: "note", parameters: {}, confidence: 0.9 } });
    expect((await ask()).json["code"]).not.toBe("demo_off");
    const { json: invitation } = await call(invitationsRoute.POST, {
      token: admin.token,
      body: { email: `${admin.id}@new.test`, role: "viewer" },
    });
    const accept = () =>
      call(acceptRoute.POST, { body: { token: invitation["token"], name: "New Here", password: "a few good words" } });
    setDemo("0");
    expect((await ask()).json).toMatchObject({ status: 401, code: "demo_off" });
    expect((await accept()).json).toMatchObject({ status: 410, code: "invitation_void" });
    expect(
      (await call(acceptRoute.GET, { path: `/api/v1/invitations/accept?token=${String(invitation["token"])}` })).json,
    ).toMatchObject({ status: 410, code: "invitation_void" });
    setDemo("1");
    expect((await accept()).status).toBe(200);
  });

  it("is hidden from somebody who is a member elsewhere too", async () => {
    setDemo("1");
    const [demo, own] = [await inDemo(), await makeWorld()];
    const person = await own.person("viewer");
    await db().membership.create({ data: { workspaceId: demo.workspaceId, personId: person.id, role: "admin" } });
    const browser = await signedInBrowser(person.id, demo.slug);
    expect((await browser.send(meRoute.GET)).status).toBe(200);
    setDemo("0");
    expect((await browser.send(meRoute.GET)).status).toBe(404);
    expect((await call(meRoute.GET, { token: person.token })).status).toBe(200);
  });
});

it.each(["0", "1"] as const)("nobody can choose the demo's password as theirs (SIGNALBOX_DEMO=%s)", async (demo) => {
  setDemo(demo);
  const person = await withPassword("a few good words");
  const browser = await signedInBrowser(person.id);
  const { status, json } = await browser.send(passwordRoute.POST, {
    method: "POST",
    body: { currentPassword: "a few good words", newPassword: demoPassword },
  });
  expect(status).toBe(400);
  expect(json["errors"]).toEqual([
    { path: "newPassword", message: "is the password of the demo, which everybody knows" },
  ]);
});
