import { prepareEntry, recordEntries } from "@/lib/audit/audit.service";
import type { Tx } from "@/lib/platform/db/client";
import type { Role } from "@/lib/platform/permissions.rules";
import { escalationTo, isAnswerable, isNamed, mayAnswer, type Owned } from "./answerable.rules";
import type { OwnActionRule } from "./escalation.rules";
import { activeMembers } from "./members.views";
import type { OnBehalfOf } from "./on-behalf.rules";
import { bringBackToAll } from "./set-aside.service";

const by = { type: "system", id: "nobody-left" } as const;
const toNobody = { teamId: null, role: null, personId: null };

/** What waits for the same people: one of many that differ in nothing that says who may answer. */
interface Group {
  on_behalf_of: OnBehalfOf | null;
  agent_created_by_id: string | null;
  key_created_by_id: string | null;
  owner_team_id: string | null;
  former_owner_ids: string[] | null;
  escalated_role: string | null;
  escalated_team_id: string | null;
  escalated_person_id: string | null;
  claimed_by_id: string | null;
  ids: string[];
}

const ownedBy = (group: Group): Owned => ({
  onBehalfOf: group.on_behalf_of,
  agentCreatedById: group.agent_created_by_id,
  keyCreatedById: group.key_created_by_id,
  ownerTeamId: group.owner_team_id,
  formerOwnerIds: group.former_owner_ids ?? [],
});
const escalationOf = (group: Group) =>
  escalationTo({ teamId: group.escalated_team_id, role: group.escalated_role, personId: group.escalated_person_id });

/** Everything that waits and that nobody has a vote on, in groups. */
function waitingGroups(tx: Tx, workspaceId: string): Promise<Group[]> {
  return tx.$queryRaw<Group[]>`
    SELECT on_behalf_of::jsonb AS on_behalf_of, agent_created_by_id, key_created_by_id, owner_team_id, former_owner_ids, escalated_role, escalated_team_id,
      escalated_person_id, claimed_by_id, array_agg(id) AS ids
    FROM actions WHERE workspace_id = ${workspaceId} AND status = 'pending' AND settling_id IS NULL GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9`;
}

async function ruleOf(tx: Tx, workspaceId: string): Promise<{ rule: OwnActionRule; fallbackRole: Role }> {
  const { ownActionRule, fallbackRole } = await tx.workspace.findUniqueOrThrow({
    where: { id: workspaceId },
    select: { ownActionRule: true, fallbackRole: true },
  });
  return { rule: ownActionRule as OwnActionRule, fallbackRole: fallbackRole as Role };
}

/** The claims of those who may not decide any more fall: their actions are free again. */
export async function dropClaims(tx: Tx, workspaceId: string): Promise<void> {
  const groups = (await waitingGroups(tx, workspaceId)).filter((group) => group.claimed_by_id !== null);
  if (groups.length === 0) return;
  const { rule } = await ruleOf(tx, workspaceId);
  const members = new Map((await activeMembers(tx, workspaceId)).map((member) => [member.personId, member]));
  const ids = groups
    .filter((group) => {
      const holder = members.get(group.claimed_by_id ?? "");
      return !holder || !mayAnswer(rule, holder, ownedBy(group), escalationOf(group));
    })
    .flatMap((group) => group.ids);
  if (ids.length === 0) return;
  const at = new Date();
  const rows = await tx.$queryRaw<{ actionId: string }[]>`
    UPDATE actions SET claimed_by_id = NULL, claimed_by_name = NULL, claim_expires_at = NULL
    WHERE id = ANY(${ids}) AND workspace_id = ${workspaceId} AND status = 'pending' RETURNING id AS "actionId"`;
  await recordEntries(
    tx,
    rows.map(({ actionId }) =>
      prepareEntry({
        workspaceId,
        at,
        actor: by,
        event: "action.released",
        subject: { type: "action", id: actionId },
        facts: { because: "holder_may_not_decide" },
      }),
    ),
  );
}

/**
 * What nobody is left to answer goes to the workspace's fallback role; where that has nobody either who may, to the administrators.
 * What even they may not decide stays where it is: handing it on would help nobody.
 */
export async function handToFallback(tx: Tx, workspaceId: string): Promise<void> {
  const groups = await waitingGroups(tx, workspaceId);
  if (groups.length === 0) return;
  const { rule, fallbackRole } = await ruleOf(tx, workspaceId);
  const members = await activeMembers(tx, workspaceId);
  const handed: string[] = [];
  const at = new Date();
  for (const group of groups) {
    const [owned, from] = [ownedBy(group), escalationOf(group)];
    if (isAnswerable(rule, members, owned, from)) continue;
    const role = [fallbackRole, "admin" as const].find((candidate) =>
      members.some((member) => isNamed(rule, member, owned, { ...toNobody, role: candidate })),
    );
    if (role === undefined) continue;
    const rows = await tx.$queryRaw<{ actionId: string }[]>`
      UPDATE actions SET escalated_team_id = NULL, escalated_role = ${role}, escalated_person_id = NULL, escalated_person_name = NULL,
        escalated_because = 'nobody_left', claimed_by_id = NULL, claimed_by_name = NULL, claim_expires_at = NULL
      WHERE id = ANY(${group.ids}) AND workspace_id = ${workspaceId} AND status = 'pending' AND settling_id IS NULL RETURNING id AS "actionId"`;
    await recordEntries(
      tx,
      rows.map(({ actionId }) =>
        prepareEntry({
          workspaceId,
          at,
          actor: by,
          event: "action.escalated",
          subject: { type: "action", id: actionId },
          facts: { because: "nobody_left", from: from ?? toNobody, to: { ...toNobody, role } },
        }),
      ),
    );
    handed.push(...rows.map(({ actionId }) => actionId));
  }
  if (handed.length > 0) await bringBackToAll(tx, workspaceId, { ids: handed });
}
