import type { SignInDomain } from "@/lib/platform/auth/auth-options";
import { UnauthenticatedError } from "@/lib/platform/errors";
import { groupsOf } from "./group-roles.rules";
import { signInWithIdentity } from "./identity.service";
import { personBySession } from "./person-auth.service";
import { signOut, startSession } from "./session.service";
import { checkPassword } from "./sign-in.service";

/** What next-auth asks of people. */
export const signInDomain: SignInDomain = {
  checkPassword,
  signInWithIdentity: (identity, { groupRoles }) => signInWithIdentity({ ...identity, groups: groupsOf(identity.groups) }, groupRoles),
  startSession,
  signOut,
  async whoIs(sessionId) {
    try {
      const { personName: name, email } = await personBySession(sessionId);
      return { name, email };
    } catch (error) {
      if (error instanceof UnauthenticatedError) return undefined;
      throw error;
    }
  },
};
