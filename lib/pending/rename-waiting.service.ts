import type { Tx } from "@/lib/platform/db/client";
import { nameKey } from "@/lib/platform/name-key.rules";
import { keyOfAction, keysOfDeed } from "@/lib/scopes/scope-keys.rules";

interface Waiting {
  id: string;
  kind: string;
  action: string;
  resourceType: string | null;
  resourceId: string | null;
}

/**
 * Gives what waits, and what may still be started, under a name the keys that the catalog now declares for it: a stop pulled later must find
 * them as it finds what is asked today. Call in the transaction that changed the entry, under the exclusive lock.
 */
export async function renameWaiting(tx: Tx, workspaceId: string, name: string): Promise<void> {
  const types = await tx.actionType.findMany({
    where: { workspaceId },
    select: { name: true, resourceType: true, resourceCaseSensitive: true },
  });
  const declared = types.filter((type) => nameKey(type.name) === nameKey(name));
  const rows = await tx.$queryRaw<Waiting[]>`
    SELECT a.id, a.kind, a.action, a.resource_type AS "resourceType", a.resource_id AS "resourceId"
    FROM actions a LEFT JOIN permits p ON p.action_id = a.id
    WHERE a.workspace_id = ${workspaceId} AND a.status IN ('pending', 'approved') AND a.name_keys @> ARRAY[${keyOfAction(name)}]
      AND (a.status = 'pending' OR (p.consumed_at IS NULL AND p.withdrawn_at IS NULL AND p.expires_at > now()))`;
  if (rows.length === 0) return;
  const renamed = rows.map(({ id, kind, action, resourceType, resourceId }) => {
    const resource = resourceType !== null && resourceId !== null ? { type: resourceType, id: resourceId } : null;
    return { id, keys: keysOfDeed({ kind, action, resource, declared }) };
  });
  await tx.$executeRaw`
    UPDATE actions a SET name_keys = ARRAY(SELECT json_array_elements_text(r.keys))
    FROM json_to_recordset(${JSON.stringify(renamed)}::json) AS r (id text, keys json) WHERE a.id = r.id`;
}
