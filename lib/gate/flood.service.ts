import { raiseAlarm } from "@/lib/alarms/alarm.service";
import { logger } from "@/lib/platform/logger";
import type { AskedRows } from "./action-row.rules";
import { tooManyPending, type QueueRoom } from "./interlocks/queue.rules";
import type { Principal } from "./subject.rules";

export function isDeniedForRoom({ decision }: AskedRows): boolean {
  return decision?.reason_code === tooManyPending;
}

/**
 * Tells people on duty that an agent asks for more than may wait for them: once for a flood, however many of its questions are denied.
 * What was asked is committed by now, so its answer is given whatever becomes of the alarm; the next denial raises it.
 */
export async function raiseFlood({ workspaceId, agentId, agentName }: Principal, { waiting, bound, of }: QueueRoom): Promise<void> {
  const whose = of === "agent" ? `${waiting} actions of ${agentName} wait` : `${waiting} actions of ${agentName} and the agents of its family wait`;
  const detail = `${whose} for people, as many as may. What it asks for beyond that is denied.`;
  try {
    await raiseAlarm({ workspaceId, kind: tooManyPending, subject: { type: "agent", id: agentId }, detail, facts: { waiting, bound, of } });
  } catch (error) {
    logger().error({ err: error, workspaceId, agentId }, "the alarm about a flood could not be raised");
  }
}
