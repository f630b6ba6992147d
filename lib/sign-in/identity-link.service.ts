import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import type { AuditEvent } from "@/lib/audit/audit-events.rules";
import { recordEntry } from "@/lib/audit/audit.service";
import type { EntryActor } from "@/lib/audit/entry.rules";
import { db, pool, type Tx } from "@/lib/platform/db/client";
import { transaction } from "@/lib/platform/db/transactions";
import { processWide } from "@/lib/platform/process-wide";
import { type IdentityRefusal, IdentityRefusedError } from "./identity-refused.error";
import type { Identity } from "./identity.rules";

/** The open session of a browser that comes back from an identity provider. */
export interface OwnSession {
  sessionId: string;
  personId: string;
}

/** What lets an identity open an account that exists: the provider's own domain, or a session of the account that asked for it. */
export type LinkReason = "own_domain" | OwnSession;

/** Why a link was refused, as its entry says, and the code that is shown. */
const refusalCodes = {
  email_unverified: "email_unverified",
  not_own_domain: "identity_not_linked",
  of_another_account: "identity_taken",
  other_address: "other_address",
  other_identity: "identity_conflict",
} as const satisfies Record<string, IdentityRefusal>;
type Refusal = keyof typeof refusalCodes;

/** How long a session's wish to link waits for the provider's answer. */
export const linkWishMs = 10 * 60_000;

/** The person whom an identity opens: subjects are one issuer's own, and compared as they are. */
export async function personOfIdentity({
  issuer,
  subject,
}: Pick<Identity, "issuer" | "subject">): Promise<string | undefined> {
  return (
    await db().person.findUnique({
      where: { oidcIssuer_oidcSubject: { oidcIssuer: issuer, oidcSubject: subject } },
      select: { id: true },
    })
  )?.id;
}

/** An entry about an account in each of its workspaces, also where its membership has ended. */
export async function recordAbout(
  tx: Tx,
  personId: string,
  event: AuditEvent,
  actor: EntryActor,
  facts: Record<string, unknown>,
): Promise<void> {
  const memberships = await tx.membership.findMany({
    where: { personId },
    select: { workspaceId: true },
    orderBy: { workspaceId: "asc" },
  });
  for (const { workspaceId } of memberships)
    await recordEntry(tx, { workspaceId, actor, event, subject: { type: "person", id: personId }, facts });
}

const actorOf = (personId: string, providerId: string, bySession: boolean): EntryActor =>
  bySession ? { type: "person", id: personId } : { type: "system", id: `identity-provider:${providerId}` };

/** Whether the person of a session wishes to link this provider still. An answer that came to nothing does not use up the wish: anybody may send one. */
export async function wishesToLink(sessionId: string, providerId: string): Promise<boolean> {
  return (
    (await db().session.count({
      where: { id: sessionId, linkProvider: providerId, linkUntil: { gt: new Date() }, revokedAt: null },
    })) > 0
  );
}

/** Takes up the wish of a session to link this provider: once, and only in time. @returns whether there was one */
export async function takeLinkWish({ sessionId, personId }: OwnSession, providerId: string): Promise<boolean> {
  const taken = await db().session.updateMany({
    where: { id: sessionId, personId, linkProvider: providerId, linkUntil: { gt: new Date() }, revokedAt: null },
    data: { linkProvider: null, linkUntil: null },
  });
  return taken.count === 1;
}

/** Anybody at a provider can be refused over and over: an entry per account, provider and reason in a quarter of an hour tells enough. */
function refusals(): RateLimiterPostgres {
  return processWide(
    "identity-refusals",
    () =>
      new RateLimiterPostgres({
        storeClient: pool(),
        storeType: "pool",
        tableName: "rate_limits",
        tableCreated: true,
        keyPrefix: "identity-refused",
        points: 1,
        duration: 900,
      }),
  );
}

/** Notes in the account's log that a provider's word was not enough, and says so. @throws IdentityRefusedError always */
export async function refuseLink(
  personId: string,
  { providerId, issuer }: Identity,
  reason: Refusal,
  session?: OwnSession,
): Promise<never> {
  const refused = new IdentityRefusedError(refusalCodes[reason], session !== undefined);
  try {
    await refusals().consume(`${personId}|${providerId}|${reason}`);
  } catch (limit) {
    if (limit instanceof RateLimiterRes) throw refused;
    throw limit;
  }
  await transaction((tx) =>
    recordAbout(tx, personId, "identity.link_refused", actorOf(personId, providerId, session !== undefined), {
      providerId,
      issuer,
      reason,
    }),
  );
  throw refused;
}

/** The account got another identity, or the identity another account, since it was looked at: everything else that the sign-in wrote is undone. */
export class LinkedOtherwiseError extends Error {}

/**
 * Lets an identity open an account from now on, with an entry in each of its workspaces, in the transaction of everything else that the
 * sign-in writes. A session that asked for it must be open still, until the commit: whoever is signed out everywhere links nothing any more.
 * @throws LinkedOtherwiseError; IdentityRefusedError where the session has ended
 */
export async function linkIdentity(
  tx: Tx,
  personId: string,
  { providerId, issuer, subject }: Identity,
  reason: LinkReason,
): Promise<void> {
  const session = reason === "own_domain" ? undefined : reason;
  if (await tx.person.count({ where: { oidcIssuer: issuer, oidcSubject: subject, id: { not: personId } } }))
    throw new LinkedOtherwiseError();
  const changed = await tx.person.updateMany({
    where: { id: personId, oidcSubject: null, oidcIssuer: null },
    data: { oidcIssuer: issuer, oidcSubject: subject },
  });
  if (changed.count !== 1) throw new LinkedOtherwiseError();
  if (session) {
    const open = await tx.$queryRaw<
      unknown[]
    >`SELECT 1 FROM sessions WHERE id = ${session.sessionId} AND person_id = ${personId} AND revoked_at IS NULL FOR SHARE`;
    if (open.length === 0) throw new IdentityRefusedError("identity_not_linked");
  }
  await recordAbout(tx, personId, "identity.linked", actorOf(personId, providerId, session !== undefined), {
    providerId,
    issuer,
    why: session ? "own_session" : "own_domain",
  });
}
