import { type Action, Prisma, type Tx } from "@/lib/platform/db/client";

/** SQL of the id of a pulled stop that covers the action `a`, or null. No stop has an epoch beyond 2^62, so only those still pulled count. */
export const stopColumn = Prisma.sql`stop_in_scope(a.workspace_id, a.agent_id, a.kind, a.run_id, a.action, a.resource_type || ':' || a.resource_id, ${2n ** 62n})`;

/** The id of a pulled stop that covers an action, as the database has it now. Call under the epoch lock. */
export async function stopInScope(tx: Tx, action: Action): Promise<string | null> {
  const rows = await tx.$queryRaw<{ stop: string | null }[]>`SELECT ${stopColumn} AS stop FROM actions a WHERE a.id = ${action.id} AND a.workspace_id = ${action.workspaceId}`;
  return rows[0]?.stop ?? null;
}
