import { recordEntry } from "@/lib/audit/audit.service";
import type { EntryActor } from "@/lib/audit/entry.rules";
import { peopleChanges } from "@/lib/pending/control-change.service";
import { tellApart } from "@/lib/people/distinct-name.service";
import { writeDeactivation, writeRole } from "@/lib/people/membership.service";
import { sourceOfGroup } from "@/lib/people/people.rules";
import type { Tx } from "@/lib/platform/db/client";
import { logger } from "@/lib/platform/logger";
import { can, type Role } from "@/lib/platform/permissions.rules";
import { endInvitationsBy, endWithMembership } from "@/lib/sessions/credential-end.service";

interface Wish {
  workspaceId: string;
  personId: string;
  providerId: string;
  /** The role the groups give now; undefined for none. */
  role: Role | undefined;
}

/** Makes one membership follow the groups, if it follows groups at all. The last administrator is kept, and that is logged. */
async function follow(tx: Tx, { workspaceId, personId, providerId, role }: Wish): Promise<void> {
  const source = sourceOfGroup(providerId);
  const actor: EntryActor = { type: "system", id: `identity-provider:${providerId}` };
  const subject = { type: "person", id: personId };
  const key = { workspaceId, personId };
  const found = await tx.membership.findUnique({ where: { workspaceId_personId: key } });
  const kept = () =>
    logger().warn({ workspaceId, personId, providerId }, "the groups would take away the last administrator; kept");
  if (!found) {
    if (!role) return;
    await tellApart(tx, { personId, workspaceId });
    await tx.membership.create({ data: { ...key, role, source } });
    await recordEntry(tx, { workspaceId, actor, event: "person.joined", subject, facts: { role, source } });
    return;
  }
  if (found.source !== source) return;
  if (!role) {
    if (found.deactivatedAt) return;
    if (!(await writeDeactivation(tx, key))) return kept();
    await recordEntry(tx, {
      workspaceId,
      actor,
      event: "person.deactivated",
      subject,
      facts: { role: found.role, source },
    });
    await endWithMembership(tx, key, actor);
    return;
  }
  if (found.deactivatedAt) {
    await tx.membership.update({ where: { workspaceId_personId: key }, data: { deactivatedAt: null, role } });
    await recordEntry(tx, { workspaceId, actor, event: "person.reactivated", subject, facts: { role, source } });
  } else if (found.role !== role) {
    if (!(await writeRole(tx, key, role))) return kept();
    await recordEntry(tx, {
      workspaceId,
      actor,
      event: "person.role_changed",
      subject,
      facts: { from: found.role, to: role, source },
    });
    if (!can(role, "person:manage")) await endInvitationsBy(tx, key, actor);
  }
}

/**
 * Brings a person's group-given memberships in line with their groups, at every sign-in, in the transaction of everything else that this
 * writes. Memberships that people gave stay as they are. `wanted` is keyed by workspace slug.
 */
export async function syncGroupRoles(
  tx: Tx,
  personId: string,
  providerId: string,
  wanted: ReadonlyMap<string, Role>,
): Promise<void> {
  const workspaces = await tx.workspace.findMany({
    where: { slug: { in: [...wanted.keys()] } },
    select: { id: true, slug: true },
  });
  const memberships = await tx.membership.findMany({ where: { personId } });
  const source = sourceOfGroup(providerId);
  const roleOf = new Map(workspaces.map((w) => [w.id, wanted.get(w.slug)]));
  const followed = memberships.filter((m) => m.source === source);
  // Signing in again with the same groups changes nothing, and takes no lock.
  const unsettled = [...roleOf.keys(), ...followed.map((m) => m.workspaceId)].filter((workspaceId) => {
    const role = roleOf.get(workspaceId);
    const now = memberships.find((m) => m.workspaceId === workspaceId);
    return !now || (now.source === source && (now.deactivatedAt ? role !== undefined : now.role !== role));
  });
  await peopleChanges(tx, unsettled, (workspaceId) =>
    follow(tx, { workspaceId, personId, providerId, role: roleOf.get(workspaceId) }),
  );
}
