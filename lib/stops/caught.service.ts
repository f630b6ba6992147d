import { db } from "@/lib/platform/db/client";
import { logger } from "@/lib/platform/logger";
import type { Stop, StopNow } from "./stop.schemas";

/**
 * Keeps with a stop what waited in its scope, and which permits it withdrew, as counted when it was pulled. A record for people: it is
 * written after the pull has committed, and its failing makes no stop less of one.
 * @returns what the stop caught, as far as it is known
 */
export async function keepCaught(workspaceId: string, { id, caught, matches }: StopNow): Promise<Stop["caught"]> {
  if (!matches) return caught;
  const counted = { frozen: matches.pending, permitsWithdrawn: matches.permits };
  try {
    await db().stop.updateMany({ where: { id, workspaceId }, data: counted });
  } catch (error) {
    logger().warn({ err: error, workspaceId, stopId: id }, "what a stop caught could not be kept");
  }
  return { ...caught, ...counted };
}
