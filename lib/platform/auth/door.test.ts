import { beforeEach, describe, expect, it } from "vitest";
import { cookieValue, sessionCookieName, sessionIdOf, sessionToken } from "@/lib/platform/credentials/session-cookie";
import { forgetEnv } from "@/lib/platform/env";
import { ownPath } from "./own-path";
import { requireSameOrigin } from "./same-origin";

beforeEach(() => {
  Object.assign(process.env, {
    DATABASE_URL: "postgres://unused",
    NEXTAUTH_URL: "https://console.example",
    AUTH_SECRET: "a-secret-for-tests-only-0123456789",
  });
  forgetEnv();
});

describe("where signing in leads", () => {
  it.each(["/approvals", "/approvals?action=act_1#x", "/runs/run_1"])("%s is kept", (path) =>
    expect(ownPath(path)).toBe(path),
  );
  it.each([
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
    "evil",
    "",
    null,
    undefined,
    "/\u0000",
  ])("%j leads home instead", (path) => expect(ownPath(path)).toBe("/"));
  it("reads dots before it judges", () => expect(ownPath("/a/..//evil.example")).not.toMatch(/^\/\//));
});

describe("a change that rests on a cookie", () => {
  const ask =
    (headers: Record<string, string>, method = "POST") =>
    () =>
      requireSameOrigin(
        new Request("http://internal:3000/api/v1/x", { method, headers: { host: "internal:3000", ...headers } }),
      );

  it.each([
    ["our own host", { origin: "http://internal:3000", "sec-fetch-site": "same-origin" }],
    [
      "the console's public address, behind a proxy",
      { origin: "https://console.example", "sec-fetch-site": "same-origin" },
    ],
    ["no browser at all", {}],
  ])("is taken from %s", (_, headers) => expect(ask(headers)).not.toThrow());

  it.each([
    ["another site", { origin: "https://evil.example", "sec-fetch-site": "cross-site" }],
    ["another site in a browser without Fetch Metadata", { origin: "https://evil.example" }],
    ["a sibling of our site", { origin: "https://other.console.example", "sec-fetch-site": "same-site" }],
    ["a sandboxed frame", { origin: "null", "sec-fetch-site": "cross-site" }],
    ["our name on another port", { origin: "https://console.example:8443" }],
    ["our name without encryption", { origin: "http://console.example" }],
    ["a site that lies in one header only", { origin: "https://console.example", "sec-fetch-site": "cross-site" }],
  ])("is refused from %s", (_, headers) =>
    expect(ask(headers)).toThrow(expect.objectContaining({ status: 403, code: "cross_site" })),
  );

  it("is not a matter for reading", () =>
    expect(ask({ origin: "https://evil.example", "sec-fetch-site": "cross-site" }, "GET")).not.toThrow());
});

describe("the session cookie", () => {
  it("is marked Secure by its name where the console is on https", () =>
    expect(sessionCookieName()).toBe("__Secure-next-auth.session-token"));
  it("names its session", async () => expect(await sessionIdOf(await sessionToken("ses_1"))).toBe("ses_1"));
  it("names none once a character is changed, or under another secret", async () => {
    const token = await sessionToken("ses_1");
    expect(await sessionIdOf(token.slice(0, -3) + (token.endsWith("AAA") ? "BBB" : "AAA"))).toBeUndefined();
    process.env.AUTH_SECRET = "another-secret-for-tests-9876543210";
    forgetEnv();
    expect(await sessionIdOf(token)).toBeUndefined();
    expect(await sessionIdOf("nonsense")).toBeUndefined();
  });
  it("is found among others, and only under its whole name", () => {
    expect(cookieValue("a=1; my-b=x; b=2=2", "b")).toBe("2=2");
    expect(cookieValue("xb=1", "b")).toBeUndefined();
    expect(cookieValue(null, "b")).toBeUndefined();
  });
});
