import { clearRunsOver } from "@/lib/approvals/run-over.service";
import { expireDue, markLost, settleDue } from "@/lib/approvals/sweep.service";
import { writeKeyUse } from "@/lib/keys/key-use.service";
import { processWide } from "@/lib/platform/process-wide";
import { repeat, type ChoreHealth } from "./loop";

interface Worker {
  chores: { health: ChoreHealth; stop: () => Promise<void> }[];
}

function holder(): { current: Worker | undefined } {
  return processWide("worker", () => ({ current: undefined }));
}

/**
 * What this process does by itself: settle votes, expire what nobody decided, clear away what ended runs leave, notice lost executions. Due times are columns of the
 * actions, and every change is guarded in its write, so any number of instances may look at the same time.
 */
export function startWorker(): () => Promise<void> {
  const held = holder();
  held.current ??= {
    chores: [
      repeat({ name: "settle", everyMs: 200, look: settleDue }),
      repeat({ name: "expire", everyMs: 500, look: expireDue }),
      repeat({ name: "runs-over", everyMs: 500, look: clearRunsOver }),
      repeat({ name: "lost", everyMs: 60_000, look: markLost }),
      repeat({ name: "key-use", everyMs: 10_000, look: writeKeyUse }),
    ],
  };
  const { chores } = held.current;
  return async () => {
    await Promise.all(chores.map((c) => c.stop()));
    held.current = undefined;
  };
}

export function workerHealth(): { status: "ok" | "failing" | "stopped"; chores: ChoreHealth[] } {
  const chores = holder().current?.chores.map((c) => c.health);
  if (!chores) return { status: "stopped", chores: [] };
  return { status: chores.some((c) => c.error !== null) ? "failing" : "ok", chores };
}
