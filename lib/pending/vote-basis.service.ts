import { Prisma, type Tx } from "@/lib/platform/db/client";
import type { Role } from "@/lib/platform/permissions.rules";
import { stopSinceColumn } from "@/lib/scopes/stop-in-scope.service";
import { escalationTo } from "./answerable.rules";
import type { OwnActionRule } from "./escalation.rules";
import type { OnBehalfOf } from "./on-behalf.rules";
import { basisLost, type WithdrawalReason } from "./vote-basis.rules";

/** A vote in its grace period. */
export interface SettlingVote {
  workspaceId: string;
  actionId: string;
  agentId: string;
  approvalId: string;
}

interface Row {
  action_id: string;
  agent_id: string;
  approval_id: string;
  person_id: string;
  email: string | null;
  role: Role | null;
  teams: string[];
  rule: OwnActionRule;
  on_behalf_of: OnBehalfOf | null;
  agent_created_by_id: string | null;
  key_created_by_id: string | null;
  owner_team_id: string | null;
  former_owner_ids: string[] | null;
  escalated_role: string | null;
  escalated_team_id: string | null;
  escalated_person_id: string | null;
  agent_active: boolean;
  stop: string | null;
}

/**
 * The workspace's votes in their grace period that have lost their basis, with what took it: role or membership, ownership, agent,
 * or a stop since the vote. Under the workspace's lock, as what is found must hold until the commit.
 * @param actionId narrows to one action
 */
export async function votesWithoutBasis(
  tx: Tx,
  workspaceId: string,
  actionId?: string,
): Promise<(SettlingVote & { because: WithdrawalReason })[]> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT a.id AS action_id, a.agent_id, v.id AS approval_id, v.person_id, p.email, m.role, w.own_action_rule AS rule,
      ARRAY(SELECT t.team_id FROM team_members t WHERE t.workspace_id = a.workspace_id AND t.person_id = v.person_id) AS teams,
      a.on_behalf_of, a.agent_created_by_id, a.key_created_by_id, a.owner_team_id, a.former_owner_ids, a.escalated_role, a.escalated_team_id, a.escalated_person_id,
      g.status = 'active' AS agent_active, ${stopSinceColumn(Prisma.sql`coalesce(v.epoch, a.epoch)`)} AS stop
    FROM actions a JOIN approvals v ON v.id = a.settling_id JOIN workspaces w ON w.id = a.workspace_id JOIN agents g ON g.id = a.agent_id
      LEFT JOIN memberships m ON m.workspace_id = a.workspace_id AND m.person_id = v.person_id AND m.deactivated_at IS NULL
      LEFT JOIN people p ON p.id = v.person_id
    WHERE a.status = 'pending' AND a.settles_at IS NOT NULL AND a.workspace_id = ${workspaceId}
      ${actionId === undefined ? Prisma.empty : Prisma.sql`AND a.id = ${actionId}`}`;
  return rows.flatMap((row) => {
    const because = basisLost({
      rule: row.rule,
      voter:
        row.role === null || row.email === null
          ? null
          : { personId: row.person_id, email: row.email, role: row.role, teamIds: row.teams },
      owned: {
        onBehalfOf: row.on_behalf_of,
        agentCreatedById: row.agent_created_by_id,
        keyCreatedById: row.key_created_by_id,
        ownerTeamId: row.owner_team_id,
        formerOwnerIds: row.former_owner_ids ?? [],
      },
      escalation: escalationTo({
        teamId: row.escalated_team_id,
        role: row.escalated_role,
        personId: row.escalated_person_id,
      }),
      agentActive: row.agent_active,
      stopped: row.stop !== null,
    });
    return because === null
      ? []
      : [{ workspaceId, actionId: row.action_id, agentId: row.agent_id, approvalId: row.approval_id, because }];
  });
}

/** The votes in their grace period on actions of one type: given on its catalog entry as it was. */
export async function votesOnType(
  tx: Tx,
  workspaceId: string,
  action: string,
): Promise<(SettlingVote & { because: WithdrawalReason })[]> {
  const rows = await tx.action.findMany({
    where: { workspaceId, action, status: "pending", settlingId: { not: null } },
    select: { id: true, agentId: true, settlingId: true },
  });
  return rows.flatMap(({ id, agentId, settlingId }) =>
    settlingId === null
      ? []
      : [{ workspaceId, actionId: id, agentId, approvalId: settlingId, because: "type_changed" as const }],
  );
}
