import { env } from "@/lib/platform/env";
import { ForbiddenError } from "@/lib/platform/errors";

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

function isOwnOrigin(origin: string, host: string | null): boolean {
  if (!URL.canParse(origin)) return false; // also "null", of a sandboxed frame
  const { host: from, origin: exact } = new URL(origin);
  return from === host || exact === new URL(env().NEXTAUTH_URL).origin;
}

/**
 * A change that rests on a cookie must have been sent by our own pages (Fetch Metadata, and RFC 6454 Origin). A request with
 * neither header comes from no browser: nobody else's cookies are in it.
 * @throws 403 `cross_site`
 */
export function requireSameOrigin(request: Request): void {
  if (safeMethods.has(request.method)) return;
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  const foreignSite = site !== null && site !== "same-origin" && site !== "none";
  if (foreignSite || (origin !== null && !isOwnOrigin(origin, request.headers.get("host")))) {
    throw new ForbiddenError("cross_site", "This change was asked for by another site. Nothing was done.");
  }
}
