import { httpServer } from "./http-server";
import { addressBehind } from "./proxies";

/**
 * The address a request came from. The connection's own address is in a header that the server process sets whatever the client sent;
 * where that process does not run (development, tests) nothing is known, and whatever a client says about itself is not asked.
 */
export function clientAddress(headers: Headers): string {
  const peer = httpServer() ? headers.get("x-signalbox-peer") : null;
  return peer === null ? "unknown" : addressBehind(peer, headers.get("x-forwarded-for")).slice(0, 64);
}
