import { type NextRequest, NextResponse } from "next/server";

const isDevelopment = process.env.NODE_ENV === "development";

/**
 * The policy of a page: scripts only with this response's nonce (and what they load), everything else only from
 * our own origin. Styles may be inline, since components place popups by style attributes.
 */
function contentSecurityPolicy(nonce: string): string {
  // React needs eval for readable stacks in development only.
  const evalInDevelopment = isDevelopment ? " 'unsafe-eval'" : "";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${evalInDevelopment}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Gives every page its own nonce. It decides nothing about who may see what: that is done where data is read. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.randomUUID()).toString("base64");
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  // Whoever must sign in first comes back to this page.
  headers.set("x-signalbox-path", request.nextUrl.pathname + request.nextUrl.search);
  // Next reads the nonce for its own scripts from the request's policy.
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

export const config = {
  matcher: [
    {
      // Pages only: the API stays free of this hop, files need no policy.
      source: "/((?!api/|_next/static|_next/image|icon|manifest|favicon).*)",
      missing: [{ type: "header", key: "next-router-prefetch" }],
    },
  ],
};
