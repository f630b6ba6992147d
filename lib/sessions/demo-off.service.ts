import { db } from "@/lib/platform/db/client";
import { demoIsOff } from "@/lib/platform/env";

/** Whether somebody is active in workspaces of the demo alone, which are closed while it is off. */
export async function belongsToClosedDemo(personId: string): Promise<boolean> {
  if (!demoIsOff()) return false;
  const memberships = await db().membership.findMany({
    where: { personId, deactivatedAt: null },
    select: { workspaceId: true },
  });
  if (memberships.length === 0) return false;
  const open = await db().workspace.count({
    where: { id: { in: memberships.map((m) => m.workspaceId) }, demo: false },
  });
  return open === 0;
}

/** Whether a workspace is one of the demo's while that is off: nothing that belongs to it counts then, and all does when it is on again. */
export async function isClosed(workspaceId: string): Promise<boolean> {
  return demoIsOff() && (await db().workspace.count({ where: { id: workspaceId, demo: true } })) > 0;
}
