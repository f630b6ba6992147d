import type { z } from "zod";
import type { Tx } from "@/lib/platform/db/client";
import type { Permission } from "@/lib/platform/permissions.rules";
import { maxCheckpointBytes, maxResultBytes } from "./job.rules";

/** What is saved in one transaction: how far the work is, and what was done up to there. */
export interface Step<C> {
  /** From where the work goes on should this process end. */
  checkpoint: C;
  /** 0 to 1. */
  progress: number;
  /** The next bytes of the output. */
  output?: Uint8Array;
  /** Changes that belong to the step: made if it is saved, and then once. */
  also?: (tx: Tx) => Promise<void>;
}

/** Of a job, what its work is given. */
export interface JobRun<P, C> {
  workspaceId: string;
  jobId: string;
  askedById: string;
  parameters: P;
  /** Where an earlier run had come to; undefined at the beginning. */
  checkpoint: C | undefined;
  /**
   * Keeps a step. What it does not keep may be done again by a later run.
   * @throws JobLeftError where the job was cancelled, or is another runner's now: the work ends by letting it through
   */
  save: (step: Step<C>) => Promise<void>;
  /** Aborted when the work should end early: cancelled, another runner's, or this process ends. */
  signal: AbortSignal;
}

interface JobDefinition<P, C, R> {
  /** Its name in the API and in the database; it stays as it is. */
  kind: string;
  /** The work in words, as people read it. */
  title: string;
  /** The right to ask for it, to read it and to have its output. */
  permission: Permission;
  parameters: z.ZodType<P>;
  checkpoint: z.ZodType<C>;
  /** Of an object. */
  result: z.ZodType<R>;
  /** Set where the work makes bytes that can be downloaded. */
  output?: { mediaType: string; fileName(workspaceSlug: string): string };
  run: (job: JobRun<P, C>) => Promise<R>;
}

/** A job as it was stored, and how to write for it. */
export type StoredRun = JobRun<unknown, unknown>;

/** A kind of long work. */
export interface JobKind<P>
  extends Pick<JobDefinition<P, unknown, unknown>, "kind" | "title" | "permission" | "output"> {
  parameters: z.ZodType<P>;
  /** @returns its result as it is stored: JSON text */
  execute(stored: StoredRun): Promise<string>;
}

/** @throws RangeError naming what is too large */
function bounded(json: unknown, maxBytes: number, what: string): string {
  const text = JSON.stringify(json);
  if (Buffer.byteLength(text) > maxBytes) throw new RangeError(`${what} may have ${maxBytes} bytes at most`);
  return text;
}

/** Says what a kind of long work is. It is run where lib/worker/registered-jobs.ts has a line for it. */
export function defineJob<P, C, R extends Record<string, unknown>>(definition: JobDefinition<P, C, R>): JobKind<P> {
  const { kind, title, permission, parameters, checkpoint, result, output, run } = definition;
  return {
    kind,
    title,
    permission,
    parameters,
    ...(output ? { output } : {}),
    async execute(stored) {
      const made = await run({
        ...stored,
        parameters: parameters.parse(stored.parameters),
        checkpoint: stored.checkpoint === undefined ? undefined : checkpoint.parse(stored.checkpoint),
        save(step) {
          bounded(step.checkpoint, maxCheckpointBytes, "A job's checkpoint");
          return stored.save(step);
        },
      });
      return bounded(result.parse(made), maxResultBytes, "A job's result");
    },
  };
}
