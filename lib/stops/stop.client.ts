import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/platform/http/fetch-json";
import { api } from "@/lib/platform/routes";
import type { Stop, StopScope } from "./stop.schemas";

/** Everything that is read about pulled stops lies under this key. */
export const stopsKey = ["stops", "active"] as const;

/** The stops that are pulled now. */
export const pulledStopsQuery = () =>
  queryOptions({
    queryKey: [...stopsKey, "pulled"],
    queryFn: ({ signal }) => fetchJson(`${api.stops()}?${new URLSearchParams({ active: "true", limit: "50" }).toString()}`, { schema: async () => (await import("./stop.schemas")).StopPage, signal }),
    staleTime: 10_000,
    // A stop must be seen even where events do not arrive.
    refetchInterval: 30_000,
  });

/** Pulls a stop; when this resolves, it holds on every instance. */
export function pullStop(scope: StopScope, reason: string): Promise<Stop> {
  return fetchJson(api.stops(), { method: "POST", body: { scope, reason }, schema: async () => (await import("./stop.schemas")).Stop, signInOn401: false });
}

export function rearmStop(id: string, reason: string): Promise<Stop> {
  return fetchJson(api.rearm(id), { method: "POST", body: { reason }, schema: async () => (await import("./stop.schemas")).Stop, signInOn401: false });
}
