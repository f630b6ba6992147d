import { recordEntry } from "@/lib/audit/audit.service";
import { controlChange } from "@/lib/pending/control-change.service";
import { ConflictError } from "@/lib/platform/errors";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { confirmPermission } from "@/lib/sessions/person-auth.service";
import { rearmSystemStop } from "@/lib/stops/system-stop.service";
import type { Breaker } from "./breaker.schemas";
import { getBreaker, requireBreaker } from "./breaker.views";

/**
 * Closes a breaker for every agent, and re-arms the stops that it pulled: whoever does so has the right to re-arm. What happened before
 * does not count again. @throws 404, 409 `not_open`
 */
export async function resetBreaker(caller: PersonCaller, id: string, reason: string): Promise<Breaker> {
  const { workspaceId, personId, personName } = caller;
  await controlChange(workspaceId, async (tx, epoch) => {
    await confirmPermission(tx, caller, "stop:rearm");
    const { name } = await requireBreaker(tx, workspaceId, id);
    const open = await tx.breakerState.findMany({ where: { breakerId: id, workspaceId, state: { not: "closed" } } });
    if (open.length === 0) throw new ConflictError("not_open", "This breaker is closed for every agent.");
    const at = new Date();
    for (const { stopId } of open) {
      if (stopId === null) continue;
      const by = { id: personId, name: personName };
      await rearmSystemStop(tx, epoch, { type: "breaker", id, name }, { workspaceId, stopId, reason, by });
    }
    await tx.breakerState.updateMany({
      where: { breakerId: id, workspaceId, state: { not: "closed" } },
      data: { state: "closed", countsSince: at, triesAt: null, halfOpenAt: null, stopId: null, trips: 0 },
    });
    await tx.breakerTrip.updateMany({
      where: { breakerId: id, workspaceId, recoveredAt: null },
      data: { recoveredAt: at },
    });
    await recordEntry(tx, {
      workspaceId,
      actor: { type: "person", id: personId },
      event: "breaker.reset",
      subject: { type: "breaker", id },
      // A fleet may be large, and an entry is not.
      facts: { epoch: Number(epoch), agents: open.length, agentIds: open.slice(0, 100).map(({ agentId }) => agentId) },
      private: { reason },
      at,
    });
  });
  return getBreaker(workspaceId, id);
}
