import { prepareEntry, recordEntries } from "@/lib/audit/audit.service";
import { entryActor } from "@/lib/audit/entry-actor";
import { runPlace } from "@/lib/directory/run-tasks.views";
import { confirmKey } from "@/lib/keys/agent-auth.service";
import { cancelUnder } from "@/lib/pending/run-end.service";
import type { Tx } from "@/lib/platform/db/client";
import { underEpoch } from "@/lib/platform/db/transactions";
import { ConflictError, ForbiddenError, NotFoundError } from "@/lib/platform/errors";
import type { AgentCaller } from "@/lib/platform/http/caller";
import type { Run, RunEnd } from "./run.schemas";
import { readRun } from "./run.views";

interface Ended {
  id: string;
  agent_id: string;
}

/**
 * Locks the run that is to end. Where it is the caller's own, the lock comes before the key is asked for, which would share it first:
 * two who end the same run must not wait for each other.
 */
async function lockRun(tx: Tx, caller: AgentCaller, id: string): Promise<{ ended: boolean }> {
  const lock = () => tx.$queryRaw<{ ended: boolean }[]>`
    SELECT ended_at IS NOT NULL AS ended FROM runs WHERE id = ${id} AND workspace_id = ${caller.workspaceId} AND agent_id = ${caller.agentId} FOR UPDATE`;
  const own = caller.runId === id ? await lock() : undefined;
  await confirmKey(tx, caller);
  const [run] = own ?? (await lock());
  if (!run) throw new NotFoundError("This run");
  return run;
}

/** Ends every run under one that has ended, from the top down. None can be started any more: that would have waited for the one above. */
async function endUnder(tx: Tx, workspaceId: string, id: string, at: Date): Promise<Ended[]> {
  return tx.$queryRaw<Ended[]>`
    WITH under AS MATERIALIZED (
      SELECT id FROM runs WHERE workspace_id = ${workspaceId} AND ancestor_ids @> ARRAY[${id}] AND ancestor_ids <> '{}' AND ended_at IS NULL AND expires_at > ${at}
      ORDER BY cardinality(ancestor_ids), id FOR UPDATE
    )
    UPDATE runs r SET ended_at = ${at} FROM under WHERE r.id = under.id RETURNING r.id, r.agent_id`;
}

/**
 * Ends a run with every run under it, and their tokens with them. By the agent whose it is; with a run's token, that run and those
 * under it. What waits in them is cancelled in the same transaction (of thousands the rest right after, by run-over.service; none of it is
 * decided meanwhile).
 * @throws 401; 403 `other_run`; 404 for another agent's; 409 `run_already_ended`
 */
export async function endRun(caller: AgentCaller, id: string, { result }: RunEnd): Promise<Run> {
  const { workspaceId, agentId } = caller;
  if (caller.runId !== undefined && caller.runId !== id) {
    const place = await runPlace(workspaceId, id);
    if (!place?.runIds.includes(caller.runId))
      throw new ForbiddenError("other_run", "A run's token can end its own run and those under it only.");
  }
  await underEpoch(workspaceId, async (tx) => {
    if ((await lockRun(tx, caller, id)).ended)
      throw new ConflictError("run_already_ended", "This run has ended already.");
    const at = new Date();
    await tx.run.update({ where: { id }, data: { endedAt: at, result: result ?? null } });
    // A statement of its own: it sees what was started before the lock was got.
    const under = await endUnder(tx, workspaceId, id, at);
    const entry = (runId: string, facts: Record<string, unknown>) =>
      prepareEntry({
        workspaceId,
        actor: entryActor(caller),
        event: "run.ended",
        subject: { type: "run", id: runId },
        facts,
        at,
      });
    const entries = [
      entry(id, { agentId, result: result ?? null }),
      ...under.map((r) => entry(r.id, { agentId: r.agent_id, result: null, endedWith: id })),
    ];
    await recordEntries(tx, entries);
    await cancelUnder(tx, workspaceId, id, at);
  });
  return readRun(workspaceId, id);
}
