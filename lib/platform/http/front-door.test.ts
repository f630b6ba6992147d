import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { forgetEnv } from "@/lib/platform/env";
import { clientAddress } from "./client-address";
import { admit, answerOddRequests, isOwnHost } from "./front-door";
import { addressBehind, isTrustedProxy } from "./proxies";
import { goFirst } from "./stops-first";

const server = createServer((request, response) => {
  void Promise.resolve(admit(request, response)).then((comesIn) => {
    if (comesIn)
      response.end(
        JSON.stringify({
          url: request.url,
          headers: request.headers,
          address: clientAddress(new Headers(request.headers as Record<string, string>)),
        }),
      );
  });
});
answerOddRequests(server);
beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
afterAll(() => server.close());

function settings(values: Record<string, string>): void {
  Object.assign(process.env, {
    DATABASE_URL: "postgres://unused",
    NEXTAUTH_URL: "https://signalbox.example",
    SIGNALBOX_TRUSTED_PROXIES: "",
    SIGNALBOX_HOSTS: "",
    SIGNALBOX_LOG_LEVEL: "silent",
    ...values,
  });
  forgetEnv();
  Reflect.deleteProperty(globalThis, processWideName);
}
/** The list of proxies is read once per process. */
const processWideName = Symbol.for("signalbox.trusted-proxies");
beforeEach(() => settings({}));
beforeEach(() => Object.assign(globalThis, { [Symbol.for("signalbox.http-server")]: server }));
afterEach(() => Reflect.deleteProperty(globalThis, Symbol.for("signalbox.http-server")));

/** What the server sends back to these bytes. */
function raw(head: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const socket = connect((server.address() as AddressInfo).port, "127.0.0.1", () =>
      socket.write(`${[...head, "Connection: close", "", ""].join("\r\n")}`),
    );
    socket.on("data", (chunk) => (text += chunk.toString()));
    socket.on("close", () => resolve(text));
    socket.on("error", reject);
  });
}
const get = (host: string, headers: string[] = [], path = "/board") =>
  raw([`GET ${path} HTTP/1.1`, `Host: ${host}`, ...headers]);
const told = (answer: string) =>
  JSON.parse(
    answer
      .slice(answer.indexOf("\r\n\r\n") + 4)
      .replace(/^[0-9a-f]+\r\n/i, "")
      .replace(/\r\n0\r\n\r\n$/, ""),
  ) as { url: string; address: string; headers: Record<string, string> };

describe("the Host of a request", () => {
  it.each([
    "localhost:3000",
    "127.0.0.1:4711",
    "[::1]:3000",
    "192.0.2.7",
    "signalbox.example",
    "SIGNALBOX.example:443",
    "signalbox.example.",
  ])("%s is ours", async (host) => {
    expect(await get(host)).toMatch(/^HTTP\/1.1 200 /);
  });
  it.each([
    "evil.example",
    "evil.example:3000",
    "localhost.evil.example",
    "signalbox.example.evil.example",
    "127.0.0.1.nip.example",
    "user@localhost",
    "",
    "a b",
  ])("%j is not: 421, and no route is asked", async (host) => {
    const answer = await get(host, [], "/api/v1/me");
    expect(answer).toMatch(/^HTTP\/1.1 421 /);
    expect(answer).toContain('"code":"misdirected_request"');
  });
  it("is taken from the target where that names one", async () => {
    expect(await raw(["GET http://evil.example/board HTTP/1.1", "Host: localhost"])).toMatch(/^HTTP\/1.1 421 /);
    expect(told(await raw(["GET http://localhost/board?x=1 HTTP/1.1", "Host: evil.example"])).url).toBe("/board?x=1");
  });
  it("may be another configured name, which X-Forwarded-Host cannot claim", async () => {
    settings({ SIGNALBOX_HOSTS: "inner.example, Other.example", SIGNALBOX_TRUSTED_PROXIES: "127.0.0.1" });
    expect([isOwnHost("inner.example:8080"), isOwnHost("other.example"), isOwnHost("third.example")]).toEqual([
      true,
      true,
      false,
    ]);
    expect(await get("evil.example", ["X-Forwarded-Host: signalbox.example"])).toMatch(/^HTTP\/1.1 421 /);
  });
  it("does not matter to the health of the instance", async () => {
    expect(await get("pod-7.cluster", [], "/api/health")).toMatch(/^HTTP\/1.1 200 /);
    expect(await get("pod-7.cluster", [], "/api/healthy")).toMatch(/^HTTP\/1.1 421 /);
  });
});

