import type { Action, Tx } from "@/lib/platform/db/client";

/** The id of a pulled stop that covers an action, as the database has it now. Call under the epoch lock. */
export async function stopInScope(tx: Tx, action: Action): Promise<string | null> {
  const resource = action.resourceType !== null && action.resourceId !== null ? `${action.resourceType}:${action.resourceId}` : null;
  // No stop has an epoch beyond this, so only those still pulled count.
  const never = 2n ** 62n;
  const rows = await tx.$queryRaw<{ stop: string | null }[]>`
    SELECT stop_in_scope(${action.workspaceId}, ${action.agentId}, ${action.kind}, ${action.runId}, ${action.action}, ${resource}, ${never}) AS stop`;
  return rows[0]?.stop ?? null;
}
