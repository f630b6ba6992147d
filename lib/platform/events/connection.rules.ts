export type ConnectionState = "live" | "restarting" | "reconnecting" | "stale";

/** Silence after which the line counts as broken: two heartbeats of 5 s, and some. */
export const silentMs = 12_000;
/** Silence after which what is on the screen counts as old. */
export const staleMs = 20_000;

/**
 * What the lamp shows. `silenceMs` is the time since anything was heard; `broken` that the line is known to be cut; `announced` that the
 * server said before it that it stops, so that a short silence is no fault.
 */
export function connectionState(silenceMs: number, broken: boolean, announced = false): ConnectionState {
  if (silenceMs >= staleMs) return "stale";
  if (broken && announced) return "restarting";
  return broken || silenceMs >= silentMs ? "reconnecting" : "live";
}

/** How long the server asks to be left alone, from the data of `stream.ending`: milliseconds, at most ten seconds; a second and a half where it says nothing usable. */
export function toldDelayMs(data: Readonly<Record<string, unknown>>): number {
  const { retryAfterMs } = data;
  return typeof retryAfterMs === "number" && retryAfterMs >= 0 ? Math.min(retryAfterMs, 10_000) : 1_500;
}
