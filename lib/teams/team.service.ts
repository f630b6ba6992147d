import type { AuditEvent } from "@/lib/audit/audit-events.rules";
import { recordEntry } from "@/lib/audit/audit.service";
import { controlChange } from "@/lib/pending/control-change.service";
import { keepOwner } from "@/lib/pending/former-owners.service";
import type { Tx } from "@/lib/platform/db/client";
import { transaction } from "@/lib/platform/db/transactions";
import { ConflictError, NotFoundError, UnprocessableError } from "@/lib/platform/errors";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { newId } from "@/lib/platform/ids";
import { confirmPermission } from "@/lib/sessions/person-auth.service";
import type { Team, TeamCreate, TeamUpdate } from "./team.schemas";
import { getTeam } from "./team.views";

const nameTaken = () => new ConflictError("team_name_taken", "There is a team of this name already.");

function record(
  tx: Tx,
  caller: PersonCaller,
  event: AuditEvent,
  teamId: string,
  facts: Record<string, unknown>,
): Promise<void> {
  const actor = { type: "person" as const, id: caller.personId };
  return recordEntry(tx, {
    workspaceId: caller.workspaceId,
    actor,
    event,
    subject: { type: "team", id: teamId },
    facts,
  });
}

async function requireMembers(tx: Tx, workspaceId: string, personIds: string[]): Promise<void> {
  const active = await tx.membership.count({
    where: { workspaceId, personId: { in: personIds }, deactivatedAt: null },
  });
  if (active !== new Set(personIds).size)
    throw new UnprocessableError("unknown_person", "One of these people is no active member here.");
}

async function requireTeam(tx: Tx, workspaceId: string, id: string): Promise<{ id: string; name: string }> {
  const team = await tx.team.findFirst({ where: { id, workspaceId } });
  if (!team) throw new NotFoundError("This team");
  return team;
}

/** @throws 409 `team_name_taken`, 422 `unknown_person` */
export async function createTeam(caller: PersonCaller, { name, memberIds }: TeamCreate): Promise<Team> {
  const { workspaceId } = caller;
  const id = newId("team");
  const people = [...new Set(memberIds)];
  await transaction(async (tx) => {
    await confirmPermission(tx, caller, "team:manage");
    await requireMembers(tx, workspaceId, people);
    const made = await tx.team.createMany({ data: [{ id, workspaceId, name }], skipDuplicates: true });
    if (made.count !== 1) throw nameTaken();
    await tx.teamMember.createMany({ data: people.map((personId) => ({ workspaceId, teamId: id, personId })) });
    await record(tx, caller, "team.created", id, { name, memberIds: people });
  });
  return getTeam(workspaceId, id);
}

/** @throws 404, 409 `team_name_taken` */
export async function renameTeam(caller: PersonCaller, id: string, { name }: TeamUpdate): Promise<Team> {
  const { workspaceId } = caller;
  await transaction(async (tx) => {
    await confirmPermission(tx, caller, "team:manage");
    const before = await requireTeam(tx, workspaceId, id);
    if (before.name === name) return;
    const changed = await tx.$executeRaw`
      UPDATE teams t SET name = ${name} WHERE t.id = ${id} AND t.workspace_id = ${workspaceId}
        AND NOT EXISTS (SELECT 1 FROM teams o WHERE o.workspace_id = t.workspace_id AND o.name = ${name})`;
    if (changed !== 1) throw nameTaken();
    await record(tx, caller, "team.updated", id, { from: before.name, to: name });
  });
  return getTeam(workspaceId, id);
}

/** Who is in a team may decide who may not approve (own-action rule), so it is a control change. @throws 404, 422 `unknown_person` */
export async function addTeamMember(caller: PersonCaller, id: string, personId: string): Promise<Team> {
  const { workspaceId } = caller;
  await controlChange(
    workspaceId,
    async (tx) => {
      await confirmPermission(tx, caller, "team:manage");
      await requireTeam(tx, workspaceId, id);
      await requireMembers(tx, workspaceId, [personId]);
      const added = await tx.teamMember.createMany({
        data: [{ workspaceId, teamId: id, personId }],
        skipDuplicates: true,
      });
      if (added.count === 1) await record(tx, caller, "team.updated", id, { added: personId });
    },
    "people",
  );
  return getTeam(workspaceId, id);
}

/** @throws 404 for a team or a member that is not there */
export async function removeTeamMember(caller: PersonCaller, id: string, personId: string): Promise<void> {
  const { workspaceId } = caller;
  await controlChange(
    workspaceId,
    async (tx) => {
      await confirmPermission(tx, caller, "team:manage");
      await requireTeam(tx, workspaceId, id);
      const removed = await tx.teamMember.deleteMany({ where: { workspaceId, teamId: id, personId } });
      if (removed.count === 0) throw new NotFoundError("This member");
      await keepOwner(tx, workspaceId, id, personId);
      await record(tx, caller, "team.updated", id, { removed: personId });
    },
    "people",
  );
}
