import { cookieValue, sessionCookieName } from "@/lib/platform/credentials/session-cookie";
import { isWellFormed } from "@/lib/platform/credentials/token-format";
import { ForbiddenError, UnauthenticatedError } from "@/lib/platform/errors";
import type { Authenticator } from "./caller";

/** No credentials needed. */
export const open: Authenticator<null> = { authenticate: () => Promise.resolve(null), describe: { open: true } };

/** Either of two kinds of caller, told apart by the credential they bring. */
export function either<A, B>(a: Authenticator<A>, b: Authenticator<B>): Authenticator<A | B> {
  return {
    async authenticate(request) {
      return (await a.authenticate(request)) ?? (await b.authenticate(request));
    },
    describe: { ...a.describe, ...b.describe },
  };
}

/** Whoever brings the wrong kind of credential is told which kind this route takes, rather than that they sent none. */
function wrongKind(
  { agentScope, permission, session, metricsToken }: Authenticator<unknown>["describe"],
  request: Request,
): ForbiddenError | undefined {
  if (metricsToken) return undefined;
  const token = bearerToken(request);
  if (agentScope === undefined) {
    const isAgents = token !== undefined && (isWellFormed(token, "sbx") || isWellFormed(token, "sbr"));
    return isAgents
      ? new ForbiddenError(
          "people_only",
          "This is for people: an agent's key does not open it. Sign in, or send a personal access token.",
        )
      : undefined;
  }
  if (permission !== undefined || session) return undefined;
  const isPersons =
    token === undefined
      ? cookieValue(request.headers.get("cookie"), sessionCookieName()) !== undefined
      : isWellFormed(token, "sbp");
  return isPersons
    ? new ForbiddenError("agents_only", "This is for agents: send an agent's key or a run's token.")
    : undefined;
}

/** @throws 401 where no authenticator recognises the credential, 403 `people_only` or `agents_only` where it is the other kind's. */
export async function requireCaller<C>(auth: Authenticator<C>, request: Request): Promise<C> {
  const caller = await auth.authenticate(request);
  if (caller === undefined) throw wrongKind(auth.describe, request) ?? new UnauthenticatedError();
  return caller;
}

export function bearerToken(request: Request): string | undefined {
  const match = /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "");
  return match?.[1];
}
