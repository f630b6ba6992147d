import { queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { fetchJson } from "@/lib/platform/http/fetch-json";
import { api } from "@/lib/platform/routes";
import { maxSavedViews } from "./saved-view.rules";
import type { SavedView, SavedViewCreate } from "./saved-view.schemas";

export const savedViewKeys = { all: ["saved-views"] as const };

/** All that one has: no more than a page are kept. */
export function savedViewsOptions() {
  return queryOptions({
    queryKey: savedViewKeys.all,
    queryFn: async ({ signal }) => {
      const address = `${api.savedViews()}?${new URLSearchParams({ limit: String(maxSavedViews) }).toString()}`;
      const page = await fetchJson(address, { schema: async () => (await import("./saved-view.schemas")).SavedViewPage, signal });
      return page.items;
    },
    staleTime: 15_000,
  });
}

export function saveView(body: z.input<typeof SavedViewCreate>): Promise<SavedView> {
  return fetchJson(api.savedViews(), { method: "POST", body, schema: async () => (await import("./saved-view.schemas")).SavedView });
}

export function renameView(id: string, name: string): Promise<SavedView> {
  return fetchJson(api.savedView(id), { method: "PATCH", body: { name }, schema: async () => (await import("./saved-view.schemas")).SavedView });
}

export function deleteView(id: string): Promise<undefined> {
  return fetchJson(api.savedView(id), { method: "DELETE" });
}
