import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { NextApiRequest, NextApiResponse } from "next";
import NextAuth from "next-auth";
import { authOptions, type SignInDomain, type SignInRequest } from "@/lib/platform/auth/auth-options";
import { knownBrowserCookieName } from "@/lib/platform/auth/known-browser";
import { cookieValue, sessionCookieName, sessionIdOf } from "@/lib/platform/credentials/session-cookie";

/** The console's sign-in behind a plain HTTP server, with next-auth's own handler for such; for tests that drive it over the wire. */
export interface ConsoleServer {
  url: string;
  close(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, string>> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return Object.fromEntries(new URLSearchParams(text));
}

function cookiesOf(header: string | undefined): Record<string, string> {
  const pairs = (header ?? "").split("; ").filter(Boolean);
  return Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf("=")), decodeURIComponent(pair.slice(pair.indexOf("=") + 1))]),
  );
}

/** What Next adds to Node's response for API routes, as far as next-auth uses it. */
function asApiResponse(response: ServerResponse, facts: SignInRequest): NextApiResponse {
  const end = response.end.bind(response);
  response.end = ((...last: Parameters<typeof end>) => {
    if (!response.headersSent) for (const line of facts.setCookies) response.appendHeader("Set-Cookie", line);
    return end(...last);
  }) as typeof response.end;
  const api = Object.assign(response, {
    status: (code: number) => {
      response.statusCode = code;
      return api;
    },
    json: (value: unknown) => response.end(JSON.stringify(value)),
    send: (value: unknown) => response.end(typeof value === "string" ? value : JSON.stringify(value)),
  });
  return api as unknown as NextApiResponse;
}

async function answer(
  domain: SignInDomain,
  request: IncomingMessage,
  response: ServerResponse,
  base: string,
): Promise<void> {
  const url = new URL(request.url ?? "/", base);
  if (!url.pathname.startsWith("/api/auth/")) {
    response.end("page");
    return;
  }
  const facts: SignInRequest = {
    knownBrowser: cookieValue(request.headers.cookie ?? null, knownBrowserCookieName()),
    setCookies: [],
    address: "203.0.113.7",
    userAgent: request.headers["user-agent"],
    sessionId: await sessionIdOf(cookieValue(request.headers.cookie ?? null, sessionCookieName())),
  };
  const query = {
    ...Object.fromEntries(url.searchParams),
    nextauth: url.pathname.slice("/api/auth/".length).split("/"),
  };
  const apiRequest = Object.assign(request, {
    query,
    cookies: cookiesOf(request.headers.cookie),
    body: await bodyOf(request),
  });
  await (NextAuth(
    apiRequest as unknown as NextApiRequest,
    asApiResponse(response, facts),
    authOptions(domain, facts),
  ) as Promise<void>);
}

/** Starts on a free port of the loopback interface. `prepare` is told the address before the first request. */
export async function startConsole(domain: SignInDomain, prepare: (url: string) => void): Promise<ConsoleServer> {
  let url = "";
  const server: Server = createServer((request, response) => {
    answer(domain, request, response, url).catch((error: unknown) => {
      response.statusCode = 500;
      response.end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://localhost:${(server.address() as AddressInfo).port}`;
  prepare(url);
  return { url, close: () => new Promise((resolve) => server.close(() => resolve())) };
}
