import { recordEntry } from "@/lib/audit/audit.service";
import type { EntryActor } from "@/lib/audit/entry.rules";
import { controlChange } from "@/lib/pending/control-change.service";
import type { Tx } from "@/lib/platform/db/client";
import { ConflictError, ForbiddenError, NotFoundError } from "@/lib/platform/errors";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { can, type Role } from "@/lib/platform/permissions.rules";
import { endInvitationsBy, endTokensOf, endWithMembership } from "@/lib/sessions/credential-end.service";
import { confirmPermission } from "@/lib/sessions/person-auth.service";
import { endSessionsOf } from "@/lib/sessions/session.service";
import { providerOfSource } from "./people.rules";

interface Key {
  workspaceId: string;
  personId: string;
}

const by = (caller: PersonCaller): EntryActor => ({ type: "person", id: caller.personId });
/** A fault of ours, no refusal: under the exclusive lock the caller is an active administrator, and nobody changes themselves, so one is always left. */
const lastAdmin = () => new Error("The workspace would be left without an active administrator.");

/** Sets a role unless that would leave the workspace without an active administrator. @returns whether it was set. */
export async function writeRole(tx: Tx, { workspaceId, personId }: Key, role: Role, source?: string): Promise<boolean> {
  const changed = await tx.$executeRaw`
    UPDATE memberships m SET role = ${role}, source = coalesce(${source ?? null}, source)
    WHERE m.workspace_id = ${workspaceId} AND m.person_id = ${personId} AND m.deactivated_at IS NULL
      AND (m.role <> 'admin' OR ${role} = 'admin' OR EXISTS (
        SELECT 1 FROM memberships o WHERE o.workspace_id = m.workspace_id AND o.person_id <> m.person_id
          AND o.role = 'admin' AND o.deactivated_at IS NULL))`;
  return changed === 1;
}

/** Deactivates a membership unless it is the last active administrator's. @returns whether it was. */
export async function writeDeactivation(tx: Tx, { workspaceId, personId }: Key, source?: string): Promise<boolean> {
  const changed = await tx.$executeRaw`
    UPDATE memberships m SET deactivated_at = now(), source = coalesce(${source ?? null}, source)
    WHERE m.workspace_id = ${workspaceId} AND m.person_id = ${personId} AND m.deactivated_at IS NULL
      AND (m.role <> 'admin' OR EXISTS (
        SELECT 1 FROM memberships o WHERE o.workspace_id = m.workspace_id AND o.person_id <> m.person_id
          AND o.role = 'admin' AND o.deactivated_at IS NULL))`;
  return changed === 1;
}

async function membershipOf(tx: Tx, key: Key) {
  const found = await tx.membership.findUnique({ where: { workspaceId_personId: key } });
  if (!found) throw new NotFoundError("This person");
  return found;
}

/**
 * Gives a person another role in the caller's workspace; it holds from their next request on.
 * @throws 403 `own_role`, 404, 409 `role_from_group` | `deactivated`
 */
export async function changeRole(caller: PersonCaller, personId: string, role: Role): Promise<void> {
  if (personId === caller.personId) throw new ForbiddenError("own_role", "Nobody changes their own role.");
  const key = { workspaceId: caller.workspaceId, personId };
  await controlChange(
    caller.workspaceId,
    async (tx) => {
      await confirmPermission(tx, caller, "person:manage");
      const before = await membershipOf(tx, key);
      const provider = providerOfSource(before.source);
      if (provider)
        throw new ConflictError(
          "role_from_group",
          `This role follows the groups of the identity provider ${provider}.`,
        );
      if (before.deactivatedAt) throw new ConflictError("deactivated", "This person is deactivated here.");
      if (before.role === role) return;
      if (!(await writeRole(tx, key, role))) throw lastAdmin();
      await recordEntry(tx, {
        workspaceId: caller.workspaceId,
        actor: by(caller),
        event: "person.role_changed",
        subject: { type: "person", id: personId },
        facts: { from: before.role, to: role },
      });
      if (!can(role, "person:manage")) await endInvitationsBy(tx, key, by(caller));
    },
    "people",
  );
}

/**
 * Takes a person out of the workspace, or back in, with the role they had. From then on people, no longer a group, decide on
 * this membership. Doing it twice changes nothing.
 * @throws 403 `own_role`, 404
 */
export async function setActive(caller: PersonCaller, personId: string, active: boolean): Promise<void> {
  if (personId === caller.personId) throw new ForbiddenError("own_role", "Nobody deactivates themselves.");
  const key = { workspaceId: caller.workspaceId, personId };
  await controlChange(
    caller.workspaceId,
    async (tx) => {
      await confirmPermission(tx, caller, "person:manage");
      const before = await membershipOf(tx, key);
      if ((before.deactivatedAt === null) === active) return;
      if (active)
        await tx.membership.update({
          where: { workspaceId_personId: key },
          data: { deactivatedAt: null, source: "invitation" },
        });
      else if (!(await writeDeactivation(tx, key, "invitation"))) throw lastAdmin();
      await recordEntry(tx, {
        workspaceId: caller.workspaceId,
        actor: by(caller),
        event: active ? "person.reactivated" : "person.deactivated",
        subject: { type: "person", id: personId },
        facts: { role: before.role },
      });
      if (!active) await endWithMembership(tx, key, by(caller));
    },
    "people",
  );
}

/** Signs a person of the workspace out everywhere and ends all their tokens. @returns how many of each that ended. @throws 404 */
export function signOutEverywhere(
  caller: PersonCaller,
  personId: string,
): Promise<{ ended: number; tokensEnded: number }> {
  return controlChange(caller.workspaceId, async (tx) => {
    await confirmPermission(tx, caller, "person:manage");
    await membershipOf(tx, { workspaceId: caller.workspaceId, personId });
    const ended = await endSessionsOf(tx, personId, by(caller), "ended_by_admin");
    return { ended, tokensEnded: await endTokensOf(tx, { personId }, by(caller), "ended_by_admin") };
  });
}

/** Revokes one token of a person of the workspace. @throws 404 for one that is not theirs here, was revoked or has expired */
export function revokeTokenOf(caller: PersonCaller, personId: string, id: string): Promise<void> {
  return controlChange(caller.workspaceId, async (tx) => {
    await confirmPermission(tx, caller, "person:manage");
    const { workspaceId } = caller;
    if ((await endTokensOf(tx, { workspaceId, personId, id }, by(caller), "ended_by_admin")) === 0)
      throw new NotFoundError("This token");
  });
}
