import type { Chore } from "@/lib/platform/chore";
import { logger } from "@/lib/platform/logger";
import { backoffMs, pause } from "@/lib/platform/retry";

export interface ChoreHealth {
  name: string;
  lastSuccessAt: string | null;
  error: string | null;
}

/** The longest wait after failures. */
const mostMs = 2_000;

/** Runs a chore again and again, never twice at the same time. @returns its health, and a function that ends it after what it is doing */
export function repeat(chore: Chore): { health: ChoreHealth; stop: () => Promise<void> } {
  const health: ChoreHealth = { name: chore.name, lastSuccessAt: null, error: null };
  const end = new AbortController();
  const ended = end.signal;
  let failures = 0;

  const run = async () => {
    while (!ended.aborted) {
      try {
        const found = await chore.run();
        health.lastSuccessAt = new Date().toISOString();
        health.error = null;
        failures = 0;
        if (!found) await pause(chore.everyMs, ended);
      } catch (error) {
        if (health.error === null)
          logger().warn({ err: error, chore: chore.name }, "regular work failed; trying again");
        health.error = error instanceof Error ? error.message : String(error);
        await pause(backoffMs(failures, { mostMs }), ended);
        failures += 1;
      }
    }
  };
  const done = run();
  return {
    health,
    async stop() {
      end.abort();
      await done;
      await chore.end?.();
    },
  };
}
