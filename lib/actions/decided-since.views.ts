import { db } from "@/lib/platform/db/client";
import type { StreamMessage } from "@/lib/platform/events/stream-events.rules";
import type { AgentCaller } from "@/lib/platform/http/caller";

/** More than these an agent that was away reads again by itself: events are hints. */
const most = 200;

/** The decisions since then on an agent's actions (by a run's token: on what was asked in that run or under it), oldest first, as its stream would have reported them. */
export async function decidedSince(
  { workspaceId, agentId, runId }: AgentCaller,
  since: Date,
): Promise<StreamMessage[]> {
  const rows = await db().$queryRaw<{ id: string }[]>`
    SELECT a.id FROM actions a
    WHERE a.workspace_id = ${workspaceId} AND a.agent_id = ${agentId} AND a.decided_at >= ${since} AND run_reaches(${runId ?? null}, a.run_id)
    ORDER BY a.decided_at DESC LIMIT ${most}`;
  return rows
    .reverse()
    .map(({ id }) => ({ event: "action.decided", data: { subjectId: id, event: "action.decided" } }));
}
