import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/platform/http/fetch-json";
import { api } from "@/lib/platform/routes";
import type { Alarm } from "./alarm.schemas";

export const alarmsKey = ["alarms"] as const;

/** The alarms that nobody has acknowledged yet, the gravest first. Only the first is shown. */
export const openAlarmsQuery = () =>
  queryOptions({
    queryKey: [...alarmsKey, "open"],
    queryFn: ({ signal }) =>
      fetchJson(`${api.alarms()}?${new URLSearchParams({ acknowledged: "false", limit: "1" }).toString()}`, {
        schema: async () => (await import("./alarm.schemas")).AlarmPage,
        signal,
      }),
    staleTime: 10_000,
    // An alarm must be seen even where events do not arrive.
    refetchInterval: 60_000,
  });

export function acknowledgeAlarm(id: string): Promise<Alarm> {
  return fetchJson(api.acknowledgeAlarm(id), {
    method: "POST",
    schema: async () => (await import("./alarm.schemas")).Alarm,
  });
}
