import type { Action } from "@/lib/actions/action.schemas";
import { getAction } from "@/lib/actions/action.views";
import { confirmKey } from "@/lib/keys/agent-auth.service";
import { alreadyDecided } from "@/lib/pending/already-decided";
import { cancelWaiting } from "@/lib/pending/cancel-waiting.service";
import { underEpoch } from "@/lib/platform/db/transactions";
import type { AgentCaller } from "@/lib/platform/http/caller";

/** The agent takes its request back; a vote that has not settled is withdrawn with it. @throws 401; 404; 409 `already_decided` */
export async function cancelAction(caller: AgentCaller, actionId: string): Promise<Action> {
  const { workspaceId, agentId, agentName } = caller;
  const before = await getAction(workspaceId, actionId, agentId, caller.runId);
  if (before.status !== "pending")
    throw alreadyDecided(`This action is ${before.status}; only a pending one can be cancelled.`);
  await underEpoch(workspaceId, async (tx) => {
    await confirmKey(tx, caller);
    const reason = { code: "cancelled_by_agent", text: "The agent took its request back." };
    const cancelled = await cancelWaiting(
      tx,
      workspaceId,
      { actionIds: [actionId] },
      { type: "agent", id: agentId, name: agentName },
      reason,
    );
    if (cancelled.length === 0) throw alreadyDecided();
  });
  return getAction(workspaceId, actionId);
}
