import { db } from "@/lib/platform/db/client";
import type { StreamMessage } from "@/lib/platform/events/stream-events.rules";
import type { AgentCaller } from "@/lib/platform/http/caller";

/** More than these an agent that was away reads again by itself: events are hints. */
const most = 200;

/** The decisions on an agent's actions since then, oldest first, as its stream would have told them. */
export async function decidedSince({ workspaceId, agentId }: AgentCaller, since: Date): Promise<StreamMessage[]> {
  const rows = await db().action.findMany({
    where: { workspaceId, agentId, decidedAt: { gte: since } },
    orderBy: { decidedAt: "desc" },
    take: most,
    select: { id: true },
  });
  return rows.reverse().map(({ id }) => ({ event: "action.decided", data: { subjectId: id, event: "action.decided" } }));
}
