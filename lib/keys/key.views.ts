import type { Prisma } from "@/lib/platform/db/client";
import { scopes as knownScopes, type Scope } from "./key.rules";
import type { ApiKey } from "./key.schemas";

type KeyRow = Prisma.ApiKeyGetPayload<object>;

const iso = (at: Date | null) => at?.toISOString() ?? null;

/** A key's row as the API shows it. */
export function toKey(row: KeyRow): ApiKey {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes.filter((s): s is Scope => knownScopes.some((known) => known === s)),
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    lastUsedAt: iso(row.lastUsedAt),
    revokedAt: iso(row.revokedAt),
    rotatedFromId: row.rotatedFromId,
  };
}
