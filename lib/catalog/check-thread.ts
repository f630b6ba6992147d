import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { AppError } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";
import { processWide } from "@/lib/platform/process-wide";
import { Turns } from "@/lib/platform/turns";
import type { CheckAnswer, CheckTask } from "./check-task.rules";

/** Each that waits holds its texts in memory, and nobody may take more than a part of the places. */
export const checkBounds = { atOnce: 1, atOncePerCaller: 1, waiting: 32, waitingPerCaller: 8, waitMs: 30_000 };
/** From being sent to its answer. Steps end a check long before; this is for what is not counted. */
const deadlineMs = 15_000;
/** A thread has to read its modules first, which on a busy machine takes longer than any check. */
const startMs = 60_000;
const heapMb = 256;

const busy = (why: string) =>
  new AppError(
    "busy",
    `These parameters take long to check against their schema, and ${why}. Nothing was decided; try again.`,
    { retryAfterSeconds: 2 },
  );

/** The one task that the thread has. */
interface Asked {
  timer: NodeJS.Timeout;
  resolve(answer: CheckAnswer): void;
  reject(error: Error): void;
}

/**
 * One thread beside the one that answers everybody. It is started when it is first needed, and again after it was ended by its deadline
 * or its memory: that costs the task which did it, never the server.
 */
class CheckThread {
  private worker: Worker | undefined;
  private isReady = false;
  private current: Asked | undefined;
  private readonly turns = new Turns(checkBounds);

  /** @throws 429 where this caller has too many waiting; 503 where all have, or the deadline passes */
  check(task: CheckTask, caller: string): Promise<CheckAnswer> {
    return this.turns.run(caller, () => this.ask(task));
  }

  private ask(task: CheckTask): Promise<CheckAnswer> {
    const worker = (this.worker ??= this.started());
    return new Promise((resolve, reject) => {
      this.current = { resolve, reject, timer: this.deadline(worker, this.isReady ? deadlineMs : startMs) };
      worker.ref();
      worker.postMessage(task);
    });
  }

  private deadline(worker: Worker, afterMs: number): NodeJS.Timeout {
    return setTimeout(() => this.fail(worker, busy("that did not come to an end")), afterMs);
  }

  /** The thread has read its modules: from now on the time of the first task counts. */
  private ready(worker: Worker): void {
    this.isReady = true;
    if (!this.current) return;
    clearTimeout(this.current.timer);
    this.current.timer = this.deadline(worker, deadlineMs);
  }

  private started(): Worker {
    this.isReady = false;
    // The file is given by its path from the project's folder, where every way of starting runs: no bundler has to know of threads.
    const file = join(/* turbopackIgnore: true */ process.cwd(), "lib", "catalog", "check-worker.mjs");
    const worker = new Worker(file, { execArgv: [], resourceLimits: { maxOldGenerationSizeMb: heapMb } });
    worker.unref();
    worker.on("message", (message: CheckAnswer | "ready") => {
      if (this.worker !== worker) return;
      if (message === "ready") this.ready(worker);
      else this.settle(worker)?.resolve(message);
    });
    worker.on("error", (error) => {
      logger().error({ err: error }, "the checking thread ended");
      this.fail(worker, busy("that could not be done"));
    });
    return worker;
  }

  private settle(worker: Worker): Asked | undefined {
    const done = this.worker === worker ? this.current : undefined;
    if (!done) return undefined;
    clearTimeout(done.timer);
    this.current = undefined;
    worker.unref();
    return done;
  }

  private fail(worker: Worker, error: Error): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    void worker.terminate();
    const failed = this.current;
    if (failed) clearTimeout(failed.timer);
    this.current = undefined;
    failed?.reject(error);
  }
}

/**
 * Has a task checked beside the event loop, in its caller's turn. Nobody can fill the queue for others.
 * @throws 429 `too_many_at_once` where this caller has too many waiting, 503 `busy` where it cannot be done in time
 */
export function checkedInThread(task: CheckTask, caller: string): Promise<CheckAnswer> {
  return processWide("check-thread", () => new CheckThread()).check(task, caller);
}
