import { confirmKey } from "@/lib/agents/agent-auth.service";
import { nudgeSequencer } from "@/lib/audit/nudge";
import type { Action } from "@/lib/gate/action.schemas";
import { getAction } from "@/lib/gate/action.views";
import type { Tx } from "@/lib/platform/db/client";
import { underEpoch } from "@/lib/platform/db/transactions";
import { publish } from "@/lib/platform/events/bus";
import type { AgentCaller } from "@/lib/platform/http/caller";
import { alreadyDecided, finalize, type FinalDecision } from "./finalize.service";
import { withdrawVote } from "./withdraw.service";

/** The vote in its grace period, if any. The row stays locked: no vote comes, goes or settles before this transaction ends. */
async function settlingVote(tx: Tx, workspaceId: string, actionId: string): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ vote: string | null }[]>`
    SELECT settling_id AS vote FROM actions WHERE id = ${actionId} AND workspace_id = ${workspaceId} AND status = 'pending' FOR UPDATE`;
  return row?.vote ?? null;
}

/** Cancels what waits, in the caller's transaction; a vote that has not settled is withdrawn with it. @throws 409 `already_decided` */
export async function cancelPending(tx: Tx, action: Pick<FinalDecision, "workspaceId" | "actionId" | "agentId" | "by" | "reason">): Promise<void> {
  const { workspaceId, actionId, by } = action;
  const approvalId = await settlingVote(tx, workspaceId, actionId);
  const at = new Date();
  if (approvalId !== null) await withdrawVote(tx, { workspaceId, actionId, approvalId }, { type: by.type, id: by.id }, "cancelled", at);
  await finalize(tx, { ...action, outcome: "cancel", at, settling: "none" });
}

/** The agent takes its request back; a vote that has not settled is withdrawn with it. @throws 401; 404; 409 `already_decided` */
export async function cancelAction(caller: AgentCaller, actionId: string): Promise<Action> {
  const { workspaceId, agentId, agentName } = caller;
  const before = await getAction(workspaceId, actionId, agentId, caller.runId);
  if (before.status !== "pending") throw alreadyDecided(`This action is ${before.status}; only a pending one can be cancelled.`);
  await underEpoch(workspaceId, async (tx) => {
    await confirmKey(tx, caller);
    const reason = { code: "cancelled_by_agent", text: "The agent took its request back." };
    await cancelPending(tx, { workspaceId, actionId, agentId, by: { type: "agent", id: agentId, name: agentName }, reason });
  });
  publish({ workspaceId, event: "action.decided", subjectId: actionId, agentId });
  nudgeSequencer();
  return getAction(workspaceId, actionId);
}
