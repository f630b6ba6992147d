import type { Action } from "@/lib/actions/action.schemas";
import { getAction } from "@/lib/actions/action.views";
import type { AuditEvent } from "@/lib/audit/audit-events.rules";
import { recordEntry } from "@/lib/audit/audit.service";
import { alreadyDecided } from "@/lib/pending/already-decided";
import { extendableWithinSeconds, extensionSeconds } from "@/lib/pending/extension.rules";
import { db, type Prisma, type Tx } from "@/lib/platform/db/client";
import { underEpoch } from "@/lib/platform/db/transactions";
import { ConflictError, NotFoundError } from "@/lib/platform/errors";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { confirmPermission } from "@/lib/sessions/person-auth.service";
import { claimSeconds } from "./approval.rules";
import { decidable } from "./decidable.service";

interface Change {
  event: AuditEvent;
  where: Prisma.ActionWhereInput;
  data: Prisma.ActionUpdateManyMutationInput;
  facts: Record<string, unknown>;
  /** Only for those who may decide the action; giving a claim back is for whoever holds it. */
  byWhoMayDecide: boolean;
  /** Why the guarded write touched no row, once it is known to exist and to be pending. */
  refusal(action: { claimedByName: string | null; expiresAt: Date }): Error;
}

/** @throws 403 `own_action`, `forbidden` */
async function requireMayDecide(tx: Tx, caller: PersonCaller, actionId: string): Promise<void> {
  const { refusal } = await decidable(tx, await confirmPermission(tx, caller, "action:decide_escalated"), actionId);
  if (refusal) throw refusal;
}

/** One guarded change of a pending action, with its entry. @throws 404, 409 */
async function changePending(caller: PersonCaller, actionId: string, change: Change): Promise<Action> {
  await underEpoch(caller.workspaceId, async (tx: Tx) => {
    if (change.byWhoMayDecide) await requireMayDecide(tx, caller, actionId);
    const { count } = await tx.action.updateMany({
      where: { id: actionId, workspaceId: caller.workspaceId, status: "pending", ...change.where },
      data: change.data,
    });
    if (count !== 1) {
      const action = await tx.action.findFirst({ where: { id: actionId, workspaceId: caller.workspaceId } });
      if (!action) throw new NotFoundError("This action");
      throw action.status === "pending" ? change.refusal(action) : alreadyDecided();
    }
    await recordEntry(tx, {
      workspaceId: caller.workspaceId,
      actor: { type: "person", id: caller.personId },
      event: change.event,
      subject: { type: "action", id: actionId },
      facts: change.facts,
    });
  });
  return getAction(caller.workspaceId, actionId);
}

/** Tells colleagues "I am on it", for ten minutes. Claiming again prolongs. @throws 409 `claimed_by_other` */
export function claim(caller: PersonCaller, actionId: string): Promise<Action> {
  const now = new Date();
  const claimExpiresAt = new Date(now.getTime() + claimSeconds * 1000);
  return changePending(caller, actionId, {
    event: "action.claimed",
    where: { OR: [{ claimedById: null }, { claimedById: caller.personId }, { claimExpiresAt: { lte: now } }] },
    data: { claimedById: caller.personId, claimedByName: caller.personName, claimExpiresAt },
    facts: { until: claimExpiresAt.toISOString() },
    byWhoMayDecide: true,
    refusal: (action) =>
      new ConflictError("claimed_by_other", `${action.claimedByName ?? "Somebody"} has claimed this.`),
  });
}

/** @throws 409 `not_claimed` where the caller holds no claim */
export function release(caller: PersonCaller, actionId: string): Promise<Action> {
  return changePending(caller, actionId, {
    event: "action.released",
    where: { claimedById: caller.personId },
    data: { claimedById: null, claimedByName: null, claimExpiresAt: null },
    facts: {},
    byWhoMayDecide: false,
    refusal: () => new ConflictError("not_claimed", "You have not claimed this."),
  });
}

/**
 * Five more minutes, in the last minute only, and never past the agent's own deadline: by then it wants no answer any more.
 * @throws 403; 409 `not_yet` earlier, `agent_deadline` where the agent's own time is what ends, `already_decided` once the time is up
 */
export async function extend(caller: PersonCaller, actionId: string): Promise<Action> {
  const now = Date.now();
  const soon = new Date(now + extendableWithinSeconds * 1000);
  const { deadlineAt } = (await db().action.findFirst({
    where: { id: actionId, workspaceId: caller.workspaceId },
    select: { deadlineAt: true },
  })) ?? { deadlineAt: null };
  const expiresAt = new Date(Math.min(now + extensionSeconds * 1000, deadlineAt?.getTime() ?? Infinity));
  return changePending(caller, actionId, {
    event: "action.extended",
    // The deadline never changes after it was asked, so what was read before the write is what the write is guarded by.
    where: { settlingId: null, expiresAt: { gt: new Date(now), lte: soon, lt: expiresAt } },
    data: { expiresAt },
    facts: { expiresAt: expiresAt.toISOString() },
    byWhoMayDecide: true,
    refusal: ({ expiresAt: end }) =>
      deadlineAt !== null && end >= deadlineAt
        ? new ConflictError(
            "agent_deadline",
            "The agent wants its answer by then: its own deadline cannot be extended.",
          )
        : new ConflictError("not_yet", "The time can be extended in its last minute only."),
  });
}
