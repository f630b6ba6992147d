import { UnauthenticatedError } from "@/lib/platform/errors";
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

/** @throws 401 where no authenticator recognises the credential. */
export async function requireCaller<C>(auth: Authenticator<C>, request: Request): Promise<C> {
  const caller = await auth.authenticate(request);
  if (caller === undefined) throw new UnauthenticatedError();
  return caller;
}

export function bearerToken(request: Request): string | undefined {
  const match = /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "");
  return match?.[1];
}
