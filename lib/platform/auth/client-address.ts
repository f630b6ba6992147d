/**
 * The address a request came from, as far as it can be known: the last hop that the nearest proxy (or Next itself) noted in
 * X-Forwarded-For. What stands left of it was sent by the client and may be made up.
 */
export function clientAddress(headers: Headers): string {
  const hops = (headers.get("x-forwarded-for") ?? "").split(",").map((hop) => hop.trim()).filter(Boolean);
  return hops.at(-1)?.slice(0, 64) ?? "unknown";
}
