import { cookies, headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { sessionCookieName, sessionIdOf, workspaceCookieName } from "@/lib/platform/credentials/session-cookie";
import { routes } from "@/lib/platform/routes";
import { isTimeZone, zoneCookie } from "@/lib/platform/time-zone";

/** What a page's request says about who is asking: the session its cookie names, and the workspace last chosen. */
export async function pageCredentials(): Promise<{ sessionId: string | undefined; workspace: string | undefined }> {
  const jar = await cookies();
  return {
    sessionId: await sessionIdOf(jar.get(sessionCookieName())?.value),
    workspace: jar.get(workspaceCookieName)?.value,
  };
}

/** The zone that the browser last named as its own; undefined where it has named none that there is. */
export async function pageZone(): Promise<string | undefined> {
  const zone = (await cookies()).get(zoneCookie)?.value;
  return zone !== undefined && isTimeZone(zone) ? zone : undefined;
}

/** Sends the browser to sign in, and back to this page afterwards. `error` is what the sign-in page explains. */
export async function goToSignIn(error?: string): Promise<never> {
  redirect(routes.signIn((await headers()).get("x-signalbox-path") ?? undefined, error));
}

/** Shows the console's own "not for your role" page, with status 403. */
export function showForbidden(): never {
  forbidden();
}
