import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/platform/http/fetch-json";
import type { Permission } from "@/lib/platform/permissions.rules";
import { api } from "@/lib/platform/routes";
import type { Me, MeUpdate, PasswordChange, PersonalTokenCreated } from "./account.schemas";
import type { SessionsEnded } from "./people.schemas";

export const accountKeys = {
  /** The same key the frame reads under, so that both change together. */
  me: ["me"] as const,
  sessions: ["account", "sessions"] as const,
  tokens: ["account", "tokens"] as const,
  identity: ["account", "identity"] as const,
};
/** As many as the API gives at once: the table orders itself by its headings when it holds all. */
export const accountPageSize = 200;

const page = (address: string, cursor: string | null) =>
  `${address}?${new URLSearchParams({ limit: String(accountPageSize), ...(cursor ? { cursor } : {}) }).toString()}`;

export const ownMeQuery = () =>
  queryOptions({
    queryKey: accountKeys.me,
    queryFn: ({ signal }) =>
      fetchJson(api.me(), { schema: async () => (await import("./account.schemas")).Me, signal }),
    staleTime: 60_000,
  });

export const ownSessionsQuery = () =>
  infiniteQueryOptions({
    queryKey: accountKeys.sessions,
    queryFn: ({ pageParam, signal }) =>
      fetchJson(page(api.sessions(), pageParam), {
        schema: async () => (await import("./account.schemas")).OwnSessionPage,
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  });

export const personalTokensQuery = () =>
  infiniteQueryOptions({
    queryKey: accountKeys.tokens,
    queryFn: ({ pageParam, signal }) =>
      fetchJson(page(api.personalTokens(), pageParam), {
        schema: async () => (await import("./account.schemas")).PersonalTokenPage,
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  });

export function changeMe(body: MeUpdate): Promise<Me> {
  return fetchJson(api.me(), { method: "PATCH", body, schema: async () => (await import("./account.schemas")).Me });
}

export function changePassword(body: PasswordChange): Promise<undefined> {
  return fetchJson(api.password(), { method: "POST", body });
}

export function endSession(id: string): Promise<undefined> {
  return fetchJson(api.session(id), { method: "DELETE" });
}

export function signOutElsewhere(): Promise<SessionsEnded> {
  return fetchJson(api.sessions(), {
    method: "DELETE",
    schema: async () => (await import("./people.schemas")).SessionsEnded,
  });
}

export interface TokenWish {
  name: string;
  /** RFC 3339. */
  expiresAt: string;
  /** Left out for all that the role has. */
  permissions?: Permission[];
}

/** @param attempt one id per wish: an answer that was lost is given again, and no second token is made */
export function createToken(body: TokenWish, attempt: string): Promise<PersonalTokenCreated> {
  return fetchJson(api.personalTokens(), {
    method: "POST",
    body,
    schema: async () => (await import("./account.schemas")).PersonalTokenCreated,
    idempotencyKey: attempt,
  });
}

export function revokeToken(id: string): Promise<undefined> {
  return fetchJson(api.personalToken(id), { method: "DELETE" });
}

export const ownIdentityQuery = () =>
  queryOptions({
    queryKey: accountKeys.identity,
    queryFn: ({ signal }) =>
      fetchJson(api.ownIdentity(), { schema: async () => (await import("./account.schemas")).OwnIdentity, signal }),
  });

/** Says that the provider's next answer is to be linked; to be followed by the way there. */
export function startLinking(providerId: string): Promise<undefined> {
  return fetchJson(api.ownIdentity(), { method: "POST", body: { providerId } });
}

export function unlinkIdentity(): Promise<undefined> {
  return fetchJson(api.ownIdentity(), { method: "DELETE" });
}
