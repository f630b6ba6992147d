import type { Tx } from "@/lib/platform/db/client";
import { NotFoundError } from "@/lib/platform/errors";

export interface LockedAction {
  id: string;
  workspaceId: string;
  agentId: string;
  status: string;
  expiresAt: Date;
}

/** Who reaches it: people all of their workspace's; agents their own, with a run's token those of that run and under it. */
export interface Reach {
  workspaceId: string;
  agentId?: string;
  runId?: string;
}

/**
 * An action whose row nobody else changes until the caller's transaction ends: it is decided before that, or after.
 * @throws 404 outside of the reach
 */
export async function lockAction(tx: Tx, { workspaceId, agentId, runId }: Reach, id: string): Promise<LockedAction> {
  const [row] = await tx.$queryRaw<{ agent_id: string; status: string; expires_at: Date }[]>`
    SELECT agent_id, status, expires_at FROM actions
    WHERE id = ${id} AND workspace_id = ${workspaceId} AND run_reaches(${runId ?? null}, run_id) FOR NO KEY UPDATE`;
  if (!row || (agentId !== undefined && row.agent_id !== agentId)) throw new NotFoundError("This action");
  return { id, workspaceId, agentId: row.agent_id, status: row.status, expiresAt: row.expires_at };
}
