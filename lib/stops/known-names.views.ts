import { agentKindNames } from "@/lib/directory/agent-names.views";
import { wasEverAsked } from "@/lib/directory/asked-before.views";
import { catalogNames } from "@/lib/directory/catalog-names.views";
import { db } from "@/lib/platform/db/client";
import { nameKey } from "@/lib/platform/name-key.rules";
import { keysOfStop, storedName } from "@/lib/scopes/scope-keys.rules";
import { nearestNames } from "./nearest-names.rules";
import type { StopScope } from "./stop.schemas";

/** A scope with its name as it is stored, and whether the workspace knows it. */
export interface FoundScope {
  id: string | null;
  /** Kinds and action types only: whether anything of this name was ever registered or asked. */
  known: boolean;
  /** Names that may have been meant, where it is not known. */
  nearest: string[];
}

/** Is a stop pulled that goes by this? Then it may be pulled again, whatever is known of it. */
async function isPulled(workspaceId: string, type: StopScope["type"], keys: string[]): Promise<boolean> {
  return (
    (await db().stop.findFirst({
      where: { workspaceId, scopeType: type, rearmedAt: null, scopeKeys: { equals: keys } },
      select: { id: true },
    })) !== null
  );
}

/**
 * Looks a stop's scope up. Resources are registered nowhere, so every one is known; agents and runs are looked up by their ids elsewhere.
 * An action type is known by the catalog, in whatever case, or where somebody has asked for it under just this name.
 */
export async function findScope(workspaceId: string, { type, id }: StopScope): Promise<FoundScope> {
  if (id === undefined) return { id: null, known: true, nearest: [] };
  const stored = storedName(type, id);
  if (type !== "kind" && type !== "action") return { id: stored, known: true, nearest: [] };
  const names = type === "kind" ? await agentKindNames(workspaceId) : await catalogNames(workspaceId);
  const named = names.find((name) => nameKey(name) === nameKey(stored));
  if (named !== undefined) return { id: named, known: true, nearest: [] };
  const known =
    (await isPulled(workspaceId, type, keysOfStop(type, stored))) ||
    (type === "action" && (await wasEverAsked(workspaceId, stored)));
  return { id: stored, known, nearest: known ? [] : nearestNames(stored, names) };
}
