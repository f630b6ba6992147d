import { queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { fetchJson } from "@/lib/platform/http/fetch-json";
import { api } from "@/lib/platform/routes";
import { maxSavedViews, type SavedViewPageName } from "./saved-view.rules";
import type { SavedView, SavedViewCreate } from "./saved-view.schemas";

export const savedViewKeys = {
  all: ["saved-views"] as const,
  of: (page: SavedViewPageName) => ["saved-views", page] as const,
};

/** A saved view of one page. */
export type SavedViewOf<Page extends SavedViewPageName> = Extract<SavedView, { page: Page }>;

/** All that one has of a page: no more than an answer holds are kept. */
export function savedViewsOptions<Page extends SavedViewPageName>(page: Page) {
  return queryOptions({
    queryKey: savedViewKeys.of(page),
    queryFn: async ({ signal }) => {
      const address = `${api.savedViews()}?${new URLSearchParams({ page, limit: String(maxSavedViews) }).toString()}`;
      const { items } = await fetchJson(address, {
        schema: async () => (await import("./saved-view.schemas")).SavedViewPage,
        signal,
      });
      return items.filter((view): view is SavedViewOf<Page> => view.page === page);
    },
    staleTime: 15_000,
  });
}

export function saveView(body: z.input<typeof SavedViewCreate>): Promise<SavedView> {
  return fetchJson(api.savedViews(), {
    method: "POST",
    body,
    schema: async () => (await import("./saved-view.schemas")).SavedView,
  });
}

export function renameView(id: string, name: string): Promise<SavedView> {
  return fetchJson(api.savedView(id), {
    method: "PATCH",
    body: { name },
    schema: async () => (await import("./saved-view.schemas")).SavedView,
  });
}

export function deleteView(id: string): Promise<undefined> {
  return fetchJson(api.savedView(id), { method: "DELETE" });
}
