import { nudgeSequencer } from "@/lib/audit/nudge";
import type { Action } from "@/lib/gate/action.schemas";
import { getAction } from "@/lib/gate/action.views";
import { transaction } from "@/lib/platform/db/transactions";
import { publish } from "@/lib/platform/events/bus";
import type { AgentCaller } from "@/lib/platform/http/caller";
import { alreadyDecided, finalize } from "./finalize.service";

/** The agent takes its request back. @throws 404; 409 `already_decided` */
export async function cancelAction(caller: AgentCaller, actionId: string): Promise<Action> {
  const before = await getAction(caller.workspaceId, actionId, caller.agentId);
  if (before.status !== "pending") throw alreadyDecided(`This action is ${before.status}; only a pending one can be cancelled.`);
  await transaction((tx) =>
    finalize(tx, {
      workspaceId: caller.workspaceId,
      actionId,
      outcome: "cancel",
      by: { type: "agent", id: caller.agentId, name: caller.agentName },
      reason: { code: "cancelled_by_agent", text: "The agent took its request back." },
      at: new Date(),
      settling: "any",
    }),
  );
  publish({ workspaceId: caller.workspaceId, event: "action.decided", subjectId: actionId, agentId: caller.agentId });
  nudgeSequencer();
  return getAction(caller.workspaceId, actionId);
}
