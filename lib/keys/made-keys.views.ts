import type { Page } from "@/lib/platform/common.schemas";
import { decodeCursor, encodeCursor } from "@/lib/platform/cursor";
import { db } from "@/lib/platform/db/client";
import { NotFoundError } from "@/lib/platform/errors";
import type { MadeKey, MadeKeyQuery } from "./key.schemas";
import { toKey } from "./key.views";

/** The agents' keys that somebody made and that work now, newest first: what goes on when the person is deactivated. @throws 404 for anybody who is no member here */
export async function listKeysMadeBy(
  workspaceId: string,
  personId: string,
  query: MadeKeyQuery,
): Promise<Page<MadeKey>> {
  if ((await db().membership.count({ where: { workspaceId, personId } })) === 0) throw new NotFoundError("This person");
  const after = decodeCursor(query.cursor, ["text"]);
  const rows = await db().apiKey.findMany({
    where: {
      workspaceId,
      createdById: personId,
      revokedAt: null,
      expiresAt: { gt: new Date() },
      ...(after ? { id: { lt: String(after[0]) } } : {}),
    },
    include: { agent: { select: { id: true, name: true } } },
    orderBy: { id: "desc" },
    take: query.limit + 1,
  });
  const shown = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? shown.at(-1) : undefined;
  const items = shown.map((row) => {
    const { id, name, prefix, scopes, createdAt, expiresAt, lastUsedAt } = toKey(row);
    return { id, name, prefix, scopes, agent: row.agent, createdAt, expiresAt, lastUsedAt };
  });
  return { items, nextCursor: last ? encodeCursor([last.id]) : null };
}
