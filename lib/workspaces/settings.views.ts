import { db } from "@/lib/platform/db/client";
import { NotFoundError } from "@/lib/platform/errors";
import type { Settings } from "./settings.schemas";

/** @throws 404 */
export async function getSettings(workspaceId: string): Promise<Settings> {
  const row = await db().workspace.findUnique({ where: { id: workspaceId } });
  if (!row) throw new NotFoundError("This workspace");
  const {
    slug,
    name,
    graceSeconds,
    permitTtlSeconds,
    maxPendingPerAgent,
    breakerStopPercent,
    controlsNeedAnotherPerson,
    timeZone,
    auditOrigin,
    demo,
  } = row;
  return {
    slug,
    name,
    graceSeconds,
    ownActionRule: row.ownActionRule as Settings["ownActionRule"],
    rearmRule: row.rearmRule as Settings["rearmRule"],
    fallbackRole: row.fallbackRole as Settings["fallbackRole"],
    permitTtlSeconds,
    maxPendingPerAgent,
    breakerStopPercent,
    controlsNeedAnotherPerson,
    timeZone,
    auditOrigin,
    demo,
  };
}
