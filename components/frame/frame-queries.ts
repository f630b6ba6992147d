import { queryOptions } from "@tanstack/react-query";
import type { PulledStop, StopScopeOption } from "@/components/patterns/stop-scope";
import { fetchJson } from "@/lib/platform/http/fetch-json";
import { api } from "@/lib/platform/routes";
import { scopeLabel } from "@/lib/stops/stop.rules";
import type { Stop, StopScope } from "@/lib/stops/stop.schemas";

export const meKey = ["me"] as const;

/** Who is signed in, and what they may do in this workspace. */
export function meQuery() {
  return queryOptions({ queryKey: meKey, queryFn: ({ signal }) => fetchJson(api.me(), { schema: async () => (await import("@/lib/people/account.schemas")).Me, signal }), staleTime: 60_000 });
}

/** A stop as the banner shows it. */
export function toPulledStop(stop: Stop): PulledStop {
  return { id: stop.id, label: scopeLabel(stop.scope), by: stop.pulledBy.name, at: stop.pulledAt, reason: stop.reason };
}

/** A chosen scope as the API takes it. */
export function toStopScope({ type, id }: StopScopeOption): StopScope {
  return id === undefined ? { type } : { type, id };
}
