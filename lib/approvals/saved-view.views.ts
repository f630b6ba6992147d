import type { Page } from "@/lib/platform/common.schemas";
import { decodeCursor, encodeCursor } from "@/lib/platform/cursor";
import { db, type Prisma } from "@/lib/platform/db/client";
import { NotFoundError } from "@/lib/platform/errors";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { SavedActionFilters, SavedFilters, type SavedView, type SavedViewQuery } from "./saved-view.schemas";

/** The views that are the caller's to see: their own in this workspace, as long as they keep them. */
export function ownViews({ workspaceId, personId }: PersonCaller) {
  return { workspaceId, personId, deletedAt: null };
}

function asSavedView(row: Prisma.SavedViewGetPayload<object>): SavedView {
  const { id, name } = row;
  const createdAt = row.createdAt.toISOString();
  if (row.page === "actions")
    return { id, name, createdAt, page: "actions", filters: SavedActionFilters.parse(row.filters) };
  return { id, name, createdAt, page: "approvals", filters: SavedFilters.parse(row.filters) };
}

/** The caller's own views of a page by name. */
export async function listSavedViews(caller: PersonCaller, query: SavedViewQuery): Promise<Page<SavedView>> {
  const after = decodeCursor(query.cursor, ["text"]);
  const rows = await db().savedView.findMany({
    where: { ...ownViews(caller), page: query.page, ...(after ? { name: { gt: String(after[0]) } } : {}) },
    orderBy: { name: "asc" },
    take: query.limit + 1,
  });
  const shown = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? shown.at(-1) : undefined;
  return { items: shown.map(asSavedView), nextCursor: last ? encodeCursor([last.name]) : null };
}

/** @throws 404 for a view that is not the caller's */
export async function getSavedView(caller: PersonCaller, id: string): Promise<SavedView> {
  const row = await db().savedView.findFirst({ where: { id, ...ownViews(caller) } });
  if (!row) throw new NotFoundError("This view");
  return asSavedView(row);
}
