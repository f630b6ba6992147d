import type { AuditEvent } from "@/lib/audit/audit-events.rules";
import { recordEntry } from "@/lib/audit/audit.service";
import { displayPrefix, hashToken, newToken } from "@/lib/platform/credentials/token-format";
import { db, type Tx } from "@/lib/platform/db/client";
import { transaction } from "@/lib/platform/db/transactions";
import {
  ConflictError,
  ForbiddenError,
  InvalidRequestError,
  NotFoundError,
  UnauthenticatedError,
  UnprocessableError,
} from "@/lib/platform/errors";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { newId } from "@/lib/platform/ids";
import { endTokensOf } from "@/lib/sessions/credential-end.service";
import { hashPassword, verifyPassword } from "@/lib/sessions/password.service";
import { endSessionsOf } from "@/lib/sessions/session.service";
import { countAttempt, forgiveAttempt } from "@/lib/sessions/sign-in-limit.service";
import type { Me, MeUpdate, PasswordChange, PersonalTokenCreated, TokenCreate } from "./account.schemas";
import { asPersonalToken, getMe } from "./account.views";
import { isDistinctName, workspacesNaming } from "./distinct-name.service";

const yearMs = 366 * 86_400_000;

/** An entry about the caller's account in every workspace they are in: the account is the same in all. */
async function recordEverywhere(
  tx: Tx,
  { personId }: PersonCaller,
  event: AuditEvent,
  facts: Record<string, unknown>,
  secret?: Record<string, unknown>,
) {
  const memberships = await tx.membership.findMany({
    where: { personId, deactivatedAt: null },
    select: { workspaceId: true },
  });
  for (const { workspaceId } of memberships) {
    await recordEntry(tx, {
      workspaceId,
      actor: { type: "person", id: personId },
      event,
      subject: { type: "person", id: personId },
      facts,
      private: secret,
    });
  }
}

async function requireDistinct(tx: Tx, personId: string, name: string): Promise<void> {
  const { name: present } = await tx.person.findUniqueOrThrow({ where: { id: personId }, select: { name: true } });
  if (name === present) return;
  if (!(await isDistinctName(tx, { personId, name, workspaceIds: await workspacesNaming(tx, personId) }))) {
    throw new ConflictError(
      "name_confusable",
      "This name looks like that of another member. Choose one that tells you apart, with an initial for example.",
    );
  }
}

/** Changes the caller's own name or time zone. @throws 409 `name_confusable` */
export async function changeMe(caller: PersonCaller, wanted: MeUpdate): Promise<Me> {
  await transaction(async (tx) => {
    if (wanted.name !== undefined) await requireDistinct(tx, caller.personId, wanted.name);
    await tx.person.update({ where: { id: caller.personId }, data: { name: wanted.name, timeZone: wanted.timeZone } });
    await recordEverywhere(tx, caller, "person.updated", { changed: Object.keys(wanted) }, { ...wanted });
  });
  return getMe(caller);
}

/**
 * Changes the caller's password and ends their other sessions and all their tokens: whoever knew the old one may have made them. Wrong guesses count as failed sign-ins do.
 * @throws 403 `wrong_password`, 409 `no_password` for people who sign in by an identity provider and `password_changed`, 422 `same_password`, 429 `locked_out`
 */
export async function changePassword(
  caller: PersonCaller,
  { currentPassword, newPassword }: PasswordChange,
): Promise<void> {
  const attempt = { email: caller.email, address: "session", browser: `password-change:${caller.personId}` };
  const { passwordHash } = await db().person.findUniqueOrThrow({
    where: { id: caller.personId },
    select: { passwordHash: true },
  });
  if (!passwordHash)
    throw new ConflictError("no_password", "You sign in through an identity provider; there is no password to change.");
  await countAttempt(attempt);
  if (!(await verifyPassword(passwordHash, currentPassword)))
    throw new ForbiddenError("wrong_password", "The current password is not right.");
  await forgiveAttempt(attempt);
  if (currentPassword === newPassword)
    throw new UnprocessableError("same_password", "The new password is the old one.");
  const made = await hashPassword(newPassword);
  await transaction(async (tx) => {
    // Whoever changed it in the meantime wins: this change rested on the former one.
    const changed = await tx.person.updateMany({
      where: { id: caller.personId, passwordHash },
      data: { passwordHash: made },
    });
    if (changed.count !== 1) throw new ConflictError("password_changed", "The password was changed a moment ago.");
    await recordEverywhere(tx, caller, "password.changed", {});
    const actor = { type: "person", id: caller.personId } as const;
    await endSessionsOf(tx, caller.personId, actor, "password_changed", caller.sessionId);
    await endTokensOf(tx, { personId: caller.personId }, actor, "password_changed");
  });
}

