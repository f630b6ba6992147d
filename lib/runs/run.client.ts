import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/platform/http/fetch-json";
import { api } from "@/lib/platform/routes";

/** What the list is narrowed by; empty strings narrow nothing. */
export interface RunFilters {
  q: string;
  status: string;
  agentId: string;
}

export const runPageSize = 50;

export const runKeys = {
  all: ["runs"] as const,
  list: (filters: RunFilters) => ["runs", "list", filters] as const,
  one: (id: string) => ["runs", "one", id] as const,
};

/** The filters as the API takes them. */
export function runSearch(filters: RunFilters, cursor: string | null): Record<string, string> {
  const all = { ...filters, q: filters.q.trim(), cursor: cursor ?? "", limit: String(runPageSize) };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ""));
}

export const runsQuery = (filters: RunFilters) =>
  infiniteQueryOptions({
    queryKey: runKeys.list(filters),
    queryFn: ({ pageParam, signal }) => fetchJson(`${api.runs()}?${new URLSearchParams(runSearch(filters, pageParam)).toString()}`, { schema: async () => (await import("./run.schemas")).RunPage, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  });

export const runQuery = (id: string) =>
  queryOptions({ queryKey: runKeys.one(id), queryFn: ({ signal }) => fetchJson(api.run(id), { schema: async () => (await import("./run.schemas")).RunDetail, signal }) });
