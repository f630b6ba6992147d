import type { AgentStatus } from "./principal.rules";

/** What an agent's key may be used for. */
export const scopes = ["actions:write", "actions:read", "runs:write", "steps:write", "stops:write"] as const;
export type Scope = (typeof scopes)[number];

/** Known to the contract and asked for by no route yet: the API accepts it, the console does not offer it. */
const ahead: readonly Scope[] = ["steps:write"];
/** The scopes that open something: those the console offers for a new key. */
export const offeredScopes: readonly Scope[] = scopes.filter((scope) => !ahead.includes(scope));

/** What may be done with an agent's keys, by its status; the reason when not. */
export function keyRefusal(status: AgentStatus): string | null {
  return status === "retired" ? "A retired agent gets no keys." : null;
}

export const maxKeyDays = 400;

/** Why a key cannot end then, or null. */
export function expiryRefusal(expiresAtMs: number, nowMs: number): string | null {
  if (expiresAtMs <= nowMs) return "must be in the future";
  return expiresAtMs > nowMs + maxKeyDays * 86_400_000 ? `must be at most ${maxKeyDays} days from now` : null;
}

export type KeyState = "active" | "expired" | "revoked";

/** Is the key good, at this moment? Revoking counts before expiry. */
export function keyState(key: { revokedAt: string | null; expiresAt: string }, nowMs: number): KeyState {
  if (key.revokedAt !== null) return "revoked";
  return Date.parse(key.expiresAt) <= nowMs ? "expired" : "active";
}
