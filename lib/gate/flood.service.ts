import type { AskedRows } from "@/lib/actions/action-rows.rules";
import { raiseAlarm } from "@/lib/alarms/alarm.service";
import { agentNames } from "@/lib/directory/agent-names.views";
import type { Principal } from "@/lib/keys/principal.rules";
import { logger } from "@/lib/platform/logger";
import { tooManyPending, type QueueRoom } from "./interlocks/queue/queue.rules";

export function isDeniedForRoom({ decision }: AskedRows): boolean {
  return decision?.reason_code === tooManyPending;
}

/** What floods, in one sentence: the agent that asked, and under whom it stands. */
async function inWords(
  { workspaceId, agentId, agentName }: Principal,
  top: string,
  { bound, of }: QueueRoom,
): Promise<string> {
  const topName = top === agentId ? agentName : ((await agentNames(workspaceId, [top])).get(top)?.name ?? top);
  const whose =
    of === "family"
      ? `${topName} and the agents under it`
      : top === agentId
        ? agentName
        : `${agentName}, an agent under ${topName},`;
  // What waits changes while it is counted, and a batch is denied before the rest of it waits: the bound is what stays true.
  return `No more than ${bound} ${bound === 1 ? "action" : "actions"} of ${whose} may wait for people, and ${of === "family" ? "they ask" : "it asks"} for more. What is beyond that is denied.`;
}

/**
 * Tells people on duty that an agent asks for more than may wait for them: once for a flood, however many of its questions are denied, and
 * once for a family, whichever of its agents ask. An agent with many under it cannot fill the list, and whoever is on duty has to look at one place.
 * What was asked is committed by now, so its answer is given whatever becomes of the alarm; the next denial raises it.
 */
export async function raiseFlood(principal: Principal, room: QueueRoom): Promise<void> {
  const { workspaceId, agentId } = principal;
  const { bound, of } = room;
  const top = principal.agentIds[0] ?? agentId;
  try {
    await raiseAlarm({
      workspaceId,
      kind: tooManyPending,
      subject: { type: "agent", id: top },
      detail: () => inWords(principal, top, room),
      facts: { bound, of, agentId },
    });
  } catch (error) {
    logger().error({ err: error, workspaceId, agentId }, "the alarm about a flood could not be raised");
  }
}
