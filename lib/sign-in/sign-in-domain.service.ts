import { groupsOf } from "@/lib/people/group-roles.rules";
import type { SignInDomain } from "@/lib/platform/auth/auth-options";
import { env } from "@/lib/platform/env";
import { UnauthenticatedError } from "@/lib/platform/errors";
import type { KnownPerson } from "@/lib/sessions/credential.views";
import { personBySession } from "@/lib/sessions/person-auth.service";
import { signOut, startSession } from "@/lib/sessions/session.service";
import { wishesToLink } from "./identity-link.service";
import { signInWithIdentity } from "./identity.service";
import { checkPassword } from "./sign-in.service";

async function personOf(sessionId: string): Promise<KnownPerson | undefined> {
  try {
    return await personBySession(sessionId);
  } catch (error) {
    if (error instanceof UnauthenticatedError) return undefined;
    throw error;
  }
}

/** What next-auth asks of people. */
export const signInDomain: SignInDomain = {
  checkPassword,
  async signInWithIdentity(identity, { issuer, domains: own, groupRoles }, sessionId) {
    const others = env().SIGNALBOX_OIDC.flatMap((other) => (other.issuer === issuer ? [] : other.domains));
    const signedIn = sessionId === undefined ? undefined : await personOf(sessionId);
    const session = signedIn && sessionId !== undefined ? { sessionId, personId: signedIn.personId } : undefined;
    return signInWithIdentity(
      { ...identity, groups: groupsOf(identity.groups) },
      { groupRoles, domains: { own, others } },
      session,
    );
  },
  wishesToLink,
  startSession,
  signOut,
  async whoIs(sessionId) {
    const found = await personOf(sessionId);
    return found && { name: found.personName, email: found.email };
  },
};
