import { setMaxListeners } from "node:events";
import { processWide } from "@/lib/platform/process-wide";

/** Aborted once this process was told to end (scripts/server/end-gently.mjs does so, under the same name). Never in development. */
export function stoppingSignal(): AbortSignal {
  const { signal } = processWide("stopping", () => new AbortController());
  setMaxListeners(0, signal); // each stream and each wait has one
  return signal;
}

/**
 * Runs `work` with a signal that ends when `gone` does, or with the process: for what would otherwise be waited for. Nothing is left behind
 * on the process's own signal, which outlives every request.
 */
export async function orStopping<T>(gone: AbortSignal, work: (over: AbortSignal) => Promise<T>): Promise<T> {
  const over = new AbortController();
  const end = () => over.abort();
  const sources = [gone, stoppingSignal()];
  for (const source of sources) {
    source.addEventListener("abort", end);
    if (source.aborted) end();
  }
  try {
    return await work(over.signal);
  } finally {
    for (const source of sources) source.removeEventListener("abort", end);
  }
}
