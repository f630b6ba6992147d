import { queryOptions } from "@tanstack/react-query";
import type { PulledStop, StopScopeOption } from "@/components/patterns/stop-scope";
import { Me } from "@/lib/people/account.schemas";
import { fetchJson } from "@/lib/platform/http/fetch-json";
import { api } from "@/lib/platform/routes";
import { scopeLabel } from "@/lib/stops/stop.rules";
import { Stop, StopPage } from "@/lib/stops/stop.schemas";

export const meKey = ["me"] as const;
/** Everything that is read about pulled stops lies under this key. */
export const stopsKey = ["stops", "active"] as const;

/** Who is signed in, and what they may do in this workspace. */
export function meQuery() {
  return queryOptions({ queryKey: meKey, queryFn: ({ signal }) => fetchJson(api.me(), { schema: Me, signal }), staleTime: 60_000 });
}

/** The stops that are pulled now. */
export function pulledStopsQuery() {
  return queryOptions({
    queryKey: [...stopsKey, "pulled"],
    queryFn: ({ signal }) => fetchJson(`${api.stops()}?${new URLSearchParams({ active: "true", limit: "50" }).toString()}`, { schema: StopPage, signal }),
    staleTime: 10_000,
    // A stop must be seen even where events do not arrive.
    refetchInterval: 30_000,
  });
}

/** Pulls a stop; when this resolves, it holds on every instance. */
export function pullStop({ scope, reason }: { scope: StopScopeOption; reason: string }): Promise<Stop> {
  const wanted = { type: scope.type, ...(scope.id === undefined ? {} : { id: scope.id }) };
  return fetchJson(api.stops(), { method: "POST", body: { scope: wanted, reason }, schema: Stop, signInOn401: false });
}

export function rearmStop(id: string, reason: string): Promise<Stop> {
  return fetchJson(api.rearm(id), { method: "POST", body: { reason }, schema: Stop, signInOn401: false });
}

/** A stop as the banner shows it. */
export function toPulledStop(stop: Stop): PulledStop {
  return { id: stop.id, label: scopeLabel(stop.scope), by: stop.pulledBy.name, at: stop.pulledAt, reason: stop.reason };
}
