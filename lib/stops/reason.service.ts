import { recordEntry } from "@/lib/audit/audit.service";
import { entryActor } from "@/lib/audit/entry-actor";
import { transaction } from "@/lib/platform/db/transactions";
import { ConflictError, NotFoundError } from "@/lib/platform/errors";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { confirmPermission } from "@/lib/sessions/person-auth.service";
import type { Stop } from "./stop.schemas";
import { getStop } from "./stop.views";

/**
 * Says why a stop was pulled, where it was pulled without a word. A reason is given once: it is what others re-arm by. It changes no
 * verdict, so no epoch moves.
 * @throws 404, 409 `reason_given`
 */
export async function giveReason(caller: PersonCaller, id: string, reason: string): Promise<Stop> {
  const { workspaceId } = caller;
  await transaction(async (tx) => {
    await confirmPermission(tx, caller, "stop:pull");
    const { count } = await tx.stop.updateMany({ where: { id, workspaceId, reason: null }, data: { reason } });
    if (count === 0) {
      const known = await tx.stop.findFirst({ where: { id, workspaceId }, select: { id: true } });
      throw known
        ? new ConflictError("reason_given", "Somebody has said why already, and that stays.")
        : new NotFoundError("This stop");
    }
    await recordEntry(tx, {
      workspaceId,
      actor: entryActor(caller),
      event: "stop.reason_given",
      subject: { type: "stop", id },
      facts: {},
      private: { reason },
    });
  });
  return getStop(workspaceId, id);
}
