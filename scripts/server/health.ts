import { setTimeout as sleep } from "node:timers/promises";

/**
 * Waits until the server says that it and everything it needs is well.
 *
 * @throws after `withinMs`, with the last answer
 */
export async function untilHealthy(origin: string, withinMs: number, given: { up: boolean }): Promise<void> {
  let last = "no answer";
  for (const deadline = Date.now() + withinMs; Date.now() < deadline && !given.up; await sleep(150)) {
    try {
      const response = await fetch(`${origin}/api/health`, { signal: AbortSignal.timeout(5_000) });
      const text = await response.text();
      if (response.ok && (JSON.parse(text) as { status?: string }).status === "ok") return;
      last = `${response.status} ${text.slice(0, 500)}`;
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
  }
  if (!given.up) throw new Error(`The server does not become healthy. Its last answer: ${last}`);
}