describe("a method that an address does not know", () => {
  it.each(["TRACE", "PROPFIND", "SEARCH", "TRACK", "CONNECT"])(
    "%s is answered 405 with Allow, for pages and the API",
    async (method) => {
      for (const path of ["/", "/board", "/api/v1/actions", "/api/auth/session", "/nothing"]) {
        const answer = await raw([
          `${method} ${method === "CONNECT" ? "localhost:1" : path} HTTP/1.1`,
          "Host: localhost",
        ]);
        expect(answer).toMatch(/^HTTP\/1.1 405 /);
        expect(answer).toMatch(/\r\nAllow: GET, HEAD/);
      }
    },
  );
  it("is also one that sends something to a page", async () => {
    expect(await raw(["POST /board HTTP/1.1", "Host: localhost", "Content-Length: 0"])).toMatch(
      /^HTTP\/1.1 405 [^]*\r\nAllow: GET, HEAD\r\n/,
    );
    expect(await raw(["POST /api/v1/actions HTTP/1.1", "Host: localhost", "Content-Length: 0"])).toMatch(
      /^HTTP\/1.1 200 /,
    );
  });
  it.each([
    ["PUT", "/api/v1/me", "GET, HEAD, PATCH, OPTIONS"],
    ["TRACE", "/api/v1/me", "GET, HEAD, PATCH, OPTIONS"],
    ["GET", "/api/v1/actions/batch?x=1", "POST, OPTIONS"],
    ["POST", "/api/v1/actions/act_1", "GET, HEAD, OPTIONS"],
    ["DELETE", "/api/v1/teams/tea_1/members", "POST, OPTIONS"],
  ])("%s %s is one too, and Allow names the route's own", async (method, path, allow) => {
    const answer = await raw([`${method} ${path} HTTP/1.1`, "Host: localhost", "Content-Length: 0"]);
    expect(answer).toMatch(/^HTTP\/1.1 405 /);
    expect(answer).toContain(`\r\nAllow: ${allow}\r\n`);
    expect(answer).toContain('"code":"method_not_allowed"');
  });
  it("is a bad request where it is none at all", async () => {
    expect(await raw(["GET / HTTP/1.1", "Host: localhost", "Bad Header: x"])).toMatch(/^HTTP\/1.1 400 /);
  });
});

describe("the address of a request", () => {
  it("is the connection's, whatever the client says about itself", async () => {
    const { headers, address } = told(
      await get("localhost", [
        "X-Forwarded-For: 203.0.113.9",
        "X-Real-IP: 203.0.113.9",
        "Forwarded: for=203.0.113.9",
        "X-Forwarded-Proto: https",
        "X-Signalbox-Peer: 203.0.113.9",
        "X-Signalbox-Path: /x",
      ]),
    );
    expect(address).toBe("127.0.0.1");
    expect(Object.keys(headers).filter((name) => name.startsWith("x-") || name === "forwarded")).toEqual([
      "x-signalbox-peer",
    ]);
  });
  it("is what a trusted proxy says, and no more than that", async () => {
    settings({ SIGNALBOX_TRUSTED_PROXIES: "127.0.0.0/8, 10.0.0.0/8,2001:db8::/32" });
    expect(told(await get("localhost", ["X-Forwarded-For: 198.51.100.66, 203.0.113.9, 10.1.2.3"])).address).toBe(
      "203.0.113.9",
    );
    expect([isTrustedProxy("::ffff:10.9.9.9"), isTrustedProxy("2001:db8::1"), isTrustedProxy("11.0.0.1")]).toEqual([
      true,
      true,
      false,
    ]);
  });
  it.each([
    ["10.0.0.1", null, "10.0.0.1"],
    ["10.0.0.1", "made up", "10.0.0.1"],
    ["10.0.0.1", "203.0.113.9:5123", "203.0.113.9"],
    ["10.0.0.1", "[2001:db8::9]:443", "2001:db8::9"],
    ["10.0.0.1", "203.0.113.9, nonsense", "10.0.0.1"],
    ["203.0.113.1", "198.51.100.1", "203.0.113.1"],
    ["::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1"],
  ])("from %s with %j is %s", (peer, forwarded, address) => {
    expect(addressBehind(peer, forwarded, (a) => a.startsWith("10."))).toBe(address);
  });
  it("is unknown where no server process of ours tells it", () => {
    Reflect.deleteProperty(globalThis, Symbol.for("signalbox.http-server"));
    expect(clientAddress(new Headers({ "x-forwarded-for": "203.0.113.9", "x-signalbox-peer": "203.0.113.9" }))).toBe(
      "unknown",
    );
  });
});

it.each(["/api/v1/actions/%ff", "/api/v1/stops/%C0%80/rearm", "/api/v1/%E0%A4%A", "/board/%"])(
  "an address with a percent escape that is no text is a bad request: %s",
  async (path) => {
    const answer = await get("signalbox.example", [], path);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toMatch(/^content-type: application\/problem\+json\r$/im);
    expect(told(answer)).toMatchObject({ code: "invalid_request", errors: [{ path: "path" }] });
    expect(await get("signalbox.example", [], "/board/%C3%A9%20%25")).toMatch(/^HTTP\/1\.1 200 /);
  },
);

it("a setting that is no range of addresses is named", () => {
  expect(() => {
    settings({ SIGNALBOX_TRUSTED_PROXIES: "10.0.0.0/33" });
    isTrustedProxy("10.0.0.1");
  }).toThrow(/10\.0\.0\.0\/33/);
});

describe("while a stop is under way", () => {
  it("whatever comes waits at the door until it is over, but for what has a lane of its own", async () => {
    let end = (): void => undefined;
    const stop = goFirst(() => new Promise<void>((resolve) => (end = resolve)));
    let isIn = false;
    const page = get("localhost").finally(() => (isIn = true));
    for (const path of ["/api/v1/stops", "/api/health/live"])
      expect(await get("localhost", [], path)).toMatch(/^HTTP\/1.1 200 /);
    expect(isIn).toBe(false);
    end();
    await stop;
    expect(await page).toMatch(/^HTTP\/1.1 200 /);
  });
});
