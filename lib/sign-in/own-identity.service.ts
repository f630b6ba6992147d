import type { LinkIdentity, OwnIdentity } from "@/lib/people/account.schemas";
import { db } from "@/lib/platform/db/client";
import { transaction } from "@/lib/platform/db/transactions";
import { env } from "@/lib/platform/env";
import { ConflictError, NotFoundError, UnauthenticatedError } from "@/lib/platform/errors";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { endTokensOf } from "@/lib/sessions/credential-end.service";
import { endSessionsByProviders } from "@/lib/sessions/session.service";
import { linkWishMs, recordAbout } from "./identity-link.service";

/** By what the caller can sign in besides a password. */
export async function readOwnIdentity(caller: PersonCaller): Promise<OwnIdentity> {
  const { oidcIssuer } = await db().person.findUniqueOrThrow({
    where: { id: caller.personId },
    select: { oidcIssuer: true },
  });
  const providers = env().SIGNALBOX_OIDC.map(({ id, name }) => ({ id, name }));
  const found = env().SIGNALBOX_OIDC.find((provider) => provider.issuer === oidcIssuer);
  return { providers, linked: oidcIssuer === null ? null : { issuer: oidcIssuer, name: found?.name ?? oidcIssuer } };
}

/**
 * Notes with the caller's session, and no other, that the next answer of an identity provider is to be linked to the account. It holds for ten
 * minutes and for one answer; an answer that comes without it is a plain sign-in and links nothing by its session.
 * @throws 404 for a provider that is not configured, 409 `already_linked`, 401 `session_ended`
 */
export async function startLinking({ personId, sessionId }: PersonCaller, { providerId }: LinkIdentity): Promise<void> {
  if (!env().SIGNALBOX_OIDC.some(({ id }) => id === providerId)) throw new NotFoundError("This identity provider");
  const { oidcIssuer } = await db().person.findUniqueOrThrow({ where: { id: personId }, select: { oidcIssuer: true } });
  if (oidcIssuer !== null)
    throw new ConflictError(
      "already_linked",
      "The account is linked to an identity provider already: unlink it first.",
    );
  const noted = await db().session.updateMany({
    where: { id: sessionId ?? "", personId, revokedAt: null },
    data: { linkProvider: providerId, linkUntil: new Date(Date.now() + linkWishMs) },
  });
  if (noted.count !== 1) throw new UnauthenticatedError("session_ended", "This session has ended. Sign in again.");
}

/**
 * Takes the identity off the caller's account and ends the sessions that identity providers opened, but for the one in use, and every token:
 * whoever had the identity may have made them.
 * @throws 409 `only_sign_in` without a password, `no_identity`
 */
export async function unlinkIdentity({ personId, sessionId }: PersonCaller): Promise<void> {
  const actor = { type: "person", id: personId } as const;
  await transaction(async (tx) => {
    const before = await tx.person.findUniqueOrThrow({
      where: { id: personId },
      select: { oidcIssuer: true, oidcSubject: true },
    });
    if (before.oidcIssuer === null) throw new ConflictError("no_identity", "There is no identity to unlink.");
    const unlinked = await tx.person.updateMany({
      where: { id: personId, passwordHash: { not: null }, ...before },
      data: { oidcIssuer: null, oidcSubject: null },
    });
    if (unlinked.count !== 1)
      throw new ConflictError("only_sign_in", "This is the only way you can sign in: there is no password.");
    await recordAbout(tx, personId, "identity.unlinked", actor, { issuer: before.oidcIssuer });
    await endSessionsByProviders(tx, personId, actor, sessionId);
    await endTokensOf(tx, { personId }, actor, "identity_unlinked");
  });
}
