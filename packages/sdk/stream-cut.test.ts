import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Signalbox } from "./client.ts";
import { ContractServer } from "./contract.server.ts";
import { CuttingProxy } from "./testing/cutting-proxy.ts";
import type { ActionStream } from "./stream.ts";

/** So long that no machine is slow enough for silence to end the work: it has to be the news of what stands. */
const leaseSeconds = 30;
/** The bytes of two heartbeats and of the news of a stop: the line is cut after each of them. */
const cutPoints = Array.from({ length: 150 }, (_, bytes) => bytes);

interface Agent {
  proxy: CuttingProxy;
  stream: ActionStream;
}

let server: ContractServer;
let agents: Agent[];
let epoch = 1;
let beat: ReturnType<typeof setInterval>;
const heartbeat = () => server.send("heartbeat", { at: new Date().toISOString(), epoch, runStops: 0 });
const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const until = async (condition: () => boolean) => {
  for (let i = 0; i < 4_000 && !condition(); i += 1) await later(25);
  expect(condition()).toBe(true);
};

beforeAll(async () => {
  server = await new ContractServer().start();
  beat = setInterval(heartbeat, 200);
  agents = await Promise.all(
    cutPoints.map(async () => {
      const proxy = await new CuttingProxy(Number(new URL(server.baseUrl).port)).start();
      return { proxy, stream: new Signalbox({ baseUrl: proxy.baseUrl, apiKey: "sbx_test" }).stream({ leaseSeconds }) };
    }),
  );
}, 240_000);
afterAll(async () => {
  clearInterval(beat);
  for (const { stream } of agents) stream.close();
  await Promise.all(agents.map(({ proxy }) => proxy.stop()));
  await server.stop();
});
beforeEach(async () => {
  server.stops = [];
  server.covered.set("stp_1", subject.id);
  server.agentStatus = "active";
  for (const { proxy } of agents) proxy.mend();
  await until(() => agents.every(({ stream }) => stream.leaseHeld));
}, 240_000);

const subject = { id: "act_1", agentId: "agt_1" };
const stop = (active: boolean) => ({
  id: "stp_1",
  scope: { type: "workspace" as const, id: null },
  reason: "drill",
  active,
  pulledAt: new Date().toISOString(),
});

async function allEnd(signals: AbortSignal[], because: string): Promise<void> {
  await until(() => signals.every((signal) => signal.aborted));
  expect(signals.map(({ reason }) => String(reason)).filter((reason) => !reason.includes(because))).toEqual([]);
}

/** Work begins, the line breaks after so many bytes for each, something happens meanwhile, and the network comes back well within the lease. */
async function cutDuring(what: () => void): Promise<AbortSignal[]> {
  const guards = agents.map(({ stream }) => stream.guard(subject));
  agents.forEach(({ proxy }, index) => proxy.cutAfter(cutPoints[index] ?? 0));
  heartbeat();
  heartbeat();
  await until(() => agents.some(({ proxy }) => proxy.isCut));
  what();
  await until(() => agents.every(({ proxy }) => proxy.isCut));
  for (const { proxy } of agents) proxy.mend();
  return guards.map(({ signal }) => signal);
}

describe(`a stop pulled while the line is cut, for each of ${cutPoints.length} points of the stream`, {
  timeout: 240_000,
}, () => {
  it("ends all work before any goes on", async () => {
    const signals = await cutDuring(() => {
      server.stops = [stop(true)];
      epoch += 1;
      server.send("stop.changed", { subjectId: "stp_1", event: "stop.pulled" });
    });
    await allEnd(signals, "A stop was pulled: drill");
  });

  it("ends all work also when no notification of it was ever sent: a moved epoch is enough", async () => {
    const signals = await cutDuring(() => {
      server.stops = [stop(true)];
      epoch += 1;
    });
    await allEnd(signals, "A stop was pulled: drill");
  });

  it("ends all work also when it was re-armed before the line was back", async () => {
    const signals = await cutDuring(() => {
      server.stops = [stop(false)];
      epoch += 2;
    });
    await allEnd(signals, "A stop was pulled meanwhile: drill");
  });

  it("ends all work when the agent itself was paused", async () => {
    const signals = await cutDuring(() => {
      server.agentStatus = "paused";
      epoch += 1;
    });
    await allEnd(signals, "This agent is paused.");
    expect(agents.filter(({ stream }) => stream.leaseHeld)).toEqual([]);
  });
});

it("a cut in which nothing happened ends no work, where the line is back within the lease", async () => {
  const [agent] = agents;
  const guard = agent?.stream.guard(subject);
  agent?.proxy.cutAfter(7);
  await until(() => agent?.proxy.isCut === true);
  agent?.proxy.mend();
  const asked = () => server.requests.filter(({ path }) => path === "/api/v1/agents/self").length;
  const before = asked();
  await until(() => asked() > before);
  await later(300);
  expect(guard?.signal.reason ?? null).toBeNull();
  guard?.release();
}, 240_000);

it("a heartbeat alone does not win the lease back: while nobody says what stands, there is none", async () => {
  const proxy = await new CuttingProxy(Number(new URL(server.baseUrl).port)).start();
  const stream = new Signalbox({ baseUrl: proxy.baseUrl, apiKey: "sbx_test" }).stream({ leaseSeconds: 2 });
  await stream.ready();
  server.fault = ({ path }) => (path === "/api/v1/agents/self" ? { status: 403, code: "forbidden" } : undefined);
  proxy.cut();
  await until(() => !stream.leaseHeld);
  proxy.mend();
  await new Promise<void>((resolve) => stream.subscribe((event) => event.type === "heartbeat" && resolve()));
  await later(300);
  expect(stream.leaseHeld).toBe(false);
  server.fault = () => undefined;
  await until(() => stream.leaseHeld);
  stream.close();
  await proxy.stop();
}, 240_000);
