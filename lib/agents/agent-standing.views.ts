import { db } from "@/lib/platform/db/client";
import { NotFoundError } from "@/lib/platform/errors";
import type { AgentCaller } from "@/lib/platform/http/caller";
import { AgentStanding } from "./agent.schemas";

/** How the agent itself stands. @throws 404 should it be gone */
export async function agentStanding({ workspaceId, agentId }: AgentCaller): Promise<AgentStanding> {
  const row = await db().agent.findFirst({
    where: { id: agentId, workspaceId },
    select: { id: true, name: true, kind: true, status: true },
  });
  if (!row) throw new NotFoundError("This agent");
  return AgentStanding.parse(row);
}
