import { cookies, headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { routes } from "@/lib/platform/routes";
import { sessionCookieName, sessionIdOf, workspaceCookieName } from "./session-cookie";

/** What a page's request says about who is asking: the session its cookie names, and the workspace last chosen. */
export async function pageCredentials(): Promise<{ sessionId: string | undefined; workspace: string | undefined }> {
  const jar = await cookies();
  return {
    sessionId: await sessionIdOf(jar.get(sessionCookieName())?.value),
    workspace: jar.get(workspaceCookieName)?.value,
  };
}

/** Sends the browser to sign in, and back to this page afterwards. `error` is what the sign-in page explains. */
export async function goToSignIn(error?: string): Promise<never> {
  redirect(routes.signIn((await headers()).get("x-signalbox-path") ?? undefined, error));
}

/** Shows the console's own "not for your role" page, with status 403. */
export function showForbidden(): never {
  forbidden();
}
