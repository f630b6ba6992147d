import { type GroupRole, rolesByWorkspace } from "@/lib/people/group-roles.rules";
import { redeemPending } from "@/lib/people/invitation.service";
import { PersonName } from "@/lib/people/people.schemas";
import { db, type Tx } from "@/lib/platform/db/client";
import { transaction } from "@/lib/platform/db/transactions";
import { newId } from "@/lib/platform/ids";
import type { Role } from "@/lib/platform/permissions.rules";
import { syncGroupRoles } from "./group-sync.service";
import {
  LinkedOtherwiseError,
  type LinkReason,
  linkIdentity,
  type OwnSession,
  personOfIdentity,
  refuseLink,
  takeLinkWish,
} from "./identity-link.service";
import { IdentityRefusedError } from "./identity-refused.error";
import { claimedAddress, type Domains, type Identity, ownerOf, verifiedAddress } from "./identity.rules";

export interface SignInRules {
  groupRoles: readonly GroupRole[];
  domains: Domains;
}

/** The account that an identity opens, and why it is to be linked to it where it is not yet. */
interface Account {
  personId: string;
  link?: LinkReason;
  /** An account that is yet to be made. */
  made?: { email: string; name: string };
}

/** The account of a session whose person asked to link this provider. @throws IdentityRefusedError, with an entry */
async function accountToLink(identity: Identity, address: string | undefined, session: OwnSession): Promise<Account> {
  const { personId } = session;
  const known = await personOfIdentity(identity);
  if (known === personId) return { personId };
  if (known !== undefined) return refuseLink(personId, identity, "of_another_account", session);
  if (address === undefined) return refuseLink(personId, identity, "email_unverified", session);
  const { email } = await db().person.findUniqueOrThrow({ where: { id: personId }, select: { email: true } });
  if (email !== address) return refuseLink(personId, identity, "other_address", session);
  return { personId, link: session };
}

/** The account that has an identity's address already, where the provider's word alone opens it. @throws IdentityRefusedError, with an entry */
async function accountOfAddress(personId: string, identity: Identity, isOwn: boolean): Promise<Account> {
  if (!identity.emailVerified) return refuseLink(personId, identity, "email_unverified");
  const { oidcSubject } = await db().person.findUniqueOrThrow({
    where: { id: personId },
    select: { oidcSubject: true },
  });
  if (oidcSubject !== null) return refuseLink(personId, identity, "other_identity");
  return isOwn ? { personId, link: "own_domain" } : refuseLink(personId, identity, "not_own_domain");
}

/** An account for somebody whom a group or an invitation lets in. @throws IdentityRefusedError */
async function newAccount({ name }: Identity, email: string, rules: SignInRules, hasRole: boolean): Promise<Account> {
  const owner = ownerOf(email, rules.domains);
  // An account shows its address as its owner's: only the provider of the domain gives it.
  if (owner === "other") throw new IdentityRefusedError("foreign_domain");
  const invited =
    owner === "own"
      ? await db().invitation.count({
          where: { email, acceptedAt: null, revokedAt: null, expiresAt: { gt: new Date() } },
        })
      : 0;
  if (!hasRole && invited === 0) throw new IdentityRefusedError("no_access");
  return { personId: newId("person"), made: { email, name: PersonName.safeParse(name).data ?? email } };
}

async function accountOf(
  identity: Identity,
  rules: SignInRules,
  hasRole: boolean,
  session: OwnSession | undefined,
): Promise<Account> {
  const address = verifiedAddress(identity);
  if (session && (await takeLinkWish(session, identity.providerId))) return accountToLink(identity, address, session);
  const known = await personOfIdentity(identity);
  if (known !== undefined) return { personId: known };
  const claimed = claimedAddress(identity);
  const same =
    claimed === undefined ? null : await db().person.findUnique({ where: { email: claimed }, select: { id: true } });
  if (same)
    return accountOfAddress(same.id, identity, address !== undefined && ownerOf(address, rules.domains) === "own");
  if (address === undefined) throw new IdentityRefusedError("email_unverified");
  return newAccount(identity, address, rules, hasRole);
}

/** Takes up what is open to the account's own address, where the provider owns that domain: an address that changed there opens nobody else's invitations. */
async function takeUpInvitations(tx: Tx, personId: string, identity: Identity, domains: Domains): Promise<void> {
  const address = verifiedAddress(identity);
  if (address === undefined || ownerOf(address, domains) !== "own") return;
  const { email } = await tx.person.findUniqueOrThrow({ where: { id: personId }, select: { email: true } });
  if (email === address) await redeemPending(tx, personId, email);
}

/**
 * All that a sign-in writes, in one transaction: whoever is refused in it has been given nothing, neither a role nor an invitation nor an account.
 * @returns whether there is a workspace to enter. Where there is none, what the groups take away has been taken away all the same.
 */
function enter(
  { personId, link, made }: Account,
  identity: Identity,
  { domains }: SignInRules,
  wanted: ReadonlyMap<string, Role>,
): Promise<boolean> {
  const { issuer, subject, providerId } = identity;
  return transaction(async (tx) => {
    if (made) await tx.person.create({ data: { id: personId, ...made, oidcIssuer: issuer, oidcSubject: subject } });
    await syncGroupRoles(tx, personId, providerId, wanted);
    await takeUpInvitations(tx, personId, identity, domains);
    const active = await tx.membership.count({ where: { personId, deactivatedAt: null } });
    if (active === 0 && made) throw new IdentityRefusedError("no_access");
    // Nothing is linked to somebody who may enter nothing.
    if (active > 0 && link) await linkIdentity(tx, personId, identity, link);
    return active > 0;
  });
}

/**
 * Lets in whom an identity provider vouches for, and brings their roles in line with their groups. An account that exists is linked for good
 * by an address in the provider's own domains, or where its own session asked for it (identity-link.service).
 * @param session the session of the browser that comes back from the provider
 * @returns the person's id. @throws IdentityRefusedError
 */
export async function signInWithIdentity(
  identity: Identity,
  rules: SignInRules,
  session: OwnSession | undefined,
): Promise<string> {
  const wanted = rolesByWorkspace(identity.groups, rules.groupRoles);
  const account = await accountOf(identity, rules, wanted.size > 0, session);
  const { personId, link } = account;
  try {
    if (!(await enter(account, identity, rules, wanted))) throw new IdentityRefusedError("no_access");
  } catch (error) {
    if (error instanceof LinkedOtherwiseError)
      return refuseLink(personId, identity, "other_identity", link === "own_domain" ? undefined : link);
    throw error;
  }
  return personId;
}
