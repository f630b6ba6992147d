import { retry } from "@/lib/platform/retry";

/** How long an outage may last; what is older than the server's build never comes, and fails then where one can see it. */
const patienceMs = 5 * 60_000;

/**
 * Fetches a part of the page, and tries again while the server is away. Without it the first thing that is opened during a
 * restart would take the whole page down, with what was being written on it.
 *
 * @throws what the last attempt failed with, after five minutes
 */
export function untilLoaded<T>(load: () => Promise<T>): Promise<T> {
  return retry(load, { patienceMs });
}
