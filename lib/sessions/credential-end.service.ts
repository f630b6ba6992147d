import { recordEntry } from "@/lib/audit/audit.service";
import type { EntryActor } from "@/lib/audit/entry.rules";
import type { Tx } from "@/lib/platform/db/client";
import { endSessionsOf, type EndReason } from "./session.service";

/** Why a personal token ended before its time. */
export type TokenEndReason = Extract<
  EndReason,
  "ended_by_person" | "ended_by_admin" | "password_changed" | "deactivated" | "identity_unlinked"
>;

export interface TokensWanted {
  personId: string;
  /** Only the tokens for this workspace; all of the person's otherwise. */
  workspaceId?: string;
  /** Only this one. */
  id?: string;
}

/**
 * Revokes what is open of a person's tokens, in the caller's transaction, with one entry each in the token's workspace. A token that has
 * run out is left alone.
 * @returns how many there were
 */
export async function endTokensOf(
  tx: Tx,
  wanted: TokensWanted,
  actor: EntryActor,
  reason: TokenEndReason,
): Promise<number> {
  const now = new Date();
  const ended = await tx.personalToken.updateManyAndReturn({
    where: { ...wanted, revokedAt: null, expiresAt: { gt: now } },
    data: { revokedAt: now },
    select: { id: true, workspaceId: true },
  });
  for (const { id, workspaceId } of ended) {
    await recordEntry(tx, {
      workspaceId,
      actor,
      event: "token.revoked",
      subject: { type: "token", id },
      facts: { personId: wanted.personId, reason },
    });
  }
  return ended.length;
}

/** Takes back the invitations to a workspace that rested on somebody's right to invite, which they no longer have. */
export async function endInvitationsBy(
  tx: Tx,
  { workspaceId, personId }: { workspaceId: string; personId: string },
  actor: EntryActor,
): Promise<void> {
  const now = new Date();
  const ended = await tx.invitation.updateManyAndReturn({
    where: { workspaceId, invitedById: personId, acceptedAt: null, revokedAt: null, expiresAt: { gt: now } },
    data: { revokedAt: now },
    select: { id: true },
  });
  for (const { id } of ended) {
    await recordEntry(tx, {
      workspaceId,
      actor,
      event: "invitation.revoked",
      subject: { type: "invitation", id },
      facts: { invitedById: personId, reason: "inviter_lost_right" },
    });
  }
}

/**
 * What goes with an active membership, in the transaction that ends it: the tokens for the workspace, the invitations to it that are
 * still open, and the sessions where this was the last membership. It stays ended after a reactivation.
 */
export async function endWithMembership(
  tx: Tx,
  key: { workspaceId: string; personId: string },
  actor: EntryActor,
): Promise<void> {
  const left = await tx.membership.count({ where: { personId: key.personId, deactivatedAt: null } });
  if (left === 0) await endSessionsOf(tx, key.personId, actor, "deactivated");
  await endTokensOf(tx, key, actor, "deactivated");
  await endInvitationsBy(tx, key, actor);
}
