import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { startOfDate } from "@/lib/platform/day";
import { fetchJson } from "@/lib/platform/http/fetch-json";
import { api } from "@/lib/platform/routes";

/** What a search of the log is narrowed by and its order; empty strings narrow nothing. Days are the reader's, `2026-11-20`. */
export interface AuditFilters {
  event: string;
  actor: string;
  subject: string;
  q: string;
  from: string;
  to: string;
  /** As the API names it; empty for the usual order. */
  sort: string;
}

export const auditPageSize = 100;

/** The filters as the API takes them. What is no date goes as it is, and is refused by its name. */
export function auditSearch(filters: AuditFilters, timeZone: string, cursor: string | null): Record<string, string> {
  const all = {
    event: filters.event,
    actor: filters.actor.trim(),
    subject: filters.subject.trim(),
    q: filters.q.trim(),
    from: filters.from && (startOfDate(filters.from, timeZone) ?? filters.from),
    to: filters.to && (startOfDate(filters.to, timeZone, 1) ?? filters.to),
    sort: filters.sort,
    cursor: cursor ?? "",
    limit: String(auditPageSize),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ""));
}

export const auditKeys = {
  all: ["audit"] as const,
  entries: (filters: AuditFilters, timeZone: string) => ["audit", "entries", filters, timeZone] as const,
  entry: (seq: number) => ["audit", "entry", seq] as const,
  checkpoints: ["audit", "checkpoints"] as const,
  head: ["audit", "head"] as const,
  check: (seq: number) => ["audit", "check", seq] as const,
};

/** @param timeZone IANA name of the reader's zone, in which the days of the filters are meant */
export const entriesQuery = (filters: AuditFilters, timeZone: string) =>
  infiniteQueryOptions({
    queryKey: auditKeys.entries(filters, timeZone),
    queryFn: ({ pageParam, signal }) =>
      fetchJson(`${api.audit()}?${new URLSearchParams(auditSearch(filters, timeZone, pageParam)).toString()}`, {
        schema: async () => (await import("./audit.schemas")).AuditPage,
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    // What is in the log does not change: only new entries come, and the screen says when.
    staleTime: Number.POSITIVE_INFINITY,
  });

export const entryQuery = (seq: number) =>
  queryOptions({
    queryKey: auditKeys.entry(seq),
    queryFn: ({ signal }) =>
      fetchJson(api.auditDetail(seq), {
        schema: async () => (await import("./audit.schemas")).AuditEntryDetail,
        signal,
      }),
  });

/** The newest checkpoint and the number of entries. */
export const checkpointsQuery = () =>
  queryOptions({
    queryKey: auditKeys.checkpoints,
    queryFn: ({ signal }) =>
      fetchJson(`${api.auditCheckpoints()}?limit=1`, {
        schema: async () => (await import("./audit.schemas")).AuditCheckpointPage,
        signal,
      }),
    refetchInterval: 5_000,
  });
