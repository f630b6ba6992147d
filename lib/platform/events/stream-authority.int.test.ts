import { describe, expect, it } from "vitest";
import * as agentRoute from "@/app/api/v1/agents/[id]/route";
import * as endRoute from "@/app/api/v1/runs/[id]/end/route";
import * as runsRoute from "@/app/api/v1/runs/route";
import { sessionCookieName, sessionToken } from "@/lib/platform/credentials/session-cookie";
import { db } from "@/lib/platform/db/client";
import { signedInBrowser } from "@/lib/sign-in/testing/browser";
import { call } from "@/lib/testing/call";
import { listenToStream } from "@/lib/testing/stream";
import { makeWorld } from "@/lib/testing/world";

const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
const past = () => new Date(Date.now() - 1);

async function setUp() {
  const world = await makeWorld();
  const admin = await world.person("admin");
  const viewer = await world.person("viewer");
  const { sessionId } = await signedInBrowser(viewer.id);
  const agent = await world.agent();
  const run = (await call(runsRoute.POST, { token: agent.key, body: { task: "close the books" } })).json as {
    id: string;
    token: string;
  };
  const cookie = { Cookie: `${sessionCookieName()}=${await sessionToken(sessionId)}`, "Sec-Fetch-Site": "same-origin" };
  return {
    world,
    admin,
    viewer,
    sessionId,
    agent,
    run,
    ofKey: bearer(agent.key),
    ofRun: bearer(run.token),
    ofSession: cookie,
    ofToken: bearer(viewer.token),
  };
}
type Setting = Awaited<ReturnType<typeof setUp>>;

/** How authority is lost, and whose stream hears no more. What writes to the database directly is told by nothing else. */
const ways: Record<
  string,
  readonly ["ofKey" | "ofRun" | "ofSession" | "ofToken", (setting: Setting) => Promise<unknown>]
> = {
  "a key is revoked": [
    "ofKey",
    ({ agent }) => db().apiKey.update({ where: { id: agent.keyId }, data: { revokedAt: past() } }),
  ],
  "a key expires": [
    "ofKey",
    ({ agent }) => db().apiKey.update({ where: { id: agent.keyId }, data: { expiresAt: past() } }),
  ],
  "the agent is retired": [
    "ofKey",
    ({ admin, agent }) =>
      call(agentRoute.PATCH, {
        token: admin.token,
        method: "PATCH",
        params: { id: agent.id },
        body: { status: "retired" },
      }),
  ],
  "the key of a run's token is revoked": [
    "ofRun",
    ({ agent }) => db().apiKey.update({ where: { id: agent.keyId }, data: { revokedAt: past() } }),
  ],
  "a run is ended": [
    "ofRun",
    ({ agent, run }) => call(endRoute.POST, { token: agent.key, method: "POST", params: { id: run.id } }),
  ],
  "a run runs out": ["ofRun", ({ run }) => db().run.update({ where: { id: run.id }, data: { expiresAt: past() } })],
  "a person signs out": [
    "ofSession",
    ({ sessionId }) => db().session.update({ where: { id: sessionId }, data: { revokedAt: past() } }),
  ],
  "a person is deactivated": [
    "ofSession",
    ({ world, viewer }) =>
      db().membership.update({
        where: { workspaceId_personId: { workspaceId: world.workspaceId, personId: viewer.id } },
        data: { deactivatedAt: past() },
      }),
  ],
  "a personal token is revoked": [
    "ofToken",
    ({ viewer }) => db().personalToken.updateMany({ where: { personId: viewer.id }, data: { revokedAt: past() } }),
  ],
};

describe("a stream whose authority is lost", () => {
  it("ends in place of its next heartbeat, and nobody else's does", { timeout: 60_000 }, async () => {
    const bystander = await setUp();
    const others = await Promise.all(
      [bystander.ofKey, bystander.ofRun, bystander.ofSession, bystander.ofToken].map(listenToStream),
    );
    const beats = (heard: readonly { event: string }[]) =>
      heard.filter((message) => message.event === "heartbeat").length;
    const late = await Promise.all(
      Object.entries(ways).map(async ([way, [whose, lose]]) => {
        const setting = await setUp();
        const stream = await listenToStream(setting[whose]);
        await expect.poll(() => beats(stream.heard)).toBeGreaterThan(0);
        await lose(setting);
        const before = beats(stream.heard);
        await stream.ended;
        // One may have been on its way.
        return beats(stream.heard) <= before + 1 ? [] : [`${way}: ${beats(stream.heard) - before} heartbeats after it`];
      }),
    );
    expect(late.flat()).toEqual([]);
    const soFar = others.map(({ heard }) => beats(heard));
    await expect.poll(() => others.every(({ heard }, n) => beats(heard) > (soFar[n] ?? 0))).toBe(true);
    await Promise.all(others.map((stream) => stream.leave()));
  });
});
