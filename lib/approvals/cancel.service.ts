import { nudgeSequencer } from "@/lib/audit/nudge";
import type { Action } from "@/lib/gate/action.schemas";
import { getAction } from "@/lib/gate/action.views";
import type { Tx } from "@/lib/platform/db/client";
import { transaction } from "@/lib/platform/db/transactions";
import { publish } from "@/lib/platform/events/bus";
import type { AgentCaller } from "@/lib/platform/http/caller";
import { alreadyDecided, finalize } from "./finalize.service";
import { withdrawVote } from "./withdraw.service";

/** The vote in its grace period, if any. The row stays locked: no vote comes, goes or settles before this transaction ends. */
async function settlingVote(tx: Tx, workspaceId: string, actionId: string): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ vote: string | null }[]>`
    SELECT settling_id AS vote FROM actions WHERE id = ${actionId} AND workspace_id = ${workspaceId} AND status = 'pending' FOR UPDATE`;
  return row?.vote ?? null;
}

/** The agent takes its request back; a vote that has not settled is withdrawn with it. @throws 404; 409 `already_decided` */
export async function cancelAction(caller: AgentCaller, actionId: string): Promise<Action> {
  const { workspaceId } = caller;
  const before = await getAction(workspaceId, actionId, caller.agentId);
  if (before.status !== "pending") throw alreadyDecided(`This action is ${before.status}; only a pending one can be cancelled.`);
  await transaction(async (tx) => {
    const by = { type: "agent", id: caller.agentId, name: caller.agentName } as const;
    const approvalId = await settlingVote(tx, workspaceId, actionId);
    const at = new Date();
    if (approvalId !== null) await withdrawVote(tx, { workspaceId, actionId, approvalId }, { type: by.type, id: by.id }, "cancelled", at);
    await finalize(tx, {
      workspaceId,
      actionId,
      agentId: caller.agentId,
      outcome: "cancel",
      by,
      reason: { code: "cancelled_by_agent", text: "The agent took its request back." },
      at,
      settling: "none",
    });
  });
  publish({ workspaceId, event: "action.decided", subjectId: actionId, agentId: caller.agentId });
  nudgeSequencer();
  return getAction(workspaceId, actionId);
}