/**
 * Asks again, until the commit, whether the session that makes a token is open and its person a member: whatever ends either of the two
 * changes that row first and then revokes the tokens it sees, so no token slips in between.
 * @throws 401 `session_ended`, 403 `forbidden`
 */
async function holdAuthority(tx: Tx, { sessionId, personId, workspaceId }: PersonCaller): Promise<void> {
  // In the order in which a deactivation takes them.
  const memberships = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM memberships WHERE workspace_id = ${workspaceId} AND person_id = ${personId} AND deactivated_at IS NULL FOR SHARE`;
  if (memberships.length === 0) throw new ForbiddenError();
  const sessions = await tx.$queryRaw<
    unknown[]
  >`SELECT 1 FROM sessions WHERE id = ${sessionId ?? ""} AND revoked_at IS NULL FOR SHARE`;
  if (sessions.length === 0) throw new UnauthenticatedError("session_ended", "This session has ended. Sign in again.");
}

/** Makes a token for scripts; it is in the answer only. @throws 400 for an expiry that is past or more than a year away */
export function createPersonalToken(
  caller: PersonCaller,
  { name, expiresAt, permissions }: TokenCreate,
): Promise<PersonalTokenCreated> {
  const now = new Date();
  if (expiresAt <= now || expiresAt.getTime() - now.getTime() > yearMs) {
    throw new InvalidRequestError([{ path: "expiresAt", message: "must lie in the future, a year ahead at most" }]);
  }
  const beyond = permissions?.find((p) => !caller.permissions.includes(p));
  if (beyond) throw new ForbiddenError("forbidden", `You do not have the right ${beyond} yourself.`);
  const token = newToken("sbp");
  return transaction(async (tx) => {
    await holdAuthority(tx, caller);
    const row = await tx.personalToken.create({
      data: {
        id: newId("personalToken"),
        workspaceId: caller.workspaceId,
        personId: caller.personId,
        name,
        prefix: displayPrefix(token),
        hash: hashToken(token),
        permissions: permissions ?? [],
        createdAt: now,
        expiresAt,
      },
    });
    await recordEntry(tx, {
      workspaceId: caller.workspaceId,
      actor: { type: "person", id: caller.personId },
      event: "token.created",
      subject: { type: "token", id: row.id },
      facts: { personId: caller.personId, expiresAt: expiresAt.toISOString(), permissions: permissions ?? null },
      private: { name },
    });
    return { ...asPersonalToken(row), token };
  });
}

/** @throws 404 for a token that is not the caller's, was revoked or has expired */
export async function revokePersonalToken(caller: PersonCaller, id: string): Promise<void> {
  const { workspaceId, personId } = caller;
  await transaction(async (tx) => {
    const ended = await endTokensOf(
      tx,
      { workspaceId, personId, id },
      { type: "person", id: personId },
      "ended_by_person",
    );
    if (ended === 0) throw new NotFoundError("This token");
  });
}

/** Ends every session of the caller but the one they are using, and every token. @returns how many of each. */
export function signOutElsewhere(caller: PersonCaller): Promise<{ ended: number; tokensEnded: number }> {
  const { personId } = caller;
  const actor = { type: "person", id: personId } as const;
  return transaction(async (tx) => {
    const ended = await endSessionsOf(tx, personId, actor, "ended_by_person", caller.sessionId);
    return { ended, tokensEnded: await endTokensOf(tx, { personId }, actor, "ended_by_person") };
  });
}
