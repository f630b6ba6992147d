import { db } from "@/lib/platform/db/client";
import { transaction } from "@/lib/platform/db/transactions";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { type GroupRole, rolesByWorkspace } from "./group-roles.rules";
import { syncGroupRoles } from "./group-sync.service";
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
  constructor(code: "email_unverified" | "identity_conflict" | "no_access") {
    const details = {
      email_unverified: "The identity provider does not say that this e-mail address is verified.",
      identity_conflict: "This e-mail address belongs to an account with another identity.",
      no_access: "None of your groups gives access, and there is no open invitation for you.",
    };
    super(code, details[code]);
  }
}

async function link(personId: string, { issuer, subject }: Identity): Promise<void> {
  const linked = await db().person.updateMany({
    where: { id: personId, oidcSubject: null, oidcIssuer: null },
    data: { oidcIssuer: issuer, oidcSubject: subject },
  });
  if (linked.count !== 1) throw new IdentityRefusedError("identity_conflict");
}

/** The person of an identity: by issuer and subject, else by a verified e-mail address, else made. */
async function personOf(identity: Identity, mayJoin: boolean): Promise<string> {
  const { issuer, subject } = identity;
  const known = await db().person.findUnique({ where: { oidcIssuer_oidcSubject: { oidcIssuer: issuer, oidcSubject: subject } }, select: { id: true } });
  if (known) return known.id;
  if (!identity.email || !identity.emailVerified) throw new IdentityRefusedError("email_unverified");
  const email = emailKey(identity.email);
  const same = await db().person.findUnique({ where: { email }, select: { id: true } });
  if (same) {
    await link(same.id, identity);
    return same.id;
  }
  const invited = await db().invitation.count({ where: { email, acceptedAt: null, revokedAt: null, expiresAt: { gt: new Date() } } });
  if (!mayJoin && invited === 0) throw new IdentityRefusedError("no_access");
  const id = newId("person");
  await db().person.create({ data: { id, email, name: PersonName.safeParse(identity.name).data ?? email, oidcIssuer: issuer, oidcSubject: subject } });
  return id;
}

/**
 * Lets in whom an identity provider vouches for, and brings their roles in line with their groups.
 * @returns the person's id. @throws IdentityRefusedError
 */
export async function signInWithIdentity(identity: Identity, lines: readonly GroupRole[]): Promise<string> {
  const wanted = rolesByWorkspace(identity.groups, lines);
  const personId = await personOf(identity, wanted.size > 0);
  await syncGroupRoles(personId, identity.providerId, wanted);
  const { email } = identity;
  if (email && identity.emailVerified) await transaction((tx) => redeemPending(tx, personId, emailKey(email)));
  const active = await db().membership.count({ where: { personId, deactivatedAt: null } });
  if (active === 0) throw new IdentityRefusedError("no_access");
  return personId;
}
