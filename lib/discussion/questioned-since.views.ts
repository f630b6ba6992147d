import { db } from "@/lib/platform/db/client";
import type { StreamMessage } from "@/lib/platform/events/stream-events.rules";
import type { AgentCaller } from "@/lib/platform/http/caller";

/** More than these an agent that was away reads again by itself: events are hints. */
const most = 200;

/** The actions of an agent (by a run's token: those asked in that run or under it) about which it was asked since then, longest ago first, as its stream would have reported them; each once. */
export async function questionedSince(
  { workspaceId, agentId, runId }: AgentCaller,
  since: Date,
): Promise<StreamMessage[]> {
  const rows = await db().$queryRaw<{ id: string }[]>`
    SELECT m.action_id AS id FROM action_messages m JOIN actions a ON a.id = m.action_id
    WHERE m.workspace_id = ${workspaceId} AND m.agent_id = ${agentId} AND m.kind = 'question' AND m.at >= ${since} AND run_reaches(${runId ?? null}, a.run_id)
    GROUP BY m.action_id ORDER BY max(m.at) DESC LIMIT ${most}`;
  return rows
    .reverse()
    .map(({ id }) => ({ event: "action.questioned", data: { subjectId: id, event: "action.questioned" } }));
}
