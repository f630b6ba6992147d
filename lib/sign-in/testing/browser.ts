import { sessionCookieName, sessionToken } from "@/lib/platform/credentials/session-cookie";
import type { Route } from "@/lib/platform/http/define-route";
import { startSession } from "@/lib/sessions/session.service";
import { type Answer, type Call, call } from "@/lib/testing/call";

export interface Browser {
  sessionId: string;
  /** Calls a route with this browser's cookie, as our own pages do. */
  send(route: Route | undefined, options?: Call): Promise<Answer>;
}

/** A browser in which a person is signed in. */
export async function signedInBrowser(personId: string, workspace?: string): Promise<Browser> {
  const sessionId = await startSession({ personId, method: "password", userAgent: "test", replaces: undefined });
  const cookie = `${sessionCookieName()}=${await sessionToken(sessionId)}`;
  return {
    sessionId,
    send: (route, options = {}) =>
      call(route, {
        ...options,
        headers: {
          cookie,
          origin: "http://localhost:3000",
          "sec-fetch-site": "same-origin",
          ...(workspace ? { "signalbox-workspace": workspace } : {}),
          ...options.headers,
        },
      }),
  };
}
