import { db } from "@/lib/platform/db/client";
import { transaction } from "@/lib/platform/db/transactions";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { type GroupRole, rolesByWorkspace } from "./group-roles.rules";
import { syncGroupRoles } from "./group-sync.service";
import { linkIdentity, recordLinkRefusal } from "./identity-link.service";
import { redeemPending } from "./invitation.service";
import { emailKey } from "./people.rules";
import { PersonName } from "./people.schemas";

/** What an identity provider says about who signed in, after its tokens were verified. */
export interface Identity {
  providerId: string;
  issuer: string;
  subject: string;
  email: string | undefined;
  emailVerified: boolean;
  name: string | undefined;
  groups: readonly string[];
}

/** Why the console does not let in somebody whom the provider vouches for; `code` is shown by the sign-in page. */
export class IdentityRefusedError extends AppError {
  constructor(code: "email_unverified" | "identity_conflict" | "identity_not_linked" | "no_access") {
    const details = {
      email_unverified: "The identity provider does not say that this e-mail address is verified.",
      identity_conflict: "This e-mail address belongs to an account with another identity.",
      identity_not_linked: "This e-mail address belongs to an account that is not linked to this identity provider.",
      no_access: "None of your groups gives access, and there is no open invitation for you.",
    };
    super(code, details[code]);
  }
}

export interface SignInRules {
  groupRoles: readonly GroupRole[];
  /** The e-mail domains that are the provider's own. */
  domains: readonly string[];
}

/** Whether the provider says so of an address of its own: of any other it is one among many who could. */
function isOwnAddress({ email, emailVerified }: Identity, { domains }: SignInRules): boolean {
  return email !== undefined && emailVerified && domains.includes(emailKey(email).split("@").at(-1) ?? "");
}

/** Links the account of this address where its own browser is signed in to it, or the provider owns the address's domain. @throws IdentityRefusedError */
async function link(personId: string, identity: Identity, rules: SignInRules, signedIn: string | undefined): Promise<void> {
  const why = signedIn === personId ? "own_session" : isOwnAddress(identity, rules) ? "own_domain" : undefined;
  if (!why) {
    await recordLinkRefusal(personId, identity, identity.emailVerified ? "not_own_domain" : "email_unverified");
    throw new IdentityRefusedError(identity.emailVerified ? "identity_not_linked" : "email_unverified");
  }
  if (await linkIdentity(personId, identity, why)) return;
  await recordLinkRefusal(personId, identity, "other_identity");
  throw new IdentityRefusedError("identity_conflict");
}

/** The person of an identity: by issuer and subject, else the account of its address where that may be linked, else made. */
async function personOf(identity: Identity, rules: SignInRules, mayJoin: boolean, signedIn: string | undefined): Promise<string> {
  const { issuer, subject } = identity;
  const known = await db().person.findUnique({ where: { oidcIssuer_oidcSubject: { oidcIssuer: issuer, oidcSubject: subject } }, select: { id: true } });
  if (known) return known.id;
  if (!identity.email) throw new IdentityRefusedError("email_unverified");
  const email = emailKey(identity.email);
  const same = await db().person.findUnique({ where: { email }, select: { id: true } });
  if (same) {
    await link(same.id, identity, rules, signedIn);
    return same.id;
  }
  if (!identity.emailVerified) throw new IdentityRefusedError("email_unverified");
  const invited = isOwnAddress(identity, rules) ? await db().invitation.count({ where: { email, acceptedAt: null, revokedAt: null, expiresAt: { gt: new Date() } } }) : 0;
  if (!mayJoin && invited === 0) throw new IdentityRefusedError("no_access");
  const id = newId("person");
  await db().person.create({ data: { id, email, name: PersonName.safeParse(identity.name).data ?? email, oidcIssuer: issuer, oidcSubject: subject } });
  return id;
}

/**
 * Lets in whom an identity provider vouches for, and brings their roles in line with their groups.
 * @param signedIn who is signed in already in the browser that comes back from the provider
 * @returns the person's id. @throws IdentityRefusedError
 */
export async function signInWithIdentity(identity: Identity, rules: SignInRules, signedIn: string | undefined): Promise<string> {
  const wanted = rolesByWorkspace(identity.groups, rules.groupRoles);
  const personId = await personOf(identity, rules, wanted.size > 0, signedIn);
  await syncGroupRoles(personId, identity.providerId, wanted);
  const { email } = identity;
  if (email && isOwnAddress(identity, rules)) await transaction((tx) => redeemPending(tx, personId, emailKey(email)));
  const active = await db().membership.count({ where: { personId, deactivatedAt: null } });
  if (active === 0) throw new IdentityRefusedError("no_access");
  return personId;
}
