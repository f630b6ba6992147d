import { db } from "@/lib/platform/db/client";
import { transaction } from "@/lib/platform/db/transactions";
import { newId } from "@/lib/platform/ids";
import { type GroupRole, rolesByWorkspace } from "./group-roles.rules";
import { syncGroupRoles } from "./group-sync.service";
import { claimedAddress, type Domains, type Identity, ownerOf, verifiedAddress } from "./identity.rules";
import { type LinkReason, linkIdentity, type OwnSession, personOfIdentity, refuseLink, takeLinkWish } from "./identity-link.service";
import { IdentityRefusedError } from "./identity-refused.error";
import { redeemPending } from "./invitation.service";
import { PersonName } from "./people.schemas";

export interface SignInRules {
  groupRoles: readonly GroupRole[];
  domains: Domains;
}

/** The account that an identity opens, and why it is to be linked to it where it is not yet. */
interface Account {
  personId: string;
  link?: LinkReason;
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
  const { oidcSubject } = await db().person.findUniqueOrThrow({ where: { id: personId }, select: { oidcSubject: true } });
  if (oidcSubject !== null) return refuseLink(personId, identity, "other_identity");
  return isOwn ? { personId, link: "own_domain" } : refuseLink(personId, identity, "not_own_domain");
}

/** Makes the account of somebody whom a group or an invitation lets in. @throws IdentityRefusedError */
async function newAccount({ issuer, subject, name }: Identity, email: string, rules: SignInRules, hasRole: boolean): Promise<Account> {
  const owner = ownerOf(email, rules.domains);
  // An account shows its address as its owner's: only the provider of the domain gives it.
  if (owner === "other") throw new IdentityRefusedError("foreign_domain");
  const invited = owner === "own" ? await db().invitation.count({ where: { email, acceptedAt: null, revokedAt: null, expiresAt: { gt: new Date() } } }) : 0;
  if (!hasRole && invited === 0) throw new IdentityRefusedError("no_access");
  const id = newId("person");
  await db().person.create({ data: { id, email, name: PersonName.safeParse(name).data ?? email, oidcIssuer: issuer, oidcSubject: subject } });
  return { personId: id };
}

async function accountOf(identity: Identity, rules: SignInRules, hasRole: boolean, session: OwnSession | undefined): Promise<Account> {
  const address = verifiedAddress(identity);
  if (session && (await takeLinkWish(session, identity.providerId))) return accountToLink(identity, address, session);
  const known = await personOfIdentity(identity);
  if (known !== undefined) return { personId: known };
  const claimed = claimedAddress(identity);
  const same = claimed === undefined ? null : await db().person.findUnique({ where: { email: claimed }, select: { id: true } });
  if (same) return accountOfAddress(same.id, identity, address !== undefined && ownerOf(address, rules.domains) === "own");
  if (address === undefined) throw new IdentityRefusedError("email_unverified");
  return newAccount(identity, address, rules, hasRole);
}

/** Takes up what is open to the account's own address, where the provider owns that domain: an address that changed there opens nobody else's invitations. */
async function takeUpInvitations(personId: string, identity: Identity, domains: Domains): Promise<void> {
  const address = verifiedAddress(identity);
  if (address === undefined || ownerOf(address, domains) !== "own") return;
  const { email } = await db().person.findUniqueOrThrow({ where: { id: personId }, select: { email: true } });
  if (email === address) await transaction((tx) => redeemPending(tx, personId, email));
}

/**
 * Lets in whom an identity provider vouches for, and brings their roles in line with their groups. An account that exists is linked for good
 * by an address in the provider's own domains, or where its own session asked for it (identity-link.service).
 * @param session the session of the browser that comes back from the provider
 * @returns the person's id. @throws IdentityRefusedError
 */
export async function signInWithIdentity(identity: Identity, rules: SignInRules, session: OwnSession | undefined): Promise<string> {
  const wanted = rolesByWorkspace(identity.groups, rules.groupRoles);
  const { personId, link } = await accountOf(identity, rules, wanted.size > 0, session);
  await syncGroupRoles(personId, identity.providerId, wanted);
  await takeUpInvitations(personId, identity, rules.domains);
  const active = await db().membership.count({ where: { personId, deactivatedAt: null } });
  if (active === 0) throw new IdentityRefusedError("no_access");
  // Last, so that nothing is linked to somebody who may enter nothing.
  if (link) await linkIdentity(personId, identity, link);
  return personId;
}
