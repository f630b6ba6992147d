import type { Job } from "@/lib/jobs/job.schemas";
import { requestJob } from "@/lib/jobs/job.service";
import { getJob } from "@/lib/jobs/job.views";
import { transaction } from "@/lib/platform/db/transactions";
import { NotFoundError } from "@/lib/platform/errors";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { stopNotPulled, withdrawal } from "./withdrawal.job";
import { withdrawalKind } from "./withdrawal.rules";

/**
 * Asks for what waits in a pulled stop's scope to be cancelled. One job at a time for a stop: while one is unfinished, that is given.
 * @throws 404, 403, 409 `stop_not_pulled`, `too_many_jobs`
 */
export async function withdrawWaiting(caller: PersonCaller, stopId: string): Promise<Job> {
  const { workspaceId } = caller;
  const asked = await transaction(async (tx) => {
    // Locked: of two who ask at once, the second sees the first one's job.
    const [stop] = await tx.$queryRaw<{ standing: string }[]>`
      SELECT standing FROM stops WHERE workspace_id = ${workspaceId} AND id = ${stopId} FOR UPDATE`;
    if (!stop) throw new NotFoundError("This stop");
    if (stop.standing !== "pulled") throw stopNotPulled();
    const jobs = await tx.job.findMany({
      where: {
        workspaceId,
        kind: withdrawalKind,
        status: { in: ["queued", "running"] },
        parameters: { path: ["stopId"], equals: stopId },
      },
      select: { id: true },
    });
    return jobs[0] ?? requestJob(tx, caller, withdrawal, { stopId });
  });
  return getJob(caller, asked.id);
}
