import { recordEntry } from "@/lib/audit/audit.service";
import { transaction } from "@/lib/platform/db/transactions";

/**
 * Archives the stop of a run that is over, pulled or on probation: nothing can act in that any more, so the lever holds nothing, and no
 * clean outcome will come to end a probation. It lets nothing through either, so no epoch moves.
 * @returns whether it was this call that did
 */
export async function archiveRunStop({ id, workspaceId }: { id: string; workspaceId: string }): Promise<boolean> {
  return transaction(async (tx) => {
    const at = new Date();
    const ofRun = { id, workspaceId, scopeType: "run" };
    const { count: pulled } = await tx.stop.updateMany({
      where: { ...ofRun, standing: "pulled" },
      data: {
        rearmedAt: at,
        rearmedById: "system",
        rearmedByName: "System",
        rearmReason: "The run is over.",
        standing: "rearmed",
      },
    });
    const { count: onProbation } = await tx.stop.updateMany({
      where: { ...ofRun, standing: "probation" },
      data: { standing: "rearmed", probationEndedAt: at },
    });
    if (pulled + onProbation !== 1) return false;
    await recordEntry(tx, {
      workspaceId,
      actor: { type: "system", id: "worker" },
      event: "stop.archived",
      subject: { type: "stop", id },
      facts: { because: "run_over" },
      at,
    });
    return true;
  });
}
