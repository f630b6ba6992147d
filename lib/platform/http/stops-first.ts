import { setImmediate as turn } from "node:timers/promises";
import { processWide } from "@/lib/platform/process-wide";

/** Whoever lets a stop go first waits no longer than this, so that a row of stops slows the rest down, and does not halt it. */
const patienceMs = 250;

interface Stops {
  underWay: number;
  waiting: Set<() => void>;
}

function stops(): Stops {
  return processWide("stops-first", () => ({ underWay: 0, waiting: new Set<() => void>() }));
}

/** Does the work of a stop: what is asked for meanwhile begins when it is over. */
export async function goFirst<T>(work: () => Promise<T>): Promise<T> {
  const { waiting } = stops();
  stops().underWay += 1;
  try {
    return await work();
  } finally {
    stops().underWay -= 1;
    if (stops().underWay === 0) for (const begin of waiting) begin();
  }
}

/** Whether one is under way on this instance. */
export const isStopUnderWay = (): boolean => stops().underWay > 0;

/**
 * Resolves when no stop is under way on this instance, at once where none is. What has not begun leaves the stop the threads, the
 * database and the event loop; what has begun is not interrupted.
 */
export function letStopsGoFirst(): Promise<void> {
  const { underWay, waiting } = stops();
  if (underWay === 0) return Promise.resolve();
  return new Promise((resolve) => {
    const begin = () => {
      clearTimeout(limit);
      waiting.delete(begin);
      resolve();
    };
    const limit = setTimeout(begin, patienceMs);
    waiting.add(begin);
  });
}

/**
 * Between two long steps of one piece of work: what came in meanwhile is read, and a stop among it goes first. The steps are each as long
 * as they are; a stop waits for one of them, and not for the whole.
 */
export async function giveWay(): Promise<void> {
  await turn();
  await letStopsGoFirst();
}
