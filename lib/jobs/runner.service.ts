import { AppError, ForbiddenError } from "@/lib/platform/errors";
import { codeOf, toProblem } from "@/lib/platform/http/problem";
import { newId } from "@/lib/platform/ids";
import { logger } from "@/lib/platform/logger";
import type { Permission } from "@/lib/platform/permissions.rules";
import { hasPermission } from "@/lib/sessions/person-auth.service";
import type { JobKind } from "./job-kind";
import { JobLeftError } from "./job-left.error";
import { leaseSeconds } from "./job.rules";
import {
  failJob,
  finishJob,
  giveBack,
  isHopeless,
  keepLease,
  type LeasedJob,
  saveStep,
  takeJob,
} from "./lease.service";

/** What any kind of work is to its runner. */
export type AnyJobKind = JobKind<unknown>;

/** Says again and again that the job has a runner. @returns a signal that is aborted when it is no longer this one's, and a function that ends it */
function beat(job: LeasedJob, ending: AbortSignal): { signal: AbortSignal; stop: () => void } {
  const lost = new AbortController();
  const timer = setInterval(
    () => {
      keepLease(job).then(
        (own) => (own ? undefined : lost.abort()),
        // The lease lasts for three of these; what is saved says the same.
        (error: unknown) => logger().warn({ err: error, jobId: job.id }, "a job's lease could not be renewed"),
      );
    },
    (leaseSeconds * 1_000) / 3,
  );
  timer.unref();
  return { signal: AbortSignal.any([lost.signal, ending]), stop: () => clearInterval(timer) };
}

/** @throws what keeps the job from going on */
async function requireStart(job: LeasedJob): Promise<void> {
  if (isHopeless(job))
    throw new Error(`The work was begun ${job.attempts - 1} times, and nothing of it could be saved.`);
  if (!(await hasPermission(job.workspaceId, job.askedById, job.permission as Permission)))
    throw new ForbiddenError("forbidden", "Who asked for this no longer has the right to.");
}

/** Whether it is not the work that is wrong: it goes on when what is missing is there again. */
const isForNow = (error: unknown): boolean => ["unavailable", "busy"].includes(codeOf(error));

/**
 * Does a leased job's work to its end, and writes down what came of it. Never throws.
 * @param ending aborted when this process should end: the job is then left to another, or to the next start
 */
export async function runJob(kinds: readonly AnyJobKind[], job: LeasedJob, ending: AbortSignal): Promise<void> {
  const { signal, stop } = beat(job, ending);
  const facts = { jobId: job.id, kind: job.kind, workspaceId: job.workspaceId };
  try {
    const kind = kinds.find((known) => known.kind === job.kind);
    if (!kind) return await giveBack(job);
    await requireStart(job);
    const result = await kind.execute({
      workspaceId: job.workspaceId,
      jobId: job.id,
      askedById: job.askedById,
      parameters: job.parameters,
      checkpoint: job.checkpoint ?? undefined,
      signal,
      async save(step) {
        if (ending.aborted) throw new JobLeftError();
        await saveStep(job, step);
      },
    });
    await finishJob(job, result);
    logger().info(facts, "job done");
  } catch (error) {
    await ended(job, error, facts, ending);
  } finally {
    stop();
  }
}

async function ended(job: LeasedJob, error: unknown, facts: object, ending: AbortSignal): Promise<void> {
  try {
    if (error instanceof JobLeftError || ending.aborted) return await giveBack(job);
    // The lease runs out, and the job is taken up again then: at once would be too soon.
    if (isForNow(error)) return logger().warn({ ...facts, err: error }, "job put off");
    const requestId = newId("request");
    logger()[error instanceof AppError ? "info" : "error"]({ ...facts, requestId, err: error }, "job failed");
    await failJob(job, toProblem(error, requestId));
  } catch (failure) {
    // The lease ends by itself, and the job is taken up again.
    logger().warn({ ...facts, err: failure }, "what came of a job could not be written down");
  }
}

/** Jobs that one instance runs at the same time. */
const atOnce = 2;

/** Takes jobs and runs them beside each other. */
export class JobRunner {
  readonly #running = new Set<Promise<void>>();
  #ending = new AbortController();

  constructor(readonly kinds: readonly AnyJobKind[]) {}

  /** Takes one job where there is room for it, and lets it run. @returns how many it took */
  async look(): Promise<number> {
    if (this.#running.size >= atOnce || this.#ending.signal.aborted) return 0;
    const job = await takeJob(this.kinds.map(({ kind }) => kind));
    if (!job) return 0;
    const work = runJob(this.kinds, job, this.#ending.signal);
    this.#running.add(work);
    void work.finally(() => this.#running.delete(work));
    return 1;
  }

  /** Ends what runs at its next step, and leaves it to whoever looks next. */
  async end(): Promise<void> {
    this.#ending.abort();
    await this.idle();
    this.#ending = new AbortController();
  }

  /** Resolves when nothing runs. */
  async idle(): Promise<void> {
    await Promise.all(this.#running);
  }
}
