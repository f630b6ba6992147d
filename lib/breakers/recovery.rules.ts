/** How many times its first wait a breaker waits at most before it tries again. */
const mostWaits = 10;
/** The longest wait, in seconds. */
const longestWait = 86_400;

/**
 * How long a breaker stays open before it tries again by itself, in seconds: longer with each trip, up to a limit.
 * @param trips how often it has tripped in a row, with this one
 */
export function waitSeconds(afterSeconds: number, trips: number): number {
  return Math.min(afterSeconds * Math.min(Math.max(trips, 1), mostWaits), Math.max(longestWait, afterSeconds));
}

/**
 * How many trips in a row this one makes.
 * @param quietSeconds since it closed: after as long as the longest wait, what was before is forgotten
 */
export function tripsInARow(before: number, quietSeconds: number, afterSeconds: number): number {
  return quietSeconds >= waitSeconds(afterSeconds, mostWaits) ? 1 : before + 1;
}

/**
 * Whether breakers may stop one more agent by themselves. Beyond their share of the fleet it is more likely that something else is broken
 * than that so many agents are: then a person is asked. At least one may always be stopped.
 */
export function mayStopOneMore({ agents, stopped, percent }: { agents: number; stopped: number; percent: number }) {
  return stopped + 1 <= Math.max(1, Math.floor((agents * percent) / 100));
}
