import { recordEntry } from "@/lib/audit/audit.service";
import { hashToken, isWellFormed, newToken } from "@/lib/platform/credentials/token-format";
import { db, type Tx } from "@/lib/platform/db/client";
import { transaction, underEpoch } from "@/lib/platform/db/transactions";
import { env } from "@/lib/platform/env";
import { ConflictError, GoneError, NotFoundError, UnprocessableError } from "@/lib/platform/errors";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { newId } from "@/lib/platform/ids";
import { roleTitles, type Role } from "@/lib/platform/permissions.rules";
import { routes } from "@/lib/platform/routes";
import { isClosed } from "@/lib/sessions/demo-off.service";
import { hashPassword } from "@/lib/sessions/password.service";
import { confirmPermission } from "@/lib/sessions/person-auth.service";
import { isDistinctName, tellApart } from "./distinct-name.service";
import type { AcceptInvitation, Invitation, InvitationCreate, InvitationCreated } from "./invitation.schemas";
import { asInvitation } from "./invitation.views";
import { emailKey } from "./people.rules";

const dayMs = 86_400_000;

/** @throws 409 `already_member`, 422 `unknown_team`. The token is in the answer only. */
export function invite(caller: PersonCaller, wanted: InvitationCreate): Promise<InvitationCreated> {
  const { workspaceId } = caller;
  const email = emailKey(wanted.email);
  const token = newToken("sbi");
  // Under the epoch the right to invite holds until the commit: who loses it takes their open invitations along, this one too.
  return underEpoch(workspaceId, async (tx) => {
    await confirmPermission(tx, caller, "person:manage");
    const member = await tx.membership.findFirst({
      where: { workspaceId, person: { email } },
      select: { deactivatedAt: true },
    });
    if (member) {
      throw new ConflictError(
        "already_member",
        member.deactivatedAt
          ? "This person was a member: reactivate them instead."
          : "This person is a member already.",
      );
    }
    const teams = await tx.team.findMany({ where: { workspaceId, id: { in: wanted.teamIds } }, select: { id: true } });
    if (teams.length !== new Set(wanted.teamIds).size)
      throw new UnprocessableError("unknown_team", "One of the teams does not exist here.");
    const now = new Date();
    const created = await tx.invitation.create({
      data: {
        id: newId("invitation"),
        workspaceId,
        email,
        role: wanted.role,
        teamIds: teams.map((t) => t.id),
        tokenHash: hashToken(token),
        invitedById: caller.personId,
        createdAt: now,
        expiresAt: new Date(now.getTime() + wanted.validDays * dayMs),
      },
    });
    await recordEntry(tx, {
      workspaceId,
      actor: { type: "person", id: caller.personId },
      event: "person.invited",
      subject: { type: "invitation", id: created.id },
      facts: { role: wanted.role, teamIds: created.teamIds, expiresAt: created.expiresAt.toISOString() },
      private: { email },
    });
    return {
      ...asInvitation(created, caller.personName, now),
      token,
      url: new URL(routes.join(token), env().NEXTAUTH_URL).toString(),
    };
  });
}

