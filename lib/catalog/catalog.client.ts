import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { fetchJson } from "@/lib/platform/http/fetch-json";
import { api } from "@/lib/platform/routes";
import type { ActionType, ActionTypeCreate, ActionTypeUpdate, ChangedActionType } from "./action-type.schemas";

/** What the list is narrowed by and its order; empty strings are the whole catalog in its usual order. */
export interface CatalogFilters {
  q: string;
  sort: string;
}

export const catalogPageSize = 200;

export const catalogKeys = {
  all: ["catalog"] as const,
  list: (filters: CatalogFilters) => ["catalog", "list", filters] as const,
  one: (name: string) => ["catalog", "one", name] as const,
  versions: (name: string) => ["catalog", "one", name, "versions"] as const,
  proposals: (name: string) => ["catalog", "one", name, "proposals"] as const,
  proposal: (name: string, id: string) => ["catalog-proposal", name, id] as const,
  version: (name: string, version: number) => ["catalog-version", name, version] as const,
  check: (text: string) => ["catalog-check", text] as const,
};

/** What the list is asked for. */
export function catalogSearch({ q, sort }: CatalogFilters, cursor: string | null): Record<string, string> {
  return Object.fromEntries(
    Object.entries({ q: q.trim(), sort, cursor: cursor ?? "", limit: String(catalogPageSize) }).filter(
      ([, value]) => value !== "",
    ),
  );
}

export const actionTypesQuery = (filters: CatalogFilters) =>
  infiniteQueryOptions({
    queryKey: catalogKeys.list(filters),
    queryFn: ({ pageParam, signal }) =>
      fetchJson(`${api.actionTypes()}?${new URLSearchParams(catalogSearch(filters, pageParam)).toString()}`, {
        schema: async () => (await import("./action-type.schemas")).ActionTypePage,
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  });

export const actionTypeQuery = (name: string) =>
  queryOptions({
    queryKey: catalogKeys.one(name),
    queryFn: ({ signal }) =>
      fetchJson(api.actionType(name), {
        schema: async () => (await import("./action-type.schemas")).ActionType,
        signal,
      }),
  });

/** An entry as it was at a version, which never changes. */
export const actionTypeVersionQuery = (name: string, version: number) =>
  queryOptions({
    queryKey: catalogKeys.version(name, version),
    queryFn: ({ signal }) =>
      fetchJson(api.actionTypeVersion(name, version), {
        schema: async () => (await import("./action-type.schemas")).ActionTypeVersion,
        signal,
      }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** What the gate would say of a schema (JSON text that parses). */
export const schemaCheckQuery = (schemaText: string) =>
  queryOptions({
    queryKey: catalogKeys.check(schemaText),
    queryFn: ({ signal }) =>
      fetchJson(api.catalogChecks(), {
        method: "POST",
        body: { parametersSchema: JSON.parse(schemaText) as unknown },
        schema: async () => (await import("./action-type.schemas")).CatalogCheckResult,
        signal,
      }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export function createActionType(body: z.input<typeof ActionTypeCreate>): Promise<ActionType> {
  return fetchJson(api.actionTypes(), {
    method: "POST",
    body,
    schema: async () => (await import("./action-type.schemas")).ActionType,
  });
}

export function updateActionType(name: string, body: ActionTypeUpdate): Promise<ChangedActionType> {
  return fetchJson(api.actionType(name), {
    method: "PATCH",
    body,
    schema: async () => (await import("./action-type.schemas")).ChangedActionType,
  });
}
