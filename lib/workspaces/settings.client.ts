import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/platform/http/fetch-json";
import { api } from "@/lib/platform/routes";
import type { Settings, SettingsUpdate } from "./settings.schemas";

export const settingsKey = ["settings"] as const;

export const settingsQuery = () =>
  queryOptions({
    queryKey: settingsKey,
    queryFn: ({ signal }) =>
      fetchJson(api.settings(), { schema: async () => (await import("./settings.schemas")).Settings, signal }),
  });

export function changeSettings(body: SettingsUpdate): Promise<Settings> {
  return fetchJson(api.settings(), {
    method: "PATCH",
    body,
    schema: async () => (await import("./settings.schemas")).Settings,
  });
}
