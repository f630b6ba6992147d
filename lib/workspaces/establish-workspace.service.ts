import { recordEntry } from "@/lib/audit/audit.service";
import { originOf } from "@/lib/audit/checkpoint.rules";
import { emailKey } from "@/lib/people/people.rules";
import { hashToken, newToken } from "@/lib/platform/credentials/token-format";
import { db } from "@/lib/platform/db/client";
import { transaction } from "@/lib/platform/db/transactions";
import { env } from "@/lib/platform/env";
import { ConflictError, UnprocessableError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { routes } from "@/lib/platform/routes";

const invitationDays = 7;

/**
 * Makes an empty workspace and invites its first administrator: how an installation without the demo begins. Called by
 * whoever runs the installation, from the command line; no route leads here.
 *
 * @param slug names the workspace in requests, for good
 * @returns the link by which the administrator joins within seven days; it is shown only now
 * @throws 409 `slug_taken`, 422 `invalid_slug` | `invalid_email`
 */
export async function foundWorkspace({
  slug,
  name,
  adminEmail,
}: {
  slug: string;
  name: string;
  adminEmail: string;
}): Promise<{ workspaceId: string; joinUrl: string }> {
  if (!/^[a-z][a-z0-9-]{1,38}[a-z0-9]$/.test(slug))
    throw new UnprocessableError(
      "invalid_slug",
      "A slug has 3 to 40 lower-case letters, digits and hyphens, and begins with a letter.",
    );
  if (!/^[^\s@]+@[^\s@]+$/.test(adminEmail))
    throw new UnprocessableError("invalid_email", "This is not an e-mail address.");
  if ((await db().workspace.count({ where: { slug } })) > 0)
    throw new ConflictError("slug_taken", `There is a workspace ${slug} already.`);

  const workspaceId = newId("workspace");
  const token = newToken("sbi");
  const actor = { type: "system", id: "setup" } as const;
  const auditOrigin = originOf(env().SIGNALBOX_ORIGIN, workspaceId);
  await transaction(async (tx) => {
    await tx.workspace.create({ data: { id: workspaceId, slug, name, auditOrigin } });
    await recordEntry(tx, {
      workspaceId,
      actor,
      event: "workspace.created",
      subject: { type: "workspace", id: workspaceId },
      facts: { origin: auditOrigin },
      private: { name },
    });
    const invitation = await tx.invitation.create({
      data: {
        id: newId("invitation"),
        workspaceId,
        email: emailKey(adminEmail),
        role: "admin",
        tokenHash: hashToken(token),
        invitedById: actor.id,
        expiresAt: new Date(Date.now() + invitationDays * 86_400_000),
      },
    });
    await recordEntry(tx, {
      workspaceId,
      actor,
      event: "person.invited",
      subject: { type: "invitation", id: invitation.id },
      facts: { role: "admin", teamIds: [], expiresAt: invitation.expiresAt.toISOString() },
      private: { email: invitation.email },
    });
  });
  return { workspaceId, joinUrl: new URL(routes.join(token), env().NEXTAUTH_URL).toString() };
}
