import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import type { KeyCreated, KeyRotated, KeyCreate, KeyRotate } from "@/lib/keys/key.schemas";
import { fetchJson } from "@/lib/platform/http/fetch-json";
import { api } from "@/lib/platform/routes";
import type { AgentDetail, AgentCreate, AgentUpdate } from "./agent.schemas";

/** What the list is narrowed by and its order; empty strings narrow nothing. */
export interface AgentFilters {
  q: string;
  kind: string;
  status: string;
  teamId: string;
  /** As the API names it; empty for the usual order. */
  sort: string;
}

export const agentPageSize = 50;
export const recentActions = 12;

export const agentKeys = {
  all: ["agents"] as const,
  list: (filters: AgentFilters) => ["agents", "list", filters] as const,
  one: (id: string) => ["agents", "one", id] as const,
  kinds: ["agents", "kinds"] as const,
  madeBy: (personId: string) => ["agents", "made-by", personId] as const,
  actions: (id: string) => ["agents", "actions", id] as const,
};

/** The filters as the API takes them. */
export function agentSearch(filters: AgentFilters, cursor: string | null): Record<string, string> {
  const all = { ...filters, q: filters.q.trim(), cursor: cursor ?? "", limit: String(agentPageSize) };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ""));
}

const withQuery = (address: string, parameters: Record<string, string>) =>
  `${address}?${new URLSearchParams(parameters).toString()}`;

export const agentsQuery = (filters: AgentFilters) =>
  infiniteQueryOptions({
    queryKey: agentKeys.list(filters),
    queryFn: ({ pageParam, signal }) =>
      fetchJson(withQuery(api.agents(), agentSearch(filters, pageParam)), {
        schema: async () => (await import("./agent.schemas")).AgentPage,
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  });

export const agentQuery = (id: string) =>
  queryOptions({
    queryKey: agentKeys.one(id),
    queryFn: ({ signal }) =>
      fetchJson(api.agent(id), { schema: async () => (await import("./agent.schemas")).AgentDetail, signal }),
  });

export const agentKindsQuery = () =>
  queryOptions({
    queryKey: agentKeys.kinds,
    queryFn: ({ signal }) =>
      fetchJson(api.agentKinds(), { schema: async () => (await import("./agent.schemas")).AgentKinds, signal }),
  });

/** The keys that a person made and that work now. */
export const keysMadeByQuery = (personId: string) =>
  infiniteQueryOptions({
    queryKey: agentKeys.madeBy(personId),
    queryFn: ({ pageParam, signal }) =>
      fetchJson(
        withQuery(api.personKeys(personId), {
          limit: String(agentPageSize),
          ...(pageParam ? { cursor: pageParam } : {}),
        }),
        { schema: async () => (await import("@/lib/keys/key.schemas")).MadeKeyPage, signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  });

/** What the agent asked for last. */
export const agentActionsQuery = (id: string) =>
  queryOptions({
    queryKey: agentKeys.actions(id),
    queryFn: ({ signal }) =>
      fetchJson(withQuery(api.actions(), { agentId: id, limit: String(recentActions) }), {
        schema: async () => (await import("@/lib/actions/action.schemas")).ActionPage,
        signal,
      }),
  });

/** The teams that can own an agent. */
export const owningTeamsQuery = () =>
  queryOptions({
    queryKey: ["teams", "owning"] as const,
    queryFn: ({ signal }) =>
      fetchJson(withQuery(api.teams(), { limit: "200" }), {
        schema: async () => (await import("@/lib/teams/team.schemas")).TeamPage,
        signal,
      }),
    staleTime: 60_000,
  });

export function createAgent(body: z.input<typeof AgentCreate>): Promise<AgentDetail> {
  return fetchJson(api.agents(), {
    method: "POST",
    body,
    schema: async () => (await import("./agent.schemas")).AgentDetail,
  });
}

export function updateAgent(id: string, body: AgentUpdate): Promise<AgentDetail> {
  return fetchJson(api.agent(id), {
    method: "PATCH",
    body,
    schema: async () => (await import("./agent.schemas")).AgentDetail,
  });
}

/** @param attempt one id per wish: an answer that was lost is given again, and no second key is made */
export function createKey(agentId: string, body: KeyCreate, attempt: string): Promise<KeyCreated> {
  return fetchJson(api.keys(agentId), {
    method: "POST",
    body,
    schema: async () => (await import("@/lib/keys/key.schemas")).KeyCreated,
    idempotencyKey: attempt,
  });
}

export function rotateKey(agentId: string, keyId: string, body: KeyRotate, attempt: string): Promise<KeyRotated> {
  return fetchJson(api.rotateKey(agentId, keyId), {
    method: "POST",
    body,
    schema: async () => (await import("@/lib/keys/key.schemas")).KeyRotated,
    idempotencyKey: attempt,
  });
}

export function revokeKey(agentId: string, keyId: string): Promise<undefined> {
  return fetchJson(api.key(agentId, keyId), { method: "DELETE" });
}
