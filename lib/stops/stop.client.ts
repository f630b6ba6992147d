import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { isUnfinished } from "@/lib/jobs/job.rules";
import type { Job } from "@/lib/jobs/job.schemas";
import { fetchJson } from "@/lib/platform/http/fetch-json";
import { api } from "@/lib/platform/routes";
import type { Stop, StopNow, StopPreview, StopRearm, StopScope } from "./stop.schemas";

/** What is asked when a stop is re-armed. */
export type RearmRequest = Pick<StopRearm, "reason" | "to"> & Partial<Pick<StopRearm, "cleanActions">>;

/** Everything that is read about stops lies under this key. */
export const allStopsKey = ["stops"] as const;

/** Everything that is read about pulled stops lies under this key. */
export const stopsKey = ["stops", "active"] as const;

/** The stops that are pulled now. */
export const pulledStopsQuery = () =>
  queryOptions({
    queryKey: [...stopsKey, "pulled"],
    queryFn: ({ signal }) =>
      fetchJson(`${api.stops()}?${new URLSearchParams({ active: "true", limit: "50" }).toString()}`, {
        schema: async () => (await import("./stop.schemas")).StopPage,
        signal,
      }),
    staleTime: 10_000,
    // A stop must be seen even where events do not arrive.
    refetchInterval: 30_000,
  });

/** The pulled stops that cover an action: which those are, the server says. */
export function coveringStopsQuery(actionId: string) {
  return queryOptions({
    queryKey: [...stopsKey, "covering", actionId],
    queryFn: async ({ signal }) => {
      const page = await fetchJson(
        `${api.stops()}?${new URLSearchParams({ active: "true", actionId, limit: "1" }).toString()}`,
        { schema: async () => (await import("./stop.schemas")).StopPage, signal },
      );
      return page.items.map((stop) => ({
        scopeType: stop.scope.type,
        scopeId: stop.scope.id,
        pulledByName: stop.pulledBy.name,
      }));
    },
    staleTime: 15_000,
  });
}

/** Pulls a stop; when this resolves, it holds on every instance. */
export function pullStop(scope: StopScope, reason: string | null, evenIfUnknown = false): Promise<StopNow> {
  const body = { scope, ...(reason === null ? {} : { reason }), ...(evenIfUnknown ? { evenIfUnknown } : {}) };
  return fetchJson(api.stops(), { method: "POST", body, schema: async () => (await import("./stop.schemas")).StopNow });
}

/** What a stop of this scope would hold at this moment. */
export function previewStop(scope: StopScope): Promise<StopPreview> {
  return fetchJson(api.stopPreview(), {
    method: "POST",
    body: { scope },
    schema: async () => (await import("./stop.schemas")).StopPreview,
  });
}

/** Says why a stop was pulled, where that was not said yet. */
export function giveStopReason(id: string, reason: string): Promise<Stop> {
  return fetchJson(api.stop(id), {
    method: "PATCH",
    body: { reason },
    schema: async () => (await import("./stop.schemas")).Stop,
  });
}

/** Re-arms a stop, to normal or to probation. */
export function rearmStop(id: string, request: RearmRequest): Promise<Stop> {
  return fetchJson(api.rearm(id), {
    method: "POST",
    body: request,
    schema: async () => (await import("./stop.schemas")).Stop,
  });
}

const mostStanding = 200;
const whileItWorksMs = 1_000;
const earlierPageSize = 25;

function readStops(search: Record<string, string>, signal: AbortSignal) {
  return fetchJson(`${api.stops()}?${new URLSearchParams(search).toString()}`, {
    schema: async () => (await import("./stop.schemas")).StopPage,
    signal,
  });
}

/** What a page of stops is asked for by. */
export const stopsSearch = {
  pulled: { status: "pulled", limit: mostStanding },
  probation: { status: "probation", limit: mostStanding },
  earlier: { status: "rearmed", limit: earlierPageSize },
} as const;
const asText = (search: { status: string; limit: number }) => ({ ...search, limit: String(search.limit) });

/** The stops that are pulled and those on probation, each newest first; read again and again while one of them is withdrawing. */
export const standingStopsQuery = () =>
  queryOptions({
    queryKey: [...stopsKey, "standing"],
    queryFn: async ({ signal }) => {
      const [pulled, probation] = await Promise.all([
        readStops(asText(stopsSearch.pulled), signal),
        readStops(asText(stopsSearch.probation), signal),
      ]);
      return { items: [...pulled.items, ...probation.items] };
    },
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ withdrawal }) => withdrawal !== null && isUnfinished(withdrawal))
        ? whileItWorksMs
        : 30_000,
  });

/** The stops that are over, newest first. */
export const earlierStopsQuery = () =>
  infiniteQueryOptions({
    queryKey: [...allStopsKey, "earlier"],
    queryFn: ({ pageParam, signal }) =>
      readStops({ ...asText(stopsSearch.earlier), ...(pageParam === null ? {} : { cursor: pageParam }) }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  });

/** Has what waits in a pulled stop's scope cancelled. */
export function withdrawWaiting(id: string): Promise<Job> {
  return fetchJson(api.withdrawWaiting(id), {
    method: "POST",
    schema: async () => (await import("@/lib/jobs/job.schemas")).Job,
  });
}
