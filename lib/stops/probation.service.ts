import { recordEntry } from "@/lib/audit/audit.service";
import { controlChange } from "@/lib/pending/control-change.service";
import { db, type Tx } from "@/lib/platform/db/client";

/**
 * Counts a clean outcome towards every probation that covers its action, where that was asked after the re-arm. In the transaction that
 * keeps the outcome, so that each is counted once. Rows are locked in one order: two outcomes never wait for each other in a circle.
 */
export async function countCleanOutcome(tx: Tx, workspaceId: string, actionId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE stops SET probation_seen = probation_seen + 1 WHERE id IN (
      SELECT s.id FROM stops s, actions a
      WHERE s.workspace_id = ${workspaceId} AND s.standing = 'probation' AND s.probation_seen < s.probation_needed
        AND a.id = ${actionId} AND a.workspace_id = s.workspace_id AND a.created_at >= s.rearmed_at
        AND stop_covers(s.scope_type, s.scope_id, s.scope_keys, agent_line(a.agent_id), run_line(a.run_id), a.name_keys)
      ORDER BY s.id FOR UPDATE OF s
    ) AND probation_seen < probation_needed`;
}

/** How many probations one look ends; the next comes at once while there are more. */
const batch = 100;

/** Ends the probations that have seen enough. Guarded in its write: any number of instances may look. @returns how many it ended */
export async function endProbations(): Promise<number> {
  const due = await db().stop.findMany({
    where: { standing: "probation", probationSeen: { gte: db().stop.fields.probationNeeded } },
    select: { id: true, workspaceId: true },
    take: batch,
  });
  for (const stop of due) await endProbation(stop);
  return due.length;
}

async function endProbation({ id, workspaceId }: { id: string; workspaceId: string }): Promise<void> {
  await controlChange(workspaceId, async (tx, epoch) => {
    const [ended] = await tx.stop.updateManyAndReturn({
      where: { id, workspaceId, standing: "probation", probationSeen: { gte: tx.stop.fields.probationNeeded } },
      data: { standing: "rearmed", probationEndedAt: new Date() },
      select: { probationSeen: true },
    });
    if (!ended) return;
    await recordEntry(tx, {
      workspaceId,
      actor: { type: "system", id: "worker" },
      event: "stop.probation_ended",
      subject: { type: "stop", id },
      facts: { epoch: Number(epoch), cleanActionsSeen: ended.probationSeen },
    });
  });
}
