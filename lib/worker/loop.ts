import type { Chore } from "@/lib/platform/chore";
import { logger } from "@/lib/platform/logger";

export interface ChoreHealth {
  name: string;
  lastSuccessAt: string | null;
  error: string | null;
}

const backoffMs = 2_000;

/** Runs a chore again and again, never twice at the same time. @returns its health, and a function that ends it after what it is doing */
export function repeat(chore: Chore): { health: ChoreHealth; stop: () => Promise<void> } {
  const health: ChoreHealth = { name: chore.name, lastSuccessAt: null, error: null };
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  let wake: () => void = () => undefined;
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      wake = resolve;
      timer = setTimeout(resolve, ms);
    });

  const run = async () => {
    while (!ended) {
      try {
        const found = await chore.run();
        health.lastSuccessAt = new Date().toISOString();
        health.error = null;
        if (!found && !ended) await pause(chore.everyMs);
      } catch (error) {
        if (health.error === null)
          logger().warn({ err: error, chore: chore.name }, "regular work failed; trying again");
        health.error = error instanceof Error ? error.message : String(error);
        if (!ended) await pause(backoffMs);
      }
    }
  };
  const done = run();
  return {
    health,
    async stop() {
      ended = true;
      clearTimeout(timer);
      wake();
      await done;
      await chore.end?.();
    },
  };
}
