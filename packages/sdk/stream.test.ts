import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Signalbox } from "./client.ts";
import { ContractServer } from "./contract.server.ts";
import type { ActionStream } from "./stream.ts";

let server: ContractServer;
let stream: ActionStream;
let signalbox: Signalbox;
let beat: ReturnType<typeof setInterval>;

/** The lease is shortened so that the tests are quick; the proportions stay. */
const leaseSeconds = 0.4;

beforeEach(async () => {
  server = await new ContractServer().start();
  server.judge = (action) => server.approve(action);
  signalbox = new Signalbox({ baseUrl: server.baseUrl, apiKey: "sbx_test" });
  stream = signalbox.stream({ leaseSeconds });
  beat = setInterval(() => server.send("heartbeat", {}), 100);
});
afterEach(async () => {
  clearInterval(beat);
  stream.close();
  await server.stop();
});

const until = async (condition: () => boolean) => {
  for (let i = 0; i < 200 && !condition(); i += 1) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(condition()).toBe(true);
};

describe("the lease", () => {
  it("is not held before the first heartbeat, and then held", async () => {
    expect(stream.leaseHeld).toBe(false);
    await stream.ready();
    expect(stream.leaseHeld).toBe(true);
  });

  it("is lost when heartbeats cease although the connection stands", async () => {
    await stream.ready();
    clearInterval(beat);
    await until(() => !stream.leaseHeld);
    expect(server.streams.size).toBe(1);
  });

  it("is lost when the server goes away, and won back when it returns", async () => {
    await stream.ready();
    await server.stop();
    await until(() => !stream.leaseHeld);
    await server.start();
    await until(() => stream.leaseHeld);
  });

  it("outlasts a restart that was announced: the stream comes back when it was told to, and nobody is told of a fault", async () => {
    clearInterval(beat);
    beat = setInterval(() => server.send("heartbeat", { at: new Date().toISOString(), epoch: 1, runStops: 0 }), 100);
    stream.close();
    stream = signalbox.stream({ leaseSeconds: 60 });
    await stream.ready();
    const heard: string[] = [];
    stream.subscribe((event) => heard.push(event.type === "lease" ? `lease ${event.held}` : event.type));
    const before = server.opened;
    server.send("stream.ending", { reason: "stopping", retryAfterMs: 300 });
    for (const open of server.streams) open.end();
    await until(() => server.opened > before);
    await until(() => heard.lastIndexOf("heartbeat") > heard.indexOf("stream.ending"));
    expect(heard.filter((type) => type.startsWith("lease"))).toEqual([]);
    expect(stream.leaseHeld).toBe(true);
  });

  it("keeps work from starting without it", async () => {
    clearInterval(beat);
    let ran = false;
    const work = signalbox.guarded({ action: "pay", parameters: {} }, () => (ran = true), { lease: stream });
    await expect(work).rejects.toMatchObject({ code: "lease_lost" });
    expect(ran).toBe(false);
    expect(server.asked("pay").consumed).toBe(false);
  });

  it("aborts work in flight when it is lost", async () => {
    await stream.ready();
    const work = signalbox.guarded(
      { action: "pay", parameters: {} },
      async (_parameters, { signal }) => {
        clearInterval(beat);
        await new Promise((_resolve, reject) =>
          signal.addEventListener("abort", () => reject(new Error("given up", { cause: signal.reason }))),
        );
      },
      { lease: stream },
    );
    await expect(work).rejects.toMatchObject({ message: "given up", cause: { code: "lease_lost" } });
    expect(server.asked("pay").outcome?.status).toBe("failed");
  });

  describe("aborts what it guards when a stop is pulled", () => {
    const subject = { id: "act_1", agentId: "agt_1" };
    const settled = () => new Promise((resolve) => setTimeout(resolve, 150));

    it.each([
      ["act_1", true],
      ["act_2", false],
    ])("that by the server's word covers %s: %s", async (covered, aborts) => {
      await stream.ready();
      const guard = stream.guard(subject);
      server.stops = [
        { id: "stp_0", scope: { type: "agent", id: "agt_2" }, reason: "another", active: true },
        { id: "stp_1", scope: { type: "run", id: "run_above" }, reason: "drill", active: true },
      ];
      server.covered.set("stp_1", covered);
      server.send("stop.changed", { subjectId: "stp_1", event: "stop.pulled" });
      if (aborts) await until(() => guard.signal.aborted);
      else await settled();
      expect(guard.signal.aborted).toBe(aborts);
      if (aborts) expect(guard.signal.reason).toMatchObject({ message: "A stop was pulled: drill" });
      guard.release();
    });

    it("but not when one is re-armed, or another agent is changed", async () => {
      await stream.ready();
      const guard = stream.guard(subject);
      server.send("stop.changed", { subjectId: "stp_1", event: "stop.changed" });
      server.send("stop.changed", { subjectId: "agt_2", event: "agent.updated" });
      await settled();
      expect(guard.signal.aborted).toBe(false);
      server.send("stop.changed", { subjectId: "agt_1", event: "agent.updated" });
      await until(() => guard.signal.aborted);
      guard.release();
    });

    it("and when nobody can say whether one was", async () => {
      await stream.ready();
      const guard = stream.guard(subject);
      server.fault = (request) =>
        request.path.startsWith("/api/v1/stops") ? { status: 403, code: "forbidden" } : undefined;
      server.send("stop.changed", { subjectId: "stp_1", event: "stop.changed" });
      await until(() => guard.signal.aborted);
      guard.release();
    });
  });
});

