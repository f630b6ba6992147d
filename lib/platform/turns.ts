import { AppError } from "./errors";

export interface TurnBounds {
  /** What is done at the same time, of all callers and of one. */
  atOnce: number;
  atOncePerCaller: number;
  /** What waits for its turn, of all callers and of one. */
  waiting: number;
  waitingPerCaller: number;
  waitMs: number;
}

/** What is asked for takes turns, and this caller has as many waiting as one may: nothing was done. */
const tooManyAtOnce = () =>
  new AppError(
    "too_many_at_once",
    "You have too many requests of this kind open. Wait for their answers before you send more.",
    { retryAfterSeconds: 1 },
  );
const busy = (retryAfterSeconds: number) =>
  new AppError("busy", "Too much of this kind is being asked for at the moment. Nothing was done; try again.", {
    retryAfterSeconds,
  });

interface Waiting {
  caller: string;
  start(): void;
}

/**
 * Costly work takes turns: so much of it is done at a time, a short queue waits, and whoever comes beyond that is told at once to
 * come back. In the queue nobody is overtaken, except by those whose caller has a turn free while the first's has none.
 */
export class Turns {
  private running = 0;
  private readonly runningOf = new Map<string, number>();
  private queue: Waiting[] = [];

  constructor(private readonly bounds: TurnBounds) {}

  private mayStart(caller: string): boolean {
    return this.running < this.bounds.atOnce && (this.runningOf.get(caller) ?? 0) < this.bounds.atOncePerCaller;
  }

  /** @returns gives the turn back; calling it again does nothing */
  private begin(caller: string): () => void {
    this.running += 1;
    this.runningOf.set(caller, (this.runningOf.get(caller) ?? 0) + 1);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.running -= 1;
      const left = (this.runningOf.get(caller) ?? 1) - 1;
      if (left === 0) this.runningOf.delete(caller);
      else this.runningOf.set(caller, left);
      this.next();
    };
  }

  private next(): void {
    const first = this.queue.find(({ caller }) => this.mayStart(caller));
    if (!first) return;
    this.queue = this.queue.filter((waiting) => waiting !== first);
    first.start();
  }

  /** A turn if one is free now. @returns gives it back, or undefined */
  tryTake(caller: string): (() => void) | undefined {
    return this.mayStart(caller) ? this.begin(caller) : undefined;
  }

  /**
   * Waits for a turn. @returns gives it back
   * @param gone the request's signal: who went away waits no longer
   * @throws 429 `too_many_at_once` for this caller, 503 `busy` for all, both with Retry-After
   */
  take(caller: string, gone?: AbortSignal): Promise<() => void> {
    if (this.mayStart(caller)) return Promise.resolve(this.begin(caller));
    const { waiting, waitingPerCaller, waitMs } = this.bounds;
    const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1000));
    if (this.queue.filter((other) => other.caller === caller).length >= waitingPerCaller)
      return Promise.reject(tooManyAtOnce());
    if (this.queue.length >= waiting) return Promise.reject(busy(retryAfterSeconds));
    return new Promise((resolve, reject) => {
      const leave = () => {
        clearTimeout(limit);
        gone?.removeEventListener("abort", giveUp);
        this.queue = this.queue.filter((other) => other !== mine);
      };
      const giveUp = () => {
        leave();
        reject(busy(retryAfterSeconds));
      };
      const mine: Waiting = {
        caller,
        start: () => {
          leave();
          resolve(this.begin(caller));
        },
      };
      const limit = setTimeout(giveUp, waitMs);
      this.queue.push(mine);
      if (gone?.aborted) giveUp();
      else gone?.addEventListener("abort", giveUp);
    });
  }

  /** Does the work in a turn of its own. @throws as `take` does, and what the work throws */
  async run<T>(caller: string, work: () => Promise<T>, gone?: AbortSignal): Promise<T> {
    const giveBack = await this.take(caller, gone);
    try {
      return await work();
    } finally {
      giveBack();
    }
  }
}
