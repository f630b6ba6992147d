import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/platform/http/fetch-json";
import { api } from "@/lib/platform/routes";

/** What the list is narrowed by and its order; empty strings narrow nothing. */
export interface RunFilters {
  q: string;
  status: string;
  agentId: string;
  /** As the API names it; empty for the usual order. */
  sort: string;
}

export const runPageSize = 50;

export const runKeys = {
  all: ["runs"] as const,
  list: (filters: RunFilters) => ["runs", "list", filters] as const,
  one: (id: string) => ["runs", "one", id] as const,
  /** Under the run's own key: what renews the run renews them. */
  laterSteps: (id: string, after: string) => ["runs", "one", id, "later", after] as const,
};

/** The filters as the API takes them. */
export function runSearch(filters: RunFilters, cursor: string | null): Record<string, string> {
  const all = { ...filters, q: filters.q.trim(), cursor: cursor ?? "", limit: String(runPageSize) };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ""));
}

export const runsQuery = (filters: RunFilters) =>
  infiniteQueryOptions({
    queryKey: runKeys.list(filters),
    queryFn: ({ pageParam, signal }) =>
      fetchJson(`${api.runs()}?${new URLSearchParams(runSearch(filters, pageParam)).toString()}`, {
        schema: async () => (await import("./run.schemas")).RunPage,
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  });

export const runQuery = (id: string) =>
  queryOptions({
    queryKey: runKeys.one(id),
    queryFn: ({ signal }) =>
      fetchJson(api.run(id), { schema: async () => (await import("./run.schemas")).RunDetail, signal }),
  });

const stepPageSize = 100;

/**
 * What a run asked for from a moment on, in order: the steps that its own page does not hold.
 *
 * @param after RFC 3339; what was asked at that very moment comes again
 */
export const laterStepsQuery = (runId: string, after: string) =>
  infiniteQueryOptions({
    queryKey: runKeys.laterSteps(runId, after),
    queryFn: ({ pageParam, signal }) => {
      const parameters = new URLSearchParams({
        runId,
        sort: "oldest",
        createdAfter: after,
        limit: String(stepPageSize),
        ...(pageParam === null ? {} : { cursor: pageParam }),
      });
      return fetchJson(`${api.actions()}?${parameters.toString()}`, {
        schema: async () => (await import("@/lib/actions/action.schemas")).ActionPage,
        signal,
      });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  });
