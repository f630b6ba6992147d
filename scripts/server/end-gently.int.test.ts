import { spawn } from "node:child_process";
import { createServer, type Server } from "node:http";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import * as actionRoute from "@/app/api/v1/actions/[id]/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import * as liveRoute from "@/app/api/health/live/route";
import * as readyRoute from "@/app/api/health/ready/route";
import * as streamRoute from "@/app/api/v1/stream/route";
import type { Route } from "@/lib/platform/http/define-route";
import { makeWorld } from "@/lib/testing/world";
import { endGently, turnAway } from "./end-gently.mjs";

const routes: [RegExp, Route | undefined][] = [
  [/^GET \/api\/health\/live$/, liveRoute.GET],
  [/^GET \/api\/health\/ready$/, readyRoute.GET],
  [/^GET \/api\/v1\/stream$/, streamRoute.GET],
  [/^GET \/api\/v1\/actions\/(?<id>\w+)$/, actionRoute.GET],
  [/^POST \/api\/v1\/actions$/, actionsRoute.POST],
];

let server: Server;
let origin: string;
let end: () => Promise<void>;
let received = 0;

/** The routes behind a real HTTP server, begun and ended as the product's own (serve.mjs). */
beforeEach(async () => {
  (globalThis as unknown as Record<symbol, unknown>)[Symbol.for("signalbox.stopping")] = undefined;
  server = createServer();
  received = 0;
  end = endGently(server, { goneMs: 20_000 }); // how long it takes is for a bench to say
  server.on("request", (incoming, outgoing) => {
    if (turnAway(incoming, outgoing)) return;
    received += 1;
    const gone = new AbortController();
    outgoing.once("close", () => gone.abort());
    const line = `${incoming.method} ${incoming.url}`;
    const [pattern, route] = routes.find(([known]) => known.test(line)) ?? [];
    const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)]);
    const body = incoming.method === "POST" ? { body: Readable.toWeb(incoming) as ReadableStream, duplex: "half" } : {};
    const request = new Request(`http://localhost:3000${incoming.url}`, {
      method: incoming.method ?? "GET",
      headers,
      signal: gone.signal,
      ...body,
    });
    void route?.(request, { params: Promise.resolve({ ...pattern?.exec(line)?.groups }) }).then((answer) => {
      outgoing.writeHead(answer.status, Object.fromEntries(answer.headers));
      outgoing.flushHeaders();
      if (answer.body) Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]).pipe(outgoing);
      else outgoing.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
  (globalThis as unknown as Record<symbol, unknown>)[Symbol.for("signalbox.stopping")] = undefined;
});

it("a hundred who wait and a hundred streams are all told, nobody new is let in, and every connection is closed", {
  timeout: 60_000,
}, async () => {
  const world = await makeWorld();
  await world.actionType("wire", { zone: "red" });
  const agent = await world.agent();
  // Twenty people: what one caller may hold open at once is bounded.
  const people = await Promise.all(Array.from({ length: 20 }, () => world.person("supervisor")));
  const as = (i: number) => ({ authorization: `Bearer ${people[i % people.length]?.token}` });
  const authorization = `Bearer ${agent.key}`;
  const asked = await fetch(`${origin}/api/v1/actions`, {
    method: "POST",
    headers: { authorization, "content-type": "application/json" },
    body: JSON.stringify({ action: "wire", parameters: {}, confidence: 1 }),
  });
  const { id } = (await asked.json()) as { id: string };
  expect((await fetch(`${origin}/api/health/ready`)).status).toBe(200);

  const waiters = Array.from({ length: 100 }, async (_, i) => {
    const answer = await fetch(`${origin}/api/v1/actions/${id}`, { headers: { ...as(i), prefer: "wait=60" } });
    return [answer.status, ((await answer.json()) as { status: string }).status];
  });
  const streams = await Promise.all(
    Array.from({ length: 100 }, (_, i) => fetch(`${origin}/api/v1/stream`, { headers: as(i) })),
  );
  expect(new Set(streams.map(({ status }) => status))).toEqual(new Set([200]));
  // All of them are there: the two of the beginning, the streams and the others.
  await expect.poll(() => received).toBe(202);

  const ended = end();
  const refused = await fetch(`${origin}/api/v1/actions/${id}`, { headers: { authorization } });
  expect([refused.status, refused.headers.get("retry-after"), refused.headers.get("connection")]).toEqual([
    503,
    "2",
    "close",
  ]);
  expect(await refused.json()).toMatchObject({ code: "unavailable", status: 503 });
  const readiness = await fetch(`${origin}/api/health/ready`);
  expect([readiness.status, await readiness.json()]).toEqual([503, { status: "stopping" }]);
  expect((await fetch(`${origin}/api/health/live`)).status).toBe(200);

  expect(await Promise.all(waiters)).toEqual(Array.from({ length: 100 }, () => [200, "pending"]));
  for (const text of await Promise.all(streams.map((stream) => stream.text())))
    expect(text).toMatch(/event: stream\.ending\ndata: \{"reason":"stopping".*\n\n$/);
  await ended;
  expect(await connections(server)).toBe(0);
  await expect(fetch(`${origin}/api/health/live`)).rejects.toThrow();
});

it("a process that is told to end does so by itself, with exit code 0, also while somebody does not read", {
  timeout: 30_000,
}, async () => {
  const module = fileURLToPath(new URL("end-gently.mjs", import.meta.url));
  const program = `import { createServer } from "node:http";
    import { endGently } from ${JSON.stringify(module)};
    const server = createServer((_request, response) => response.write("begun"));
    const end = endGently(server);
    process.once("SIGTERM", () => void end().then(() => process.exit(0)));
    server.listen(0, "127.0.0.1", () => console.log(server.address().port));`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const port = Number(await new Promise<Buffer>((resolve) => child.stdout.once("data", resolve)));
  const stuck = await fetch(`http://127.0.0.1:${port}/`);
  const code = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  expect(await code).toBe(0);
  await expect(stuck.text()).rejects.toThrow();
});

function connections(of: Server): Promise<number> {
  return new Promise((resolve, reject) =>
    of.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  );
}
