import { afterEach, describe, expect, it } from "vitest";
import * as cancelRoute from "@/app/api/v1/actions/[id]/cancel/route";
import * as decisionsRoute from "@/app/api/v1/actions/[id]/decisions/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import * as streamRoute from "@/app/api/v1/stream/route";
import { settle } from "@/lib/audit/testing/log";
import { db, pool } from "@/lib/platform/db/client";
import { startListener } from "@/lib/platform/events/listener";
import { ServerSentEventParser, type ServerSentEvent } from "@/packages/sdk/server-sent-events";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";
import { expireDue, settleDue } from "./sweep.service";

const clear: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of clear.splice(0).reverse()) await step();
});

async function setUp() {
  const world = await makeWorld({ graceSeconds: 30 });
  await world.actionType("wire", { zone: "red" });
  await world.actionType("mail", { zone: "yellow" });
  return { agent: await world.agent(), other: await world.agent(), supervisor: await world.person("supervisor") };
}
type Setting = Awaited<ReturnType<typeof setUp>>;

async function hold(key: string, action: string): Promise<{ id: string; seenDigest: string }> {
  const { json } = await call(actionsRoute.POST, { token: key, body: { action, parameters: {} } });
  expect(json["status"]).toBe("pending");
  return { id: String(json["id"]), seenDigest: String(json["digest"]) };
}

/** What a stream opened now is told. */
async function openStream(key: string): Promise<ServerSentEvent[]> {
  const gone = new AbortController();
  const request = new Request("http://localhost:3000/api/v1/stream", {
    headers: { Authorization: `Bearer ${key}` },
    signal: gone.signal,
  });
  const { body } = await streamRoute.GET(request, { params: Promise.resolve({}) });
  const heard: ServerSentEvent[] = [];
  const parser = new ServerSentEventParser();
  const text = body?.pipeThrough(new TextDecoderStream());
  const reading = text?.pipeTo(new WritableStream({ write: (piece) => void heard.push(...parser.push(piece)) }));
  clear.push(() => {
    gone.abort();
    return reading;
  });
  return heard;
}

/** The streams of an instance that took no part in what went before: all it hears comes through the database. */
async function otherInstance({ agent, other }: Setting) {
  clear.push(startListener());
  const listening =
    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN %' AND state = 'idle'";
  await expect.poll(async () => (await pool().query(listening)).rowCount).toBe(1);
  return { own: await openStream(agent.key), others: await openStream(other.key) };
}

const ways: [string, (setting: Setting) => Promise<string>][] = [
  [
    "a decision",
    async ({ agent, supervisor }) => {
      const { id, seenDigest } = await hold(agent.key, "wire");
      const answer = await call(decisionsRoute.POST, {
        token: supervisor.token,
        params: { id },
        body: { decision: "approve", seenDigest, reason: { text: "looked at it" } },
      });
      expect(answer.json["status"]).toBe("approved");
      return id;
    },
  ],
  [
    "a vote that settles",
    async ({ agent, supervisor }) => {
      const { id, seenDigest } = await hold(agent.key, "mail");
      await call(decisionsRoute.POST, {
        token: supervisor.token,
        params: { id },
        body: { decision: "approve", seenDigest },
      });
      await db().action.update({ where: { id }, data: { settlesAt: new Date(0) } });
      expect(await settleDue()).toBe(1);
      return id;
    },
  ],
  [
    "an expiry",
    async ({ agent }) => {
      const { id } = await hold(agent.key, "wire");
      await db().action.update({ where: { id }, data: { expiresAt: new Date(0) } });
      expect(await expireDue()).toBe(1);
      return id;
    },
  ],
  [
    "a cancel",
    async ({ agent }) => {
      const { id } = await hold(agent.key, "wire");
      await call(cancelRoute.POST, { token: agent.key, params: { id }, method: "POST" });
      return id;
    },
  ],
];

describe("an agent whose stream is on another instance", () => {
  it.each(ways)("hears of %s, and another agent does not", async (_, happen) => {
    const setting = await setUp();
    const id = await happen(setting);
    const { own, others } = await otherInstance(setting);
    await settle();
    const told = (heard: ServerSentEvent[]) =>
      heard
        .filter((m) => m.event !== "heartbeat")
        .map((m) => `${m.event} ${(JSON.parse(m.data) as { subjectId: string }).subjectId}`);
    await expect.poll(() => told(own)).toEqual([`action.decided ${id}`]);
    expect(told(others)).toEqual([]);
  });
});
