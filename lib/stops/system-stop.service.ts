import { recordEntry } from "@/lib/audit/audit.service";
import type { EntryActor } from "@/lib/audit/entry.rules";
import type { Tx } from "@/lib/platform/db/client";
import { pulledStop, writeStop } from "./write-stop.service";

/** What stops agents by itself: a breaker, by id and name. It is no caller, and passes no door: only a control change reaches it. */
export interface SystemSource {
  type: "breaker";
  id: string;
  name: string;
}

/** As the log names what the server did by itself. */
const system = ({ type }: SystemSource): EntryActor => ({ type: "system", id: type });

/**
 * Stops an agent by the system, in the control change that has the reason for it. People and agents go by `pullStop`.
 * @returns the stop, which is somebody else's where the agent was stopped already
 */
export async function stopAgentBySystem(
  tx: Tx,
  epoch: bigint,
  source: SystemSource,
  { workspaceId, agentId, reason }: { workspaceId: string; agentId: string; reason: string },
): Promise<{ id: string; pulled: boolean }> {
  const standing = await pulledStop(tx, workspaceId, "agent", agentId);
  if (standing) return { id: standing.id, pulled: false };
  const id = await writeStop(tx, epoch, {
    workspaceId,
    type: "agent",
    scopeId: agentId,
    known: true,
    reason,
    by: source,
    actor: system(source),
  });
  return { id, pulled: true };
}

/**
 * Re-arms, in a control change, what this source has pulled and nobody has re-armed since. It cannot re-arm anybody else's stop.
 * @param by the person who resets the source, or the source itself
 */
export async function rearmSystemStop(
  tx: Tx,
  epoch: bigint,
  source: SystemSource,
  rearm: { workspaceId: string; stopId: string; reason: string; by?: { id: string; name: string } },
): Promise<void> {
  const { workspaceId, stopId: id, reason, by } = rearm;
  const at = new Date();
  const { count } = await tx.stop.updateMany({
    where: { id, workspaceId, standing: "pulled", pulledByType: source.type, pulledById: source.id },
    data: {
      standing: "rearmed",
      rearmedAt: at,
      rearmedById: by?.id ?? source.id,
      rearmedByName: by?.name ?? source.name,
      rearmReason: reason,
    },
  });
  if (count !== 1) return;
  await recordEntry(tx, {
    workspaceId,
    actor: by ? { type: "person", id: by.id } : system(source),
    event: "stop.rearmed",
    subject: { type: "stop", id },
    facts: { epoch: Number(epoch) },
    private: { reason },
    at,
  });
}
