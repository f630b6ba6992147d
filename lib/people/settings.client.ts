import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/platform/http/fetch-json";
import { api } from "@/lib/platform/routes";
import { Settings, type SettingsUpdate } from "./settings.schemas";

export const settingsKey = ["settings"] as const;

export const settingsQuery = () => queryOptions({ queryKey: settingsKey, queryFn: ({ signal }) => fetchJson(api.settings(), { schema: Settings, signal }) });

export function changeSettings(body: SettingsUpdate): Promise<Settings> {
  return fetchJson(api.settings(), { method: "PATCH", body, schema: Settings });
}
