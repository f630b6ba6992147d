import { db } from "@/lib/platform/db/client";

/** Has anybody in the workspace asked for an action under just this name? Also of what the catalog does not know. */
export async function wasEverAsked(workspaceId: string, action: string): Promise<boolean> {
  return (await db().action.findFirst({ where: { workspaceId, action }, select: { id: true } })) !== null;
}
