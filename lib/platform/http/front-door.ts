import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { isIP, type Socket } from "node:net";
import { env } from "@/lib/platform/env";
import { AppError, InvalidRequestError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { logger } from "@/lib/platform/logger";
import { countRequest } from "@/lib/platform/metrics";
import { methodsOf } from "./api-methods.rules";
import { toProblem } from "./problem";
import { isTrustedProxy } from "./proxies";
import { isStopUnderWay, letStopsGoFirst } from "./stops-first";

/** Of an address below /api that is no route's: whatever is asked there is told so by what stands behind the door. */
const anyMethods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
/** A page is read; nothing is sent to one. */
const pageMethods = ["GET", "HEAD"];

/** The name in a Host header, without its port and in lower case; undefined for one that is no host. */
function nameOf(host: string | undefined): string | undefined {
  if (!host || /[\s/\\@?#]/.test(host) || !URL.canParse(`http://${host}`)) return undefined;
  return new URL(`http://${host}`).hostname.replace(/\.$/, "");
}

/**
 * Whether a request was meant for this installation, by the Host it names (DNS rebinding: a page of another site whose name was made to
 * point here). Addresses in digits and localhost are let in on any port, since a browser sends them only where they were asked for by that
 * name, and no foreign site has one; of other names, those that are configured.
 */
export function isOwnHost(host: string | undefined): boolean {
  const name = nameOf(host);
  if (name === undefined) return false;
  const isAddress = isIP(name.replace(/^\[|\]$/g, "")) !== 0;
  return (
    isAddress ||
    name === "localhost" ||
    name === new URL(env().NEXTAUTH_URL).hostname ||
    env().SIGNALBOX_HOSTS.includes(name)
  );
}

const isHealth = (path: string) => path === "/api/health" || path.startsWith("/api/health/");

/** Escapes that are no text in UTF-8 (RFC 3986, 2.1): the framework behind the door answers them with a fault of its own. */
function isReadable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** Why a request is turned away before any route sees it; undefined for one that is let in. */
export function refusalOf({
  method = "",
  host,
  path,
}: {
  method: string | undefined;
  host: string | undefined;
  path: string;
}): AppError | undefined {
  if (!isReadable(path))
    return new InvalidRequestError([{ path: "path", message: "holds a percent escape that is no text in UTF-8" }]);
  const allowed = path.startsWith("/api/") ? (methodsOf(path) ?? anyMethods) : pageMethods;
  if (!allowed.includes(method)) {
    return new AppError("method_not_allowed", `${method} is not a method of this address.`, {
      headers: { Allow: allowed.join(", ") },
    });
  }
  // Whoever looks after the machine asks by whatever name it has there, and learns no more than whether it is well.
  if (!isHealth(path) && !isOwnHost(host)) {
    return new AppError(
      "misdirected_request",
      "This server is not known by the name in the request's Host. SIGNALBOX_URL and SIGNALBOX_HOSTS say by which names it is.",
    );
  }
  return undefined;
}

/** The path of a request target, which may be a whole address (RFC 9112, 3.2.2): that one's host then counts, and is put in place. */
function readTarget(request: IncomingMessage): string {
  const target = request.url ?? "/";
  if (!target.startsWith("/") && URL.canParse(target)) {
    const url = new URL(target);
    request.url = url.pathname + url.search;
    request.headers.host = url.host;
  }
  return (request.url ?? "/").split("?", 1)[0] ?? "/";
}

/** What only the server itself may say, or only a trusted proxy, is taken out of what a stranger sent. */
function cleanHeaders(request: IncomingMessage, peer: string): void {
  const { headers } = request;
  for (const name of Object.keys(headers)) {
    const isForwarded = name.startsWith("x-forwarded-") || name === "forwarded" || name === "x-real-ip";
    if (name.startsWith("x-signalbox-") || name === "x-nonce" || (isForwarded && !isTrustedProxy(peer)))
      delete headers[name];
  }
  // Names are checked as they came; no proxy speaks for another one.
  delete headers["x-forwarded-host"];
  headers["x-signalbox-peer"] = peer;
}

/** By which word of ours the answer of a path is counted, where that is no route of the API, which counts itself. */
function countedAs(path: string): string | undefined {
  if (path.startsWith("/_next/")) return "asset";
  if (!path.startsWith("/api/")) return "page";
  if (path.startsWith("/api/auth/")) return "auth";
  return path.startsWith("/api/v1/") || path === "/api/metrics" || isHealth(path) ? undefined : "other";
}

const refusalHeaders = {
  "Content-Type": "application/problem+json",
  "Cache-Control": "no-store",
  "X-Content-Type-Options": "nosniff",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
};

/** What has a lane of its own behind the door, and waits for no stop: the routes that name one, as a test says. */
export const hasOwnLane = (path: string): boolean =>
  /^\/api\/(?:health|metrics|v1\/stops)(?:\/|$)|^\/api\/v1\/actions\/[^/]+\/executions$/.test(path);

/**
 * Lets a request in, or answers it. One that comes while a stop is under way waits here, where that costs the loop nothing.
 * @returns whether it may go on to its route
 */
export function admit(request: IncomingMessage, response: ServerResponse): boolean | Promise<boolean> {
  const path = readTarget(request);
  cleanHeaders(request, request.socket.remoteAddress ?? "unknown");
  const refusal = refusalOf({ method: request.method, host: request.headers.host, path });
  const label = refusal ? "door" : countedAs(path);
  if (label) response.once("close", () => countRequest(label, response.statusCode));
  if (!refusal) return !isStopUnderWay() || hasOwnLane(path) || letStopsGoFirst().then(() => !request.destroyed);
  const problem = toProblem(refusal, newId("request"));
  logger().info(
    { requestId: problem.requestId, method: request.method, path, status: problem.status, code: problem.code },
    "request refused at the door",
  );
  const body = JSON.stringify(problem);
  response.writeHead(problem.status, {
    ...refusalHeaders,
    ...refusal.options.headers,
    "X-Request-Id": problem.requestId,
    "Content-Length": Buffer.byteLength(body),
  });
  response.end(request.method === "HEAD" ? undefined : body);
  return false;
}

const rawAnswer = (line: string, headers: string[] = []) =>
  [`HTTP/1.1 ${line}`, ...headers, "Connection: close", "Content-Length: 0", "", ""].join("\r\n");
const notAllowed = rawAnswer("405 Method Not Allowed", [`Allow: ${anyMethods.join(", ")}`]);
const faults: Record<string, string> = {
  HPE_INVALID_METHOD: notAllowed,
  HPE_HEADER_OVERFLOW: rawAnswer("431 Request Header Fields Too Large"),
  HPE_CHUNK_EXTENSIONS_OVERFLOW: rawAnswer("413 Payload Too Large"),
  ERR_HTTP_REQUEST_TIMEOUT: rawAnswer("408 Request Timeout"),
};

/** What never becomes a request: a tunnel that is asked for, and a method that HTTP's parser does not know. */
export function answerOddRequests(server: Server): void {
  server.on("connect", (_request: IncomingMessage, socket: Socket) => socket.end(notAllowed));
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code === "ECONNRESET" || !socket.writable) socket.destroy();
    else socket.end(faults[error.code ?? ""] ?? rawAnswer("400 Bad Request"));
  });
}

/** Puts the door where scripts/server/serve.mjs looks for it, under a name, since that program is not made from these sources. */
export function openFrontDoor(server: Server | undefined): void {
  Object.assign(globalThis, { [Symbol.for("signalbox.front-door")]: admit });
  if (server) answerOddRequests(server);
}
