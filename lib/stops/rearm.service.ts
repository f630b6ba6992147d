import { recordEntry } from "@/lib/audit/audit.service";
import { entryActor } from "@/lib/audit/entry-actor";
import { controlChange } from "@/lib/pending/control-change.service";
import type { Prisma, Tx } from "@/lib/platform/db/client";
import { ConflictError, ForbiddenError, NotFoundError } from "@/lib/platform/errors";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { confirmPermission } from "@/lib/sessions/person-auth.service";
import type { Stop, StopRearm } from "./stop.schemas";
import { getStop } from "./stop.views";

type StopRow = Prisma.StopGetPayload<object>;

/** What re-arming makes of a stop that stands so: a pulled one goes to normal or to probation, one on probation to normal. */
function nextStanding(stop: StopRow, { to, cleanActions }: StopRearm): Prisma.StopUpdateManyMutationInput {
  if (stop.standing === "pulled" && to === "probation")
    return { standing: "probation", probationNeeded: cleanActions, probationSeen: 0 };
  return { standing: "rearmed", ...(stop.standing === "probation" ? { probationEndedAt: new Date() } : {}) };
}

/** Where the workspace wants a second pair of eyes, whoever pulled a stop does not let it go. @throws 403 `own_stop` */
async function requireAnother(tx: Tx, caller: PersonCaller, stop: StopRow): Promise<void> {
  const { rearmRule } = await tx.workspace.findUniqueOrThrow({
    where: { id: caller.workspaceId },
    select: { rearmRule: true },
  });
  if (rearmRule === "another" && stop.pulledByType === "person" && stop.pulledById === caller.personId)
    throw new ForbiddenError("own_stop", "You pulled this stop: in this workspace somebody else re-arms it.");
}

/**
 * Re-arms a stop: what it held may ask again, on probation with a person's eyes on each action. Nothing that was refused or withdrawn
 * comes back, and nothing is started. Of two who re-arm at once one wins, and the other is told.
 * @throws 403 `own_stop`, 404, 409 `already_rearmed`, `already_on_probation`
 */
export async function rearmStop(caller: PersonCaller, id: string, request: StopRearm): Promise<Stop> {
  const { workspaceId } = caller;
  await controlChange(workspaceId, async (tx, epoch) => {
    await confirmPermission(tx, caller, "stop:rearm");
    const stop = await tx.stop.findFirst({ where: { id, workspaceId } });
    if (!stop) throw new NotFoundError("This stop");
    if (stop.standing === "rearmed") throw new ConflictError("already_rearmed", "This stop has been re-armed already.");
    if (stop.standing === "probation" && request.to === "probation")
      throw new ConflictError(
        "already_on_probation",
        "This stop is on probation already; re-arm it to normal to end that.",
      );
    await requireAnother(tx, caller, stop);
    const at = new Date();
    const first = stop.standing === "pulled";
    const { count } = await tx.stop.updateMany({
      where: { id, workspaceId, standing: stop.standing },
      data: {
        ...nextStanding(stop, request),
        ...(first
          ? {
              rearmedAt: at,
              rearmedById: caller.personId,
              rearmedByName: caller.personName,
              rearmReason: request.reason,
            }
          : {}),
      },
    });
    if (count !== 1) throw new ConflictError("already_rearmed", "This stop has been re-armed already.");
    await recordEntry(tx, {
      workspaceId,
      actor: entryActor(caller),
      event: first ? "stop.rearmed" : "stop.probation_ended",
      subject: { type: "stop", id },
      facts: {
        epoch: Number(epoch),
        ...(first && request.to === "probation" ? { to: request.to, cleanActions: request.cleanActions } : {}),
        ...(first ? {} : { cleanActionsSeen: stop.probationSeen }),
      },
      private: { reason: request.reason },
      at,
    });
  });
  return getStop(workspaceId, id);
}