describe("a connection", () => {
  it("that has gone quiet without closing is left for a new one", async () => {
    await stream.ready();
    clearInterval(beat);
    await until(() => server.opened >= 2);
  });

  it("begins where the last one broke", async () => {
    await stream.ready();
    server.send("action.decided", { actionId: "act_1" }, "41");
    server.send("action.decided", { actionId: "act_2" }, "42");
    await until(() => server.streams.size === 1);
    for (const open of server.streams) open.end();
    const asked = () =>
      server.requests.filter(({ path }) => path === "/api/v1/stream").map(({ headers }) => headers["last-event-id"]);
    await until(() => asked().length === 2);
    expect(asked()).toEqual([undefined, "42"]);
  });
});

describe("a heartbeat by which something has moved, though nobody told of it", () => {
  it.each([
    ["the workspace's controls", { epoch: 2, runStops: 0 }],
    ["the stops of runs", { epoch: 1, runStops: 1 }],
  ])("(%s): what stands is asked before the work goes on", async (_name, moved) => {
    clearInterval(beat);
    stream.close();
    stream = signalbox.stream({ leaseSeconds: 60 });
    await until(() => server.streams.size === 1);
    server.send("heartbeat", { epoch: 1, runStops: 0 });
    await stream.ready();
    const work = stream.guard({ id: "act_1", agentId: "agt_1" });
    server.stops = [{ id: "stp_1", scope: { type: "run", id: "run_1" }, reason: "drill", active: true }];
    server.covered.set("stp_1", "act_1");
    server.send("heartbeat", { epoch: 1, runStops: 0 });
    await new Promise((resolve) => stream.subscribe(({ type }) => type === "heartbeat" && resolve(undefined)));
    expect(work.signal.aborted).toBe(false);
    server.send("heartbeat", moved);
    await until(() => work.signal.aborted);
    expect(String(work.signal.reason)).toContain("A stop was pulled: drill");
  });
});

describe("events", () => {
  it("come in order and end when the stream is closed", async () => {
    const seen: string[] = [];
    const reading = (async () => {
      for await (const event of stream.events())
        if (event.type === "action.decided") seen.push(String(event.data["actionId"]));
    })();
    await stream.ready();
    server.send("action.decided", { actionId: "act_1" });
    server.send("action.decided", { actionId: "act_2" });
    server.send("something.else", {});
    await until(() => seen.length === 2);
    stream.close();
    await reading;
    expect(seen).toEqual(["act_1", "act_2"]);
  });

  it("a key that is refused ends the stream for good", async () => {
    server.fault = () => ({ status: 401, code: "unauthenticated" });
    const refused = new Signalbox({ baseUrl: server.baseUrl, apiKey: "sbx_wrong" }).stream();
    await expect(refused.ended).rejects.toMatchObject({ status: 401 });
    await expect(refused.ready()).rejects.toMatchObject({ code: "lease_lost" });
    expect(String(refused.guard({ id: "act_1", agentId: "agt_1" }).signal.reason)).toContain(
      "The server says unauthenticated.",
    );
  });

  it("a page that a proxy sends in Signalbox's place, whatever its status, does not end the stream: it comes back when the proxy is gone", async () => {
    const page = () => new Response("<html>Sign in</html>", { status: 403, headers: { "Content-Type": "text/html" } });
    let answers = 0;
    const client = new Signalbox({
      baseUrl: server.baseUrl,
      apiKey: "sbx_test",
      fetch: async (input, init) => (input.endsWith("/stream") && (answers += 1) === 1 ? page() : fetch(input, init)),
    });
    const patient = client.stream({ leaseSeconds: 60 });
    await patient.ready();
    patient.close();
  });
});
