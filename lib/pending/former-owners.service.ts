import type { Tx } from "@/lib/platform/db/client";

/**
 * Whose own an action is, is fixed when it is asked: who leaves the team that owned it stays an owner of what was asked before. Call
 * in the transaction in which they leave.
 */
export async function keepOwner(tx: Tx, workspaceId: string, teamId: string, personId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE actions SET former_owner_ids = array_append(coalesce(former_owner_ids, '{}'), ${personId})
    WHERE workspace_id = ${workspaceId} AND status = 'pending' AND owner_team_id = ${teamId} AND NOT (${personId} = ANY(coalesce(former_owner_ids, '{}')))`;
}
