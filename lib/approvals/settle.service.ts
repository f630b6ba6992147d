import { requireCovered, tellingOfContradictions } from "@/lib/actions/covered.service";
import { afterChecks, type LockedChecks } from "@/lib/gate/after-checks.service";
import { agentNow, judgeAgain } from "@/lib/gate/judge-again.service";
import { denialOf } from "@/lib/gate/judged-again.rules";
import { alreadyDecided } from "@/lib/pending/already-decided";
import { cancelOver, runIsOver } from "@/lib/pending/run-end.service";
import type { WithdrawalReason } from "@/lib/pending/vote-basis.rules";
import { votesWithoutBasis } from "@/lib/pending/vote-basis.service";
import { withdrawVotes } from "@/lib/pending/withdraw-votes.service";
import { underEpoch } from "@/lib/platform/db/transactions";
import { finalize } from "./finalize.service";

interface Due {
  id: string;
  workspaceId: string;
  agentId: string;
}

const worker = { type: "system", id: "worker" } as const;

/**
 * Makes the decision of a vote whose grace period is over. Everything is asked again at the present epoch: the voter's role, whose own
 * it is, stops since the vote, the agent, and every interlock on what would run. What has lost its basis, would be denied now, or
 * has become red, is withdrawn instead, and is held again; what was asked in a run that is over meanwhile is cancelled. What the log
 * contradicts, or does not know, is left as it is.
 * @throws 409 `already_decided` where somebody was quicker, `contradicts_log`
 */
export function settle(row: Due): Promise<void> {
  return tellingOfContradictions(() => afterChecks(worker.id, (checks) => settleUnderEpoch(checks, row)));
}

function settleUnderEpoch(checks: LockedChecks, row: Due): Promise<void> {
  return underEpoch(row.workspaceId, async (tx, epoch) => {
    const due = await tx.action.findUniqueOrThrow({ where: { id: row.id } });
    if (due.status !== "pending" || due.settlingId === null) throw alreadyDecided();
    if (await runIsOver(tx, due.runId)) {
      if ((await cancelOver(tx, row.workspaceId, [row.id])).length === 0) throw alreadyDecided();
      return;
    }
    const action = await requireCovered(tx, row.workspaceId, row.id);
    if (action.status !== "pending" || action.settlingId === null) throw alreadyDecided();
    const vote = await tx.approval.findUniqueOrThrow({ where: { id: action.settlingId } });
    const parameters = (vote.finalParameters ?? action.parameters) as Record<string, unknown>;
    const [lost] = await votesWithoutBasis(tx, row.workspaceId, row.id);
    const now = await judgeAgain(
      tx,
      checks,
      action,
      { agent: await agentNow(tx, action.id), epoch, holdBudgets: true },
      parameters,
    );
    const because: WithdrawalReason | undefined =
      lost?.because ?? (denialOf(now.verdict.interlocks) || now.zone === "red" ? "judged_otherwise" : undefined);
    if (because) {
      await withdrawVotes(
        tx,
        [{ workspaceId: row.workspaceId, actionId: row.id, agentId: row.agentId, approvalId: vote.id, because }],
        worker,
      );
      return;
    }
    const workspace = await tx.workspace.findUniqueOrThrow({
      where: { id: row.workspaceId },
      select: { permitTtlSeconds: true },
    });
    const at = new Date();
    await finalize(tx, {
      workspaceId: row.workspaceId,
      actionId: row.id,
      agentId: row.agentId,
      outcome: vote.vote as "approve" | "edit",
      by: { type: "person", id: vote.personId, name: vote.personName },
      reason: { code: vote.reasonCode, text: vote.reasonText },
      at,
      settling: { vote: vote.id },
      debits: now.debits,
      permit: {
        digest: vote.finalDigest ?? action.digest,
        parameters,
        epoch,
        expiresAt: new Date(at.getTime() + workspace.permitTtlSeconds * 1000),
      },
    });
  });
}
