import { processWide } from "@/lib/platform/process-wide";
import { chores } from "./chores";
import { repeat, type ChoreHealth } from "./loop";

interface Worker {
  chores: { health: ChoreHealth; stop: () => Promise<void> }[];
}

function holder(): { current: Worker | undefined } {
  return processWide("worker", () => ({ current: undefined }));
}

/** What this process does by itself, again and again: every domain's chores, as they are registered. */
export function startWorker(): () => Promise<void> {
  const held = holder();
  held.current ??= { chores: chores.map(repeat) };
  const running = held.current.chores;
  return async () => {
    await Promise.all(running.map((c) => c.stop()));
    held.current = undefined;
  };
}

export function workerHealth(): { status: "ok" | "failing" | "stopped"; chores: ChoreHealth[] } {
  const health = holder().current?.chores.map((c) => c.health);
  if (!health) return { status: "stopped", chores: [] };
  return { status: health.some((c) => c.error !== null) ? "failing" : "ok", chores: health };
}
