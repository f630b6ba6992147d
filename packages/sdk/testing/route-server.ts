/** The product's own routes behind a port, for tests of what happens on the wire. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import * as actions from "@/app/api/v1/actions/route";
import * as one from "@/app/api/v1/actions/[id]/route";
import * as decisions from "@/app/api/v1/actions/[id]/decisions/route";
import * as executions from "@/app/api/v1/actions/[id]/executions/route";
import * as messages from "@/app/api/v1/actions/[id]/messages/route";
import * as outcome from "@/app/api/v1/actions/[id]/outcome/route";
import * as questions from "@/app/api/v1/actions/[id]/questions/route";
import * as answerQuestion from "@/app/api/v1/actions/[id]/questions/[questionId]/answer/route";
import * as self from "@/app/api/v1/agents/self/route";
import * as rearm from "@/app/api/v1/stops/[id]/rearm/route";
import * as stops from "@/app/api/v1/stops/route";
import * as stream from "@/app/api/v1/stream/route";

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

const routes: [RegExp, Partial<Record<string, Handler>>][] = [
  [/^\/api\/v1\/actions$/, actions],
  [/^\/api\/v1\/actions\/(?<id>[^/]+)$/, one],
  [/^\/api\/v1\/actions\/(?<id>[^/]+)\/executions$/, executions],
  [/^\/api\/v1\/actions\/(?<id>[^/]+)\/outcome$/, outcome],
  [/^\/api\/v1\/actions\/(?<id>[^/]+)\/decisions$/, decisions],
  [/^\/api\/v1\/actions\/(?<id>[^/]+)\/messages$/, messages],
  [/^\/api\/v1\/actions\/(?<id>[^/]+)\/questions$/, questions],
  [/^\/api\/v1\/actions\/(?<id>[^/]+)\/questions\/(?<questionId>[^/]+)\/answer$/, answerQuestion],
  [/^\/api\/v1\/agents\/self$/, self],
  [/^\/api\/v1\/stops$/, stops],
  [/^\/api\/v1\/stops\/(?<id>[^/]+)\/rearm$/, rearm],
  [/^\/api\/v1\/stream$/, stream],
];

/** Answers a request as the product would. */
export async function answer(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  for (const [pattern, methods] of routes) {
    const match = pattern.exec(pathname);
    const handler = match && methods[request.method];
    if (handler) return handler(request, { params: Promise.resolve({ ...match.groups }) });
  }
  throw new Error(`no route for ${request.method} ${pathname}`);
}

/** @returns the port, and a function that ends the server and every connection to it */
export async function serveRoutes(): Promise<{ port: number; stop: () => Promise<void> }> {
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const gone = new AbortController();
  outgoing.on("close", () => gone.abort());
  const pieces: Buffer[] = [];
  for await (const piece of incoming) pieces.push(piece as Buffer);
  const headers = new Headers(
    Object.entries(incoming.headers).flatMap(([name, value]): [string, string][] =>
      typeof value === "string" ? [[name, value]] : [],
    ),
  );
  const request = new Request(`http://127.0.0.1${incoming.url ?? "/"}`, {
    method: incoming.method ?? "GET",
    headers,
    signal: gone.signal,
    ...(pieces.length > 0 ? { body: Buffer.concat(pieces) } : {}),
  });
  const response = await answer(request);
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (response.body)
    for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) outgoing.write(piece);
  outgoing.end();
}
