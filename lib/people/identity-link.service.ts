import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { recordEntry } from "@/lib/audit/audit.service";
import type { AuditEvent } from "@/lib/audit/audit-events.rules";
import type { EntryActor } from "@/lib/audit/entry.rules";
import { db, pool, type Tx } from "@/lib/platform/db/client";
import { transaction } from "@/lib/platform/db/transactions";
import { env } from "@/lib/platform/env";
import { ConflictError } from "@/lib/platform/errors";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { processWide } from "@/lib/platform/process-wide";
import type { OwnIdentity } from "./account.schemas";
import { endSessionsBy } from "./session.service";

interface Provided {
  providerId: string;
  issuer: string;
  subject: string;
}

async function record(tx: Tx, personId: string, event: AuditEvent, actor: EntryActor, facts: Record<string, unknown>): Promise<void> {
  const memberships = await tx.membership.findMany({ where: { personId, deactivatedAt: null }, select: { workspaceId: true } });
  for (const { workspaceId } of memberships) await recordEntry(tx, { workspaceId, actor, event, subject: { type: "person", id: personId }, facts });
}

const byProvider = (providerId: string): EntryActor => ({ type: "system", id: `identity-provider:${providerId}` });

/**
 * Lets an identity sign in to an account from now on, with an entry in each of its workspaces. @returns whether the account had none before
 * @param why the account's own session, or a provider's own domain
 */
export function linkIdentity(personId: string, { providerId, issuer, subject }: Provided, why: "own_session" | "own_domain"): Promise<boolean> {
  return transaction(async (tx) => {
    const linked = await tx.person.updateMany({ where: { id: personId, oidcSubject: null, oidcIssuer: null }, data: { oidcIssuer: issuer, oidcSubject: subject } });
    if (linked.count !== 1) return false;
    const actor: EntryActor = why === "own_session" ? { type: "person", id: personId } : byProvider(providerId);
    await record(tx, personId, "identity.linked", actor, { providerId, issuer, why });
    return true;
  });
}

/** Anybody at a provider can be refused over and over: an entry per account and provider in a quarter of an hour tells enough. */
function refusals(): RateLimiterPostgres {
  return processWide("identity-refusals", () =>
    new RateLimiterPostgres({ storeClient: pool(), storeType: "pool", tableName: "rate_limits", tableCreated: true, keyPrefix: "identity-refused", points: 1, duration: 900 }),
  );
}

/** Notes that a provider vouched for an account's address and was not believed. */
export async function recordLinkRefusal(personId: string, { providerId, issuer }: Provided, reason: "not_own_domain" | "other_identity" | "email_unverified"): Promise<void> {
  try {
    await refusals().consume(`${personId}|${providerId}`);
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return;
    throw refusal;
  }
  await transaction((tx) => record(tx, personId, "identity.link_refused", byProvider(providerId), { providerId, issuer, reason }));
}

/** By what the caller can sign in besides a password. */
export async function readOwnIdentity(caller: PersonCaller): Promise<OwnIdentity> {
  const { oidcIssuer } = await db().person.findUniqueOrThrow({ where: { id: caller.personId }, select: { oidcIssuer: true } });
  const providers = env().SIGNALBOX_OIDC.map(({ id, name }) => ({ id, name }));
  const found = env().SIGNALBOX_OIDC.find((provider) => provider.issuer === oidcIssuer);
  return { providers, linked: oidcIssuer === null ? null : { issuer: oidcIssuer, name: found?.name ?? oidcIssuer } };
}

/**
 * Takes the identity off the caller's account and ends the sessions that it opened, but for the one in use.
 * @throws 409 `only_sign_in` without a password, `no_identity`
 */
export async function unlinkIdentity(caller: PersonCaller): Promise<void> {
  const { personId, sessionId } = caller;
  const actor: EntryActor = { type: "person", id: personId };
  await transaction(async (tx) => {
    const before = await tx.person.findUniqueOrThrow({ where: { id: personId }, select: { passwordHash: true, oidcIssuer: true } });
    if (before.oidcIssuer === null) throw new ConflictError("no_identity", "There is no sign-in to unlink.");
    const unlinked = await tx.person.updateMany({ where: { id: personId, passwordHash: { not: null }, oidcIssuer: before.oidcIssuer }, data: { oidcIssuer: null, oidcSubject: null } });
    if (unlinked.count !== 1) throw new ConflictError("only_sign_in", "This is the only way you can sign in: there is no password.");
    await record(tx, personId, "identity.unlinked", actor, { issuer: before.oidcIssuer });
    await endSessionsBy(tx, personId, env().SIGNALBOX_OIDC.flatMap(({ id, issuer }) => (issuer === before.oidcIssuer ? [id] : [])), actor, sessionId);
  });
}
