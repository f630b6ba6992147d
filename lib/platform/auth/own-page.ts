import { env } from "@/lib/platform/env";
import { routes } from "@/lib/platform/routes";

/** What a request to next-auth was, as far as it says where a fault of it is shown. */
export interface Asked {
  /** What follows /api/auth/ in its address. */
  path: readonly string[];
  query: URLSearchParams;
  /** Whether the browser's session wishes to link this provider: then whoever is signed in goes on under Account. */
  wishesToLink(providerId: string): Promise<boolean>;
}

const doors = ["/api/auth/error", "/api/auth/signin"];

/** The fault that an answer of next-auth's is about, as our pages explain it; undefined where it is about none. */
function faultOf(response: Response, { path, query }: Asked): string | null | undefined {
  const isDrawn = response.headers.get("content-type")?.includes("text/html") === true;
  if (isDrawn) return path[0] === "error" ? "Callback" : null;
  const to = response.headers.get("location");
  if (to === null) return undefined;
  const { origin, pathname, searchParams } = new URL(to, env().NEXTAUTH_URL);
  if (origin !== new URL(env().NEXTAUTH_URL).origin || !doors.includes(pathname)) return undefined;
  // Whoever was refused there, or turned back, is not told that the answer came too late.
  return path[0] === "callback" && query.get("error") === "access_denied" ? "AccessDenied" : searchParams.get("error");
}

/**
 * Leads straight to a page of the console, with the fault in its address, where next-auth draws a page itself or goes round by its own
 * pages. Cookies that it set or cleared stay with the answer.
 */
export async function toOwnPage(response: Response, asked: Asked): Promise<Response> {
  const fault = faultOf(response, asked);
  if (fault === undefined) return response;
  const [action, providerId] = asked.path;
  const linking =
    fault !== null && action === "callback" && providerId !== undefined && (await asked.wishesToLink(providerId));
  const headers = new Headers({
    Location: new URL(
      linking ? routes.account(fault) : routes.signIn(undefined, fault ?? undefined),
      env().NEXTAUTH_URL,
    ).href,
  });
  for (const cookie of response.headers.getSetCookie()) headers.append("Set-Cookie", cookie);
  return new Response(null, { status: 302, headers });
}
