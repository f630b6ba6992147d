import { createServer, type Server } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { boundConnections, type ConnectionBounds } from "./connections";

const opened: Socket[] = [];
let server: Server;
/** Answers of `/held`, for the test to give. */
let held: (() => void)[] = [];

afterEach(() => {
  for (const socket of opened.splice(0)) socket.destroy();
  server.closeAllConnections();
  server.close();
});

async function serve(bounds: ConnectionBounds): Promise<number> {
  held = [];
  server = createServer();
  boundConnections(server, bounds);
  server.on("request", (request, response) => {
    if (request.url === "/held") held.push(() => response.end("held"));
    else response.end("at once");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

/** A connection that sends `text` and keeps what comes back. */
async function open(port: number, text: string, localAddress = "127.0.0.1") {
  const socket = connect({ port, host: "127.0.0.1", localAddress });
  opened.push(socket);
  let received = "";
  socket.on("data", (chunk: Buffer) => (received += chunk.toString()));
  socket.on("error", () => undefined);
  const closed = new Promise<string>((resolve) => socket.once("close", () => resolve(received)));
  await new Promise<void>((resolve) => socket.once("connect", () => socket.write(text, () => resolve())));
  return { closed, received: () => received };
}

const request = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;
const connections = () => new Promise<number>((resolve) => server.getConnections((_error, count) => resolve(count)));

describe("a server's connections are bounded", () => {
  it("one more takes the place of the one that has sent no whole request for longest, which is told 408", async () => {
    const port = await serve({ total: 10, perAddress: 3 });
    const first = await open(port, "GET / HTTP/1.1\r\nHost");
    await expect.poll(connections).toBe(1);
    const body = await open(port, "POST /held HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\na byte a minu");
    await expect.poll(() => held.length).toBe(1);
    const silent = await open(port, "");
    await expect.poll(connections).toBe(3);
    for (const slow of [first, body, silent]) {
      const newcomer = await open(port, request("/held"));
      expect(await slow.closed).toMatch(/^HTTP\/1\.1 408 .*"code":"request_timeout"/s);
      await expect.poll(() => held.length).toBeGreaterThan(1);
      expect(newcomer.received()).toBe("");
    }
  });

  it("a connection between two requests gives way too, one that is being answered never: then the newcomer is told 429 and when to come back", async () => {
    const port = await serve({ total: 10, perAddress: 2 });
    const idle = await open(port, request("/"));
    await expect.poll(idle.received).toContain("at once");
    const busy = await open(port, request("/held"));
    await expect.poll(() => held.length).toBe(1);
    await open(port, request("/held"));
    await idle.closed;
    await expect.poll(() => held.length).toBe(2);
    const refused = await (await open(port, request("/"))).closed;
    expect(refused).toMatch(/^HTTP\/1\.1 429 .*Retry-After: 5\r\n.*"code":"too_many_connections"/s);
    held[0]?.();
    await expect.poll(busy.received).toContain("held");
    const after = await open(port, request("/"));
    await expect.poll(after.received).toContain("at once");
  });

  it("another address is let in while one is full, until the total is reached: then everybody is told 503; a shared address has no bound of its own", async () => {
    const port = await serve({ total: 4, perAddress: 1, isShared: (address) => address === "127.0.0.9" });
    for (const address of ["127.0.0.1", "127.0.0.2", "127.0.0.9", "127.0.0.9"])
      await open(port, request("/held"), address);
    await expect.poll(() => held.length).toBe(4);
    expect(await (await open(port, request("/"), "127.0.0.2")).closed).toContain(" 429 ");
    expect(await (await open(port, request("/"), "127.0.0.3")).closed).toMatch(/^HTTP\/1\.1 503 .*"code":"busy"/s);
  });
});
