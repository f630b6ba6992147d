// @ts-check
// How the server ends: it says so first, so that nobody new comes; lets everybody finish or tells them; and goes within seconds.

/**
 * What the server's own code is told by: lib/platform/stopping.ts finds it under the same name.
 * @returns {AbortController}
 */
export function stopping() {
  const holder = /** @type {Record<symbol, AbortController | undefined>} */ (/** @type {unknown} */ (globalThis));
  return (holder[Symbol.for("signalbox.stopping")] ??= new AbortController());
}

const problem = JSON.stringify({
  type: "urn:signalbox:problem:unavailable",
  title: "Unavailable",
  status: 503,
  detail: "This instance is stopping. Nothing was done; try again in two seconds.",
  code: "unavailable",
});

/**
 * Answers a request that comes while the server stops: with 503 and when to come again. Questions about its health are still answered.
 *
 * @param {import("node:http").IncomingMessage} request
 * @param {import("node:http").ServerResponse} response
 * @returns {boolean} whether it was answered here
 */
export function turnAway(request, response) {
  if (!stopping().signal.aborted) return false;
  response.shouldKeepAlive = false;
  if (request.url?.startsWith("/api/health")) return false;
  response.writeHead(503, {
    "Content-Type": "application/problem+json",
    "Retry-After": "2",
    "Cache-Control": "no-store",
  });
  response.end(problem);
  return true;
}

/**
 * Ends the server when it is told to. At once: readiness says no, new requests are turned away, those that wait for a decision are told what
 * is true now, streams end with an event that says why. After `listenMs`, in which a load balancer notices, nobody new is
 * let in. Who is still being answered after `goneMs` is cut off.
 *
 * @param {import("node:http").Server} server
 * @param {{ listenMs?: number, goneMs?: number }} [times]
 * @returns {() => Promise<void>} begins it; resolves when every connection is closed
 */
export function endGently(server, { listenMs = 1_000, goneMs = 3_500 } = {}) {
  /** @type {Set<import("node:http").ServerResponse>} */
  const open = new Set();
  server.prependListener("request", (_request, response) => {
    open.add(response);
    response.once("close", () => open.delete(response));
  });
  return () =>
    new Promise((resolve) => {
      stopping().abort();
      // Their connections are not kept for another request, which nobody would answer.
      for (const response of open) response.shouldKeepAlive = false;
      setTimeout(() => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }, listenMs);
      setTimeout(() => server.closeAllConnections(), goneMs);
    });
}
