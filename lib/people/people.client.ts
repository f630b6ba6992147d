import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/platform/http/fetch-json";
import { api } from "@/lib/platform/routes";
import type { Person, PersonUpdate, SessionsEnded } from "./people.schemas";

/** What the list is narrowed by and its order; empty strings narrow nothing. */
export interface PeopleFilters {
  q: string;
  role: string;
  status: string;
  /** As the API names it; empty for the usual order. */
  sort: string;
}

export const peoplePageSize = 50;

export const peopleKeys = {
  all: ["people"] as const,
  list: (filters: PeopleFilters) => ["people", "list", filters] as const,
  one: (id: string) => ["people", "one", id] as const,
  tokens: (id: string) => ["people", "tokens", id] as const,
};

/** The filters as the API takes them. */
export function peopleSearch(filters: PeopleFilters, cursor: string | null): Record<string, string> {
  const all = { ...filters, q: filters.q.trim(), cursor: cursor ?? "", limit: String(peoplePageSize) };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ""));
}

const pageSearch = (cursor: string | null) =>
  new URLSearchParams({ limit: String(peoplePageSize), ...(cursor ? { cursor } : {}) }).toString();

export const peopleQuery = (filters: PeopleFilters) =>
  infiniteQueryOptions({
    queryKey: peopleKeys.list(filters),
    queryFn: ({ pageParam, signal }) =>
      fetchJson(`${api.people()}?${new URLSearchParams(peopleSearch(filters, pageParam)).toString()}`, {
        schema: async () => (await import("./people.schemas")).PersonPage,
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  });

export const personQuery = (id: string) =>
  queryOptions({
    queryKey: peopleKeys.one(id),
    queryFn: ({ signal }) =>
      fetchJson(api.person(id), { schema: async () => (await import("./people.schemas")).Person, signal }),
  });

export function updatePerson(id: string, body: PersonUpdate): Promise<Person> {
  return fetchJson(api.person(id), {
    method: "PATCH",
    body,
    schema: async () => (await import("./people.schemas")).Person,
  });
}

/** @returns how many sessions and access tokens that ended */
export function signOutEverywhere(id: string): Promise<SessionsEnded> {
  return fetchJson(api.personSessions(id), {
    method: "DELETE",
    schema: async () => (await import("./people.schemas")).SessionsEnded,
  });
}

export const tokensOfQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: peopleKeys.tokens(id),
    queryFn: ({ pageParam, signal }) =>
      fetchJson(`${api.personTokens(id)}?${pageSearch(pageParam)}`, {
        schema: async () => (await import("./account.schemas")).PersonalTokenPage,
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  });

export function revokeTokenOf(id: string, tokenId: string): Promise<undefined> {
  return fetchJson(api.personToken(id, tokenId), { method: "DELETE" });
}
