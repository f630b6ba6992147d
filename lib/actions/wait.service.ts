import { subscribe } from "@/lib/platform/events/bus";
import { logger } from "@/lib/platform/logger";
import { Poll } from "@/lib/platform/poll";
import { processWide } from "@/lib/platform/process-wide";
import { orStopping } from "@/lib/platform/stopping";
import { decidedAmong } from "./action.views";

/** RFC 7240 `Prefer: wait=N`. @returns seconds, 0 without the preference, at most 60. */
export function preferredWaitSeconds(request: Request): number {
  const match = /(?:^|[,;\s])wait\s*=\s*"?(\d+)"?/i.exec(request.headers.get("prefer") ?? "");
  return match ? Math.min(60, Number(match[1])) : 0;
}

const pollMs = 500;

/**
 * Everyone in this process who waits for a decision. An event wakes them at once; one look at the database for all of them, twice
 * a second, is what makes it certain (another instance decided and its hint was lost). Nobody holds a connection while waiting.
 */
class WaitingRoom {
  private readonly waiting = new Map<string, Set<() => void>>();
  private readonly poll = new Poll(
    pollMs,
    () => this.waiting.size > 0,
    () => this.look(),
  );

  constructor() {
    subscribe(({ event, subjectId }) => {
      if (event !== "action.requested") this.wake(subjectId);
    });
  }

  private wake(id: string): void {
    for (const resume of this.waiting.get(id) ?? []) resume();
  }

  private async look(): Promise<void> {
    try {
      for (const id of await decidedAmong([...this.waiting.keys()])) this.wake(id);
    } catch (error) {
      // The database is away: the next look, or each waiter's own last read, will tell.
      logger().warn({ err: error }, "could not look for decisions");
    }
  }

  /** Resolves when something happened to the action, or the time is up, or the client went away. */
  wait(id: string, milliseconds: number, gone: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const all = this.waiting.get(id) ?? new Set();
      this.waiting.set(id, all);
      const done = () => {
        clearTimeout(limit);
        gone.removeEventListener("abort", done);
        all.delete(done);
        if (all.size === 0) this.waiting.delete(id);
        resolve();
      };
      const limit = setTimeout(done, milliseconds);
      gone.addEventListener("abort", done);
      all.add(done);
      this.poll.start();
      if (gone.aborted) done();
    });
  }
}

function room(): WaitingRoom {
  return processWide("waiting-room", () => new WaitingRoom());
}

/**
 * Reads until the action is no longer pending or the time is up. The first read comes after the wait is registered, so that a
 * decision made in between is not slept through. A process that is told to end keeps nobody waiting: what is true now is the answer.
 */
export function readUntilDecided<T extends { status: string }>(
  id: string,
  seconds: number,
  gone: AbortSignal,
  read: () => Promise<T>,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  return orStopping(gone, async (over) => {
    for (;;) {
      const left = deadline - Date.now();
      if (left <= 0 || over.aborted) return read();
      const leave = new AbortController();
      const woken = room().wait(id, left, AbortSignal.any([over, leave.signal]));
      try {
        const now = await read();
        if (now.status !== "pending") return now;
        await woken;
      } finally {
        leave.abort();
      }
    }
  });
}
