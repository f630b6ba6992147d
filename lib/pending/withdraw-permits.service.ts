import { Prisma, type Tx } from "@/lib/platform/db/client";

/** Whose permits: of one action type by name, or of one agent. */
export type PermitScope = { action: string } | { agentId: string };
export type PermitWithdrawal = "stricter" | "agent_retired";

/** So many are named in the entry of the change that withdrew them; of more, only the number. */
const maxNamed = 100;

/** What an entry says of the permits that its change has withdrawn. */
export interface WithdrawnPermits {
  count: number;
  actionIds: string[];
}

export const noPermits: WithdrawnPermits = { count: 0, actionIds: [] };

/**
 * Withdraws the permits in a scope that could still be used. The entry of the change that does so tells of them: they are part of it.
 * Call under the exclusive lock: no permit is given or used in between.
 */
export async function withdrawPermits(
  tx: Tx,
  workspaceId: string,
  scope: PermitScope,
  because: PermitWithdrawal,
  at: Date,
): Promise<WithdrawnPermits> {
  const which = "action" in scope ? Prisma.sql`a.action = ${scope.action}` : Prisma.sql`a.agent_id = ${scope.agentId}`;
  const rows = await tx.$queryRaw<{ id: string; budgeted: boolean }[]>`
    UPDATE permits p SET withdrawn_at = ${at}, withdrawn_because = ${because} FROM actions a
    WHERE a.id = p.action_id AND ${which} AND p.workspace_id = ${workspaceId} AND p.consumed_at IS NULL AND p.withdrawn_at IS NULL AND p.expires_at > ${at}
    RETURNING p.action_id AS id, a.budgeted`;
  const budgeted = rows.filter((row) => row.budgeted).map((row) => row.id);
  if (budgeted.length > 0) await tx.$executeRaw`SELECT budget_settle(${budgeted}::text[], 'released')`;
  return { count: rows.length, actionIds: rows.map((row) => row.id).slice(0, maxNamed) };
}

/** The facts of an entry, empty where no permit was withdrawn. */
export function withdrawnFacts({ count, actionIds }: WithdrawnPermits): Record<string, unknown> {
  return count === 0 ? {} : { withdrawnPermits: count, withdrawnPermitsOf: actionIds };
}
