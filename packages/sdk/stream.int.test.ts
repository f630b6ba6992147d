/** The stream and its lease against the real routes and a real Postgres, over a line that is cut. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { db } from "@/lib/platform/db/client";
import { makeWorld, type World } from "@/lib/testing/world";
import { Signalbox } from "./client.ts";
import { readServerSentEvents, type ServerSentEvent } from "./server-sent-events.ts";
import { CuttingProxy } from "./testing/cutting-proxy.ts";
import { serveRoutes } from "./testing/route-server.ts";

let world: World;
let key: string;
let agentId: string;
let admin: string;
let server: Awaited<ReturnType<typeof serveRoutes>>;
const closing: (() => unknown)[] = [];

beforeEach(async () => {
  world = await makeWorld();
  admin = (await world.person("admin")).token;
  ({ key, id: agentId } = await world.agent({ scopes: ["actions:write", "actions:read"] }));
  server = await serveRoutes();
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await server.stop();
});

async function asAdmin(path: string, body: object): Promise<{ id: string }> {
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, {
    method: "POST",
    headers: { Authorization: `Bearer ${admin}`, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(response.status).toBeLessThan(300);
  return (await response.json()) as { id: string };
}
const pull = () => asAdmin("/api/v1/stops", { scope: { type: "agent", id: agentId }, reason: "drill" });

/** Events of a stream as they come, without a client around it. */
async function* events(headers: Record<string, string> = {}): AsyncGenerator<ServerSentEvent> {
  const end = new AbortController();
  closing.push(() => end.abort());
  const response = await fetch(`http://127.0.0.1:${server.port}/api/v1/stream`, {
    headers: { Authorization: `Bearer ${key}`, ...headers },
    signal: end.signal,
  });
  if (response.body) yield* readServerSentEvents(response.body);
}

async function firstOf(
  stream: AsyncGenerator<ServerSentEvent>,
  name: string,
): Promise<{ id: string; data: Record<string, unknown> }> {
  // Leaving a for-await would end the stream for whoever reads on.
  for (let next = await stream.next(); !next.done; next = await stream.next()) {
    const { event, id, data } = next.value;
    if (event === name) return { id: id ?? "", data: JSON.parse(data) as Record<string, unknown> };
  }
  throw new Error(`the stream ended without ${name}`);
}

describe("the server's stream", () => {
  it("carries in every heartbeat where the controls stand in the database, and an id", async () => {
    const { epoch } = await db().workspace.findUniqueOrThrow({ where: { id: world.workspaceId } });
    const first = await firstOf(events(), "heartbeat");
    expect(first.data).toMatchObject({
      at: expect.any(String) as unknown,
      epoch: Number(epoch),
      runStops: expect.any(Number) as unknown,
    });
    expect(first.id).toMatch(new RegExp(`^${epoch}\\.\\d+\\.\\d+$`));
  });

  it("tells that controls moved although nobody announced it", async () => {
    const stream = events();
    const before = await firstOf(stream, "heartbeat");
    await db().workspace.update({ where: { id: world.workspaceId }, data: { epoch: { increment: 1 } } });
    const told: string[] = [];
    for await (const { event, data } of stream) {
      told.push(event);
      if (event === "heartbeat" && (JSON.parse(data) as { epoch: number }).epoch > Number(before.data["epoch"])) break;
    }
    expect(told).toContain("stop.changed");
  });

  it("is taken up where it broke: a stop and a decision of meanwhile are told to whoever comes back with the last id", async () => {
    const signalbox = new Signalbox({ baseUrl: `http://127.0.0.1:${server.port}`, apiKey: key });
    const { id: last } = await firstOf(events(), "heartbeat");
    await pull();
    const denied = await signalbox.ask({ action: "pay", parameters: {} });
    expect(denied.status).toBe("denied");
    const told: unknown[] = [];
    for await (const { event, data } of events({ "Last-Event-ID": last })) {
      told.push({ event, ...(JSON.parse(data) as object) });
      if (event === "action.decided") break;
    }
    expect(told).toContainEqual(expect.objectContaining({ event: "controls.changed" }));
    expect(told).toContainEqual({ event: "action.decided", subjectId: denied.id });
  });
});

describe("a stop that is pulled while the line is cut", () => {
  /** The bytes of the head, a heartbeat, and the news of a stop, in steps: streams are bounded for one key. */
  const cutPoints = [0, 1, 7, 60, 130, 190, 260, 330];

  it.each([
    ["and stands", async () => void (await pull())],
    [
      "and re-armed",
      async () => void (await asAdmin(`/api/v1/stops/${(await pull()).id}/rearm`, { reason: "drill over" })),
    ],
    [
      "by pausing the agent",
      async () => {
        await db().agent.update({ where: { id: agentId }, data: { status: "paused" } });
        await db().workspace.update({ where: { id: world.workspaceId }, data: { epoch: { increment: 1 } } });
      },
    ],
  ])("%s: no work goes on, wherever the stream broke", async (_name, happen) => {
    const agents = await Promise.all(
      cutPoints.map(async (bytes) => {
        const proxy = await new CuttingProxy(server.port).start();
        const signalbox = new Signalbox({ baseUrl: proxy.baseUrl, apiKey: key });
        const stream = signalbox.stream();
        closing.push(
          () => stream.close(),
          () => proxy.stop(),
        );
        await stream.ready();
        const guard = stream.guard(await signalbox.ask({ action: "pay", parameters: {} }));
        return { bytes, proxy, guard };
      }),
    );
    for (const { proxy, bytes } of agents) proxy.cutAfter(bytes);
    await happen();
    await new Promise((resolve) => setTimeout(resolve, 500));
    for (const { proxy } of agents) proxy.cut();
    for (const { proxy } of agents) proxy.mend();
    await expect.poll(() => agents.filter(({ guard }) => !guard.signal.aborted).map(({ bytes }) => bytes)).toEqual([]);
    const silence = agents.filter(({ guard }) => String(guard.signal.reason).includes("ceased"));
    // The network was back within the lease: it was not silence that ended the work.
    expect(silence.length).toBeLessThan(agents.length);
  });
});
