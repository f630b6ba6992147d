import type { Action } from "@/lib/actions/action.schemas";
import { getAction } from "@/lib/actions/action.views";
import { withdrawVotes } from "@/lib/pending/withdraw-votes.service";
import { underEpoch } from "@/lib/platform/db/transactions";
import { ConflictError, ForbiddenError } from "@/lib/platform/errors";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { confirmPermission } from "@/lib/sessions/person-auth.service";
import { decidable, type Decidable } from "./decidable.service";

/** May this person take another's vote back: who may decide the action, or may pull stops? An owner who may do neither may not. */
export function mayWithdraw(caller: PersonCaller, { refusal }: Pick<Decidable, "refusal">): boolean {
  return refusal === null || caller.permissions.includes("stop:pull");
}

/**
 * Takes an approval back while its grace period lasts: by the one who gave it, by whoever may decide the action, or by whoever may
 * pull stops. The action is held again.
 * @throws 404, 403 `not_yours`, 409 `too_late`
 */
export async function withdraw(caller: PersonCaller, actionId: string): Promise<Action> {
  const tooLate = () =>
    new ConflictError("too_late", "There is nothing to take back: the decision has settled, or none was made.");
  await underEpoch(caller.workspaceId, async (tx) => {
    const confirmed = await confirmPermission(tx, caller, "action:read");
    const found = await decidable(tx, confirmed, actionId);
    const { action } = found;
    if (action.status !== "pending" || action.settlingId === null) throw tooLate();
    const approval = await tx.approval.findUniqueOrThrow({ where: { id: action.settlingId } });
    const own = approval.personId === caller.personId;
    if (!own && !mayWithdraw(confirmed, found)) {
      throw new ForbiddenError(
        "not_yours",
        "Who approved can take it back, and so can who may decide this action or pull stops.",
      );
    }
    const vote = {
      workspaceId: caller.workspaceId,
      actionId,
      agentId: action.agentId,
      approvalId: approval.id,
      because: own ? ("taken_back" as const) : ("withdrawn_by_other" as const),
    };
    const withdrawn = await withdrawVotes(tx, [vote], {
      type: "person",
      id: caller.personId,
      ...(own ? {} : { name: caller.personName }),
    });
    if (withdrawn.length === 0) throw tooLate();
  });
  return getAction(caller.workspaceId, actionId);
}
