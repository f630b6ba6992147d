import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { ending, spawnNode } from "./child";

export interface Supervised {
  /** Ends the process with SIGTERM, after ten seconds with SIGKILL, and does not start it again. */
  stop(): Promise<void>;
}

export interface SupervisedOptions {
  name: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  onEvent: (message: string) => void;
}

/**
 * Keeps one Node process running. When it ends by itself it is started again, after a pause that doubles from half a
 * second to fifteen, and falls back once it has run for a minute.
 */
export function supervise({ name, args, env, onEvent }: SupervisedOptions): Supervised {
  const stopping = new AbortController();
  let child: ChildProcess;
  const stopped = keepRunning();

  async function keepRunning(): Promise<void> {
    for (let pauseMs = 500; ; pauseMs = Math.min(pauseMs * 2, 15_000)) {
      const startedAt = Date.now();
      child = spawnNode(args, env);
      const { how } = await ending(child);
      if (stopping.signal.aborted) return;
      if (Date.now() - startedAt > 60_000) pauseMs = 500;
      onEvent(`${name} ended unexpectedly (${how}); starting it again in ${pauseMs} ms.`);
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined); // cut short by a stop
      if (stopping.signal.aborted) return;
    }
  }

  return {
    stop: async () => {
      stopping.abort();
      child.kill("SIGTERM");
      const deadline = setTimeout(() => child.kill("SIGKILL"), 10_000);
      await stopped;
      clearTimeout(deadline);
    },
  };
}
