/** How long to stay away after failures, in milliseconds: at first, doubling with each, and at most. */
export interface Backoff {
  firstMs?: number;
  mostMs?: number;
}

/**
 * How long to wait before trying again. The upper half of it is by chance, so that a thousand who failed together do not come back together.
 *
 * @param failures how many there have been before this one, from 0
 * @param random from 0 to 1
 * @returns milliseconds
 */
export function backoffMs(
  failures: number,
  { firstMs = 500, mostMs = 5_000 }: Backoff = {},
  random = Math.random(),
): number {
  const full = Math.min(mostMs, firstMs * 2 ** Math.min(failures, 20));
  return full / 2 + (full / 2) * random;
}

/** Resolves after `ms` milliseconds, and at once when the signal aborts or has. It never rejects: who waits looks at the signal. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener("abort", end, { once: true });
  });
}

export interface RetryOptions extends Backoff {
  /** Ends the trying, and the wait for it; an attempt under way is not interrupted. */
  signal?: AbortSignal;
  /** No attempt begins later than this many milliseconds after the first. */
  patienceMs?: number;
  onFailure?: (error: unknown) => void;
}

/**
 * Tries until it succeeds, never twice at a time.
 *
 * @throws what the last attempt failed with, when it is stopped or the patience is at its end
 */
export async function retry<T>(attempt: () => Promise<T>, options: RetryOptions = {}): Promise<T> {
  const { signal, patienceMs = Number.POSITIVE_INFINITY, onFailure } = options;
  const until = Date.now() + patienceMs;
  for (let failures = 0; ; failures += 1) {
    try {
      return await attempt();
    } catch (error) {
      onFailure?.(error);
      const waitMs = backoffMs(failures, options);
      if (signal?.aborted || Date.now() + waitMs > until) throw error;
      await pause(waitMs, signal);
      if (signal?.aborted) throw error;
    }
  }
}
