import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/platform/http/fetch-json";
import { api } from "@/lib/platform/routes";
import { isUnfinished } from "./job.rules";
import type { Job } from "./job.schemas";

export const jobPageSize = 50;

export const jobKeys = {
  all: ["jobs"] as const,
  own: ["jobs", "own"] as const,
  newest: (kind: string) => ["jobs", "newest", kind] as const,
};

/** While something runs it is read again this often, should its progress be told elsewhere. */
const lookEveryMs = 2_000;
const everyWhile = (jobs: readonly Job[] | undefined) => (jobs?.some(isUnfinished) === true ? lookEveryMs : false);

const page = async (search: Record<string, string>, signal: AbortSignal) =>
  fetchJson(api.jobs(search), { schema: async () => (await import("./job.schemas")).JobPage, signal });

/** What the reader asked for, newest first. */
export const ownJobsQuery = () =>
  infiniteQueryOptions({
    queryKey: jobKeys.own,
    queryFn: ({ pageParam, signal }) =>
      page({ limit: String(jobPageSize), ...(pageParam === null ? {} : { cursor: pageParam }) }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    refetchInterval: ({ state }) => everyWhile(state.data?.pages.flatMap(({ items }) => items)),
  });

/** The newest job of a kind that the reader asked for; null where there is none. */
export const newestJobQuery = (kind: string) =>
  queryOptions({
    queryKey: jobKeys.newest(kind),
    queryFn: async ({ signal }) => (await page({ kind, limit: "1" }, signal)).items[0] ?? null,
    refetchInterval: ({ state }) => everyWhile(state.data ? [state.data] : []),
  });

export function cancelJob(id: string): Promise<Job> {
  return fetchJson(api.job(id), { method: "DELETE", schema: async () => (await import("./job.schemas")).Job });
}
