import { nudgeSequencer } from "@/lib/audit/nudge";
import type { Tx } from "@/lib/platform/db/client";
import { controlChange as moveEpoch, runControlChange as moveRunStops } from "@/lib/platform/db/transactions";
import { publish } from "@/lib/platform/events/bus";
import { dropClaims, handToFallback } from "./nobody-left.service";
import { votesWithoutBasis } from "./vote-basis.service";
import { withdrawVotes } from "./withdraw-votes.service";

/** Who withdraws what a control change has taken the basis of. The change's own entry says who made it, at the same epoch. */
const controls = { type: "system", id: "control-change" } as const;

interface Changed {
  event: "approval.withdrawn" | "action.released" | "action.escalated";
  actionId: string;
  agentId: string;
}

/** The votes that what was changed has taken the basis of are withdrawn. */
async function withdrawBaseless(tx: Tx, workspaceId: string): Promise<Changed[]> {
  const withdrawn = await withdrawVotes(tx, await votesWithoutBasis(tx, workspaceId), controls);
  return withdrawn.map(({ actionId, agentId }) => ({ event: "approval.withdrawn", actionId, agentId }));
}

function announce(workspaceId: string, changed: readonly Changed[]): void {
  for (const { event, actionId, agentId } of changed) publish({ workspaceId, event, subjectId: actionId, agentId });
  if (changed.length > 0) nudgeSequencer();
}

/**
 * A control change together with what it means for what waits, in one transaction: votes in their grace period that it takes the
 * basis of are withdrawn. Every control change goes through here (a lint of the house rules says so), so that no new one can
 * forget it.
 * @param touches `people`: it changes who may answer (roles, memberships, teams, the rule of own actions). Then claims of those who
 * may not decide fall, too, and what nobody is left to answer goes to the fallback role.
 */
export async function controlChange<T>(workspaceId: string, work: (tx: Tx, epoch: bigint) => Promise<T>, touches: "people" | "controls" = "controls"): Promise<T> {
  const { result, changed } = await moveEpoch(workspaceId, async (tx, epoch) => {
    const made = await work(tx, epoch);
    const found = await withdrawBaseless(tx, workspaceId);
    if (touches === "people") {
      for (const freed of await dropClaims(tx, workspaceId)) found.push({ event: "action.released", ...freed });
      for (const handed of await handToFallback(tx, workspaceId)) found.push({ event: "action.escalated", ...handed });
    }
    return { result: made, changed: found };
  });
  announce(workspaceId, changed);
  return result;
}

/** The same for a change that only one run's judgement depends on: the stop of a run leaves the epoch where it is. */
export async function runControlChange<T>(workspaceId: string, work: (tx: Tx, epoch: bigint) => Promise<T>): Promise<T> {
  const { result, changed } = await moveRunStops(workspaceId, async (tx, epoch) => ({ result: await work(tx, epoch), changed: await withdrawBaseless(tx, workspaceId) }));
  announce(workspaceId, changed);
  return result;
}
