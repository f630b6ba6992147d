import NextAuth from "next-auth";
import { NextRequest } from "next/server";
import { cookieValue, sessionCookieName, sessionIdOf } from "@/lib/platform/credentials/session-cookie";
import { NotFoundError } from "@/lib/platform/errors";
import { clientAddress } from "@/lib/platform/http/client-address";
import { problemResponse } from "@/lib/platform/http/problem";
import { readBytes } from "@/lib/platform/http/read-body";
import { forStranger } from "@/lib/platform/http/strangers";
import { newId } from "@/lib/platform/ids";
import { authOptions, type SignInDomain, type SignInRequest } from "./auth-options";
import { knownBrowserCookieName } from "./known-browser";
import { toOwnPage } from "./own-page";
import { requireSameOrigin } from "./same-origin";

type Context = { params: Promise<{ nextauth: string[] }> };
type Handler = (request: NextRequest, context: Context) => Promise<Response>;

async function signInRequestOf(headers: Headers): Promise<SignInRequest> {
  const cookies = headers.get("cookie");
  return {
    knownBrowser: cookieValue(cookies, knownBrowserCookieName()),
    setCookies: [],
    address: clientAddress(headers),
    userAgent: headers.get("user-agent") ?? undefined,
    sessionId: await sessionIdOf(cookieValue(cookies, sessionCookieName())),
  };
}

/** Far more than a sign-in needs. */
const bodyLimitBytes = 65_536;

/** next-auth reads a body of any size, from anybody: it is given one that was read here, up to a limit. @throws 413 */
async function bounded(request: NextRequest): Promise<NextRequest> {
  if (request.method === "GET" || request.method === "HEAD") return request;
  const body = await readBytes(request, bodyLimitBytes);
  return new NextRequest(request.url, { method: request.method, headers: request.headers, body });
}

/** A lock-out (429) and a crowd at the door (503) are reported as such; next-auth would make them a plain 401. Redirects of a form stay redirects. */
async function withLockOut(response: Response, { lockedOut }: SignInRequest): Promise<Response> {
  if (!lockedOut || response.status !== 401) return response;
  const headers = new Headers(response.headers);
  headers.set("Retry-After", String(lockedOut.options.retryAfterSeconds ?? 1));
  const { url } = (await response.json()) as { url?: string };
  return new Response(JSON.stringify({ url, code: lockedOut.code, detail: lockedOut.message }), {
    status: lockedOut.status,
    headers,
  });
}

async function wishesToLink(domain: SignInDomain, { sessionId }: SignInRequest, providerId: string): Promise<boolean> {
  return sessionId !== undefined && domain.wishesToLink(sessionId, providerId);
}

/** The console's sign-in at /api/auth: next-auth, with the rules it leaves to its users. */
export function authHandler(domain: SignInDomain): Handler {
  return async (request, context) => {
    const requestId = newId("request");
    try {
      // A sign-in forged by another site would put its victim into a stranger's account.
      requireSameOrigin(request);
      const { nextauth } = await context.params;
      // next-auth's door for a browser's log lines lets anybody write into ours.
      if (nextauth[0] === "_log") throw new NotFoundError();
      const facts = await signInRequestOf(request.headers);
      const read = await bounded(request);
      const handle = () => NextAuth(read, context, authOptions(domain, facts)) as Promise<Response>;
      // Trying a password costs more than anything else a stranger can ask for.
      const response =
        request.method === "POST" && nextauth[0] !== "signout" ? await forStranger(request, handle) : await handle();
      const answer = await toOwnPage(await withLockOut(response, facts), {
        path: nextauth,
        query: request.nextUrl.searchParams,
        wishesToLink: (id) => wishesToLink(domain, facts, id),
      });
      for (const line of facts.setCookies) answer.headers.append("Set-Cookie", line);
      answer.headers.set("X-Request-Id", requestId);
      return answer;
    } catch (error) {
      return problemResponse(error, requestId, { method: request.method, path: new URL(request.url).pathname });
    }
  };
}
