import { decode, encode } from "next-auth/jwt";
import { authSecret, env } from "@/lib/platform/env";

/** A session ends this long after signing in, whatever happens. */
export const sessionMaxSeconds = 12 * 60 * 60;
/** And this long after its last request. */
export const sessionIdleSeconds = 2 * 60 * 60;

/** Cookies are marked Secure, and named accordingly, where the console is served over https. */
export function usesSecureCookies(): boolean {
  return env().NEXTAUTH_URL.startsWith("https://");
}

export function sessionCookieName(): string {
  return `${usesSecureCookies() ? "__Secure-" : ""}next-auth.session-token`;
}

/** Names the workspace that the console's pages show; read by pages only, never by the API. */
export const workspaceCookieName = "signalbox-workspace";

/** The value of one cookie in a Cookie header (RFC 6265, 5.4), or undefined. */
export function cookieValue(header: string | null, name: string): string | undefined {
  for (const pair of (header ?? "").split(";")) {
    const equals = pair.indexOf("=");
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return undefined;
}

/** The session a cookie's encrypted token names; undefined for one that is not ours, was altered or has expired. */
export async function sessionIdOf(token: string | undefined): Promise<string | undefined> {
  if (!token) return undefined;
  try {
    const claims = await decode({ token, secret: authSecret() });
    return typeof claims?.sid === "string" ? claims.sid : undefined;
  } catch {
    // Whatever is wrong with it, it names no session.
    return undefined;
  }
}

/** The cookie's value for a session, as sign-in sets it; for tests and tools that act as a signed-in browser. */
export function sessionToken(sessionId: string): Promise<string> {
  return encode({ token: { sid: sessionId }, secret: authSecret(), maxAge: sessionMaxSeconds });
}
