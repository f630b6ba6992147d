import type { Tx } from "@/lib/platform/db/client";
import { moveEpoch, runControlChange as moveRunStops, transaction } from "@/lib/platform/db/transactions";
import { dropClaims, handToFallback } from "./nobody-left.service";
import { votesWithoutBasis } from "./vote-basis.service";
import { withdrawVotes } from "./withdraw-votes.service";

/** Who withdraws what a control change has taken the basis of. The change's own entry says who made it, at the same epoch. */
const controls = { type: "system", id: "control-change" } as const;

/** The votes that what was changed has taken the basis of are withdrawn. */
async function withdrawBaseless(tx: Tx, workspaceId: string): Promise<void> {
  await withdrawVotes(tx, await votesWithoutBasis(tx, workspaceId), controls);
}

/** What people do is done, and what the change has taken the basis of falls with it. */
async function settleChange(tx: Tx, workspaceId: string, touches: "people" | "controls"): Promise<void> {
  await withdrawBaseless(tx, workspaceId);
  if (touches === "controls") return;
  await dropClaims(tx, workspaceId);
  await handToFallback(tx, workspaceId);
}

/**
 * A control change together with what it means for what waits, in one transaction: votes in their grace period that it takes the
 * basis of are withdrawn. Every control change goes through here (a lint of the house rules says so), so that no new one can
 * forget it.
 * @param touches `people`: it changes who may answer (roles, memberships, teams, the rule of own actions). Then claims of those who
 * may not decide fall, too, and what nobody is left to answer goes to the fallback role.
 */
export function controlChange<T>(
  workspaceId: string,
  work: (tx: Tx, epoch: bigint) => Promise<T>,
  touches: "people" | "controls" = "controls",
): Promise<T> {
  return transaction(async (tx) => {
    const result = await work(tx, await moveEpoch(tx, workspaceId));
    await settleChange(tx, workspaceId, touches);
    return result;
  });
}

/**
 * Changes who may answer in several workspaces at once, in a transaction that writes more than that and may still come to nothing. The
 * workspaces are taken in one order, and all of them before anything is changed: two such transactions never wait for each other in a circle.
 */
export async function peopleChanges(
  tx: Tx,
  workspaceIds: readonly string[],
  work: (workspaceId: string) => Promise<void>,
): Promise<void> {
  const inOrder = [...new Set(workspaceIds)].sort();
  for (const workspaceId of inOrder) await moveEpoch(tx, workspaceId);
  for (const workspaceId of inOrder) {
    await work(workspaceId);
    await settleChange(tx, workspaceId, "people");
  }
}

/** The same for a change that only one run's judgement depends on: the stop of a run leaves the epoch where it is. */
export function runControlChange<T>(workspaceId: string, work: (tx: Tx, epoch: bigint) => Promise<T>): Promise<T> {
  return moveRunStops(workspaceId, async (tx, epoch) => {
    const result = await work(tx, epoch);
    await withdrawBaseless(tx, workspaceId);
    return result;
  });
}
