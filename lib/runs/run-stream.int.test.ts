import { afterEach, describe, expect, it } from "vitest";
import * as decisionsRoute from "@/app/api/v1/actions/[id]/decisions/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import * as runsRoute from "@/app/api/v1/runs/route";
import type { ServerSentEvent } from "@/packages/sdk/server-sent-events";
import { call } from "@/lib/testing/call";
import { type HeardStream, listenToStream } from "@/lib/testing/stream";
import { makeWorld } from "@/lib/testing/world";

const open: HeardStream[] = [];
afterEach(async () => {
  for (const stream of open.splice(0)) await stream.leave();
});
async function listens(token: string, headers: Record<string, string> = {}): Promise<ServerSentEvent[]> {
  const stream = await listenToStream({ Authorization: `Bearer ${token}`, ...headers });
  open.push(stream);
  await expect.poll(() => stream.heard.some((message) => message.event === "heartbeat")).toBe(true);
  return stream.heard;
}
const decidedIn = (heard: readonly ServerSentEvent[]) =>
  heard.filter((m) => m.event === "action.decided").map((m) => (JSON.parse(m.data) as { subjectId: string }).subjectId);

async function setUp() {
  const world = await makeWorld();
  await world.actionType("wire", { zone: "red" });
  const agent = await world.agent();
  const supervisor = await world.person("supervisor");
  const start = async (token: string) =>
    String((await call(runsRoute.POST, { token, body: { task: "close the books" } })).json["token"]);
  const parent = await start(agent.key);
  const child = await start(parent);
  const grandchild = await start(child);
  const beside = await start(parent);
  const decided = async (token: string) => {
    const { id, digest } = (await call(actionsRoute.POST, { token, body: { action: "wire", parameters: {} } }))
      .json as { id: string; digest: string };
    const answer = await call(decisionsRoute.POST, {
      token: supervisor.token,
      params: { id },
      body: { decision: "reject", seenDigest: digest, reason: { text: "not today" } },
    });
    expect(answer.status).toBe(200);
    return id;
  };
  return { agent, parent, child, grandchild, beside, decided };
}

describe("the stream of a run's token", () => {
  it("tells the decisions of its run and of those under it, and of nothing else its agent asks", async () => {
    const { agent, parent, child, grandchild, beside, decided } = await setUp();
    const heard = await listens(child);
    const all = await listens(agent.key);
    const outside = [await decided(agent.key), await decided(parent), await decided(beside)];
    const within = [await decided(child), await decided(grandchild)];
    await expect.poll(() => decidedIn(heard)).toEqual(within);
    expect(decidedIn(all)).toEqual([...outside, ...within]);
  });

  it("brings back with Last-Event-ID what was missed of those, and of nothing else", async () => {
    const { agent, parent, child, grandchild, beside, decided } = await setUp();
    const last = { "Last-Event-ID": `1.0.${Date.now()}` };
    const outside = [await decided(agent.key), await decided(parent), await decided(beside)];
    const within = [await decided(child), await decided(grandchild)];
    const heard = await listens(child, last);
    const all = await listens(agent.key, last);
    await expect.poll(() => decidedIn(all)).toEqual([...outside, ...within]);
    await expect.poll(() => decidedIn(heard)).toEqual(within);
  });
});