/** @throws 404, 409 `invitation_closed` where it was used or revoked before. */
export async function revokeInvitation(caller: PersonCaller, id: string): Promise<void> {
  const { workspaceId } = caller;
  await transaction(async (tx) => {
    await confirmPermission(tx, caller, "person:manage");
    const revoked = await tx.invitation.updateMany({
      where: { id, workspaceId, acceptedAt: null, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    if (revoked.count === 0) {
      if ((await tx.invitation.count({ where: { id, workspaceId } })) === 0) throw new NotFoundError("This invitation");
      throw new ConflictError("invitation_closed", "This invitation was used or revoked already.");
    }
    await recordEntry(tx, {
      workspaceId,
      actor: { type: "person", id: caller.personId },
      event: "invitation.revoked",
      subject: { type: "invitation", id },
      facts: {},
    });
  });
}

type InvitationRow = Awaited<ReturnType<typeof openInvitation>>;

/** The invitation of a link, if it can still be used. @throws 404, 410 `invitation_used` | `invitation_revoked` | `invitation_void` | `invitation_expired` */
export async function openInvitation(token: string, now = new Date()) {
  const found = isWellFormed(token, "sbi")
    ? await db().invitation.findUnique({ where: { tokenHash: hashToken(token) } })
    : null;
  if (!found) throw new NotFoundError("This invitation");
  if (found.acceptedAt)
    throw new GoneError("invitation_used", "This invitation has already been used. Sign in instead.");
  if (found.revokedAt) throw new GoneError("invitation_revoked", "This invitation was taken back. Ask for a new one.");
  if (await isClosed(found.workspaceId))
    throw new GoneError("invitation_void", "This invitation leads into the demo, which is off on this installation.");
  if (found.expiresAt <= now)
    throw new GoneError("invitation_expired", "This invitation has expired. Ask for a new one.");
  return found;
}

/** Uses an invitation, once: membership, teams and entry, or 410 when somebody was faster. */
async function redeem(tx: Tx, invitation: InvitationRow, personId: string): Promise<void> {
  const { id, workspaceId, role, teamIds } = invitation;
  const now = new Date();
  const used = await tx.invitation.updateMany({
    where: { id, acceptedAt: null, revokedAt: null, expiresAt: { gt: now } },
    data: { acceptedAt: now },
  });
  if (used.count !== 1) throw new GoneError("invitation_used", "This invitation was used or taken back a moment ago.");
  // A membership that exists already is left as it is: an old invitation neither lowers nor raises anybody's role.
  const joined = await tx.membership.createMany({
    data: [{ workspaceId, personId, role, source: "invitation" }],
    skipDuplicates: true,
  });
  if (joined.count === 0) return;
  const teams = await tx.team.findMany({ where: { workspaceId, id: { in: teamIds } }, select: { id: true } });
  await tx.teamMember.createMany({
    data: teams.map((t) => ({ workspaceId, teamId: t.id, personId })),
    skipDuplicates: true,
  });
  await recordEntry(tx, {
    workspaceId,
    actor: { type: "person", id: personId },
    event: "person.joined",
    subject: { type: "person", id: personId },
    facts: { invitationId: id, role, source: "invitation" },
  });
}

/** Uses every open invitation to an address that an identity provider has verified. */
export async function redeemPending(tx: Tx, personId: string, email: string): Promise<void> {
  const open = await tx.invitation.findMany({
    where: { email, acceptedAt: null, revokedAt: null, expiresAt: { gt: new Date() } },
  });
  for (const invitation of open) {
    if (await isClosed(invitation.workspaceId)) continue;
    await tellApart(tx, { personId, workspaceId: invitation.workspaceId });
    await redeem(tx, invitation, personId);
  }
}

async function requireDistinct(tx: Tx, personId: string, name: string, workspaceId: string): Promise<void> {
  if (await isDistinctName(tx, { personId, name, workspaceIds: [workspaceId] })) return;
  throw new ConflictError(
    "name_confusable",
    `A member of the workspace has a name that looks like ${name}. Choose one that tells you apart; whoever has an account changes it there first.`,
  );
}

/**
 * Takes up an invitation. Somebody new gives a name and a password; somebody with an account must be signed in to it, since
 * the link alone must not open an account that exists.
 * @throws 404, 410, 409 `account_exists` | `name_confusable`, 422 `name_and_password_required`
 */
export async function acceptInvitation(
  signedInEmail: string | undefined,
  wanted: AcceptInvitation,
): Promise<{ email: string; workspace: string }> {
  const invitation = await openInvitation(wanted.token);
  const { email } = invitation;
  const { slug } = await db().workspace.findUniqueOrThrow({
    where: { id: invitation.workspaceId },
    select: { slug: true },
  });
  const existing = await db().person.findUnique({ where: { email }, select: { id: true, name: true } });
  if (existing) {
    if (signedInEmail !== email)
      throw new ConflictError("account_exists", `${email} has an account. Sign in to it, then open the link again.`);
    await transaction(async (tx) => {
      await requireDistinct(tx, existing.id, existing.name, invitation.workspaceId);
      await redeem(tx, invitation, existing.id);
    });
    return { email, workspace: slug };
  }
  const { name, password } = wanted;
  if (!name || !password) throw new UnprocessableError("name_and_password_required", "Choose a name and a password.");
  const passwordHash = await hashPassword(password);
  const id = newId("person");
  await transaction(async (tx) => {
    await requireDistinct(tx, id, name, invitation.workspaceId);
    const made = await tx.person.createMany({ data: [{ id, email, name, passwordHash }], skipDuplicates: true });
    if (made.count !== 1)
      throw new ConflictError("account_exists", `${email} has an account. Sign in to it, then open the link again.`);
    await redeem(tx, invitation, id);
  });
  return { email, workspace: slug };
}

/** What a join page shows about its link before anything is done. */
export async function previewInvitation(
  token: string,
): Promise<
  Pick<Invitation, "email" | "role" | "expiresAt"> & { workspace: string; roleTitle: string; hasAccount: boolean }
> {
  const found = await openInvitation(token);
  const { name } = await db().workspace.findUniqueOrThrow({ where: { id: found.workspaceId }, select: { name: true } });
  const hasAccount = (await db().person.count({ where: { email: found.email } })) > 0;
  const role = found.role as Role;
  return {
    email: found.email,
    role,
    roleTitle: roleTitles[role],
    expiresAt: found.expiresAt.toISOString(),
    workspace: name,
    hasAccount,
  };
}
