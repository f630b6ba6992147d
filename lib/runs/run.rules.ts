/** Where a run stands. It runs out by itself when its time is up: nothing is written then. */
export const runStatuses = ["active", "ended", "expired"] as const;
export type RunStatus = (typeof runStatuses)[number];

export const runResults = ["succeeded", "failed", "cancelled"] as const;
export type RunResult = (typeof runResults)[number];

/** Times as RFC 3339 text. */
export function runStatus(run: { endedAt: string | null; expiresAt: string }, nowMs: number): RunStatus {
  if (run.endedAt !== null) return "ended";
  return Date.parse(run.expiresAt) <= nowMs ? "expired" : "active";
}

export const minTtlSeconds = 5;
export const maxTtlSeconds = 86_400;

/** A run with everything above it, at most. */
export const maxRunDepth = 32;
