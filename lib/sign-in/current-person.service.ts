import { cache } from "react";
import type { Me } from "@/lib/people/account.schemas";
import { getMe } from "@/lib/people/account.views";
import { goToSignIn, pageCredentials, pageZone, showForbidden } from "@/lib/platform/auth/page-request";
import { ForbiddenError, UnauthenticatedError } from "@/lib/platform/errors";
import type { PersonCaller } from "@/lib/platform/http/caller";
import type { Permission } from "@/lib/platform/permissions.rules";
import { callerOfSession } from "@/lib/sessions/person-auth.service";
import { sessionEnded } from "@/lib/sessions/sign-in.rules";

/** Who is looking at this page, read once per request; undefined when nobody is signed in. @throws 403 `no_workspace`. */
export const currentPerson = cache(async (): Promise<PersonCaller | undefined> => {
  const { sessionId, workspace } = await pageCredentials();
  if (sessionId === undefined) return undefined;
  try {
    return await callerOfSession(sessionId, workspace);
  } catch (error) {
    if (error instanceof UnauthenticatedError) return undefined;
    throw error;
  }
});

/**
 * The person a page is made for. Whoever is not signed in is sent to sign in; whoever lacks the right sees the
 * forbidden page.
 */
export async function requirePerson(permission?: Permission): Promise<PersonCaller> {
  const person = await currentPerson().catch((error: unknown) => {
    // Signed in, but a member of nothing: the sign-in page says so and offers another account.
    if (error instanceof ForbiddenError) return goToSignIn(error.code);
    throw error;
  });
  // A session that is known but no longer stands: they ask themselves why they are here.
  if (!person) return goToSignIn((await pageCredentials()).sessionId === undefined ? undefined : sessionEnded);
  if (permission && !person.permissions.includes(permission)) return showForbidden();
  return person;
}

/** The person a page is made for, as `GET /me` tells it; read once per request. */
export const currentMe = cache(async (): Promise<Me> => getMe(await requirePerson()));

/** The zone that a page is drawn in, an IANA name: of the person's profile, else of their browser, else UTC. */
export async function currentTimeZone(): Promise<string> {
  return (await currentMe()).person.timeZone ?? (await pageZone()) ?? "UTC";
}
