import type { Job } from "@/lib/jobs/job.schemas";
import { formatQuantity } from "@/lib/platform/format";

/** What came of a job in a few words, by what its result says; undefined where it says nothing that is known here. */
export function jobOutcome({ result }: Pick<Job, "result">): string | undefined {
  const { entries, withdrawn } = result ?? {};
  if (typeof withdrawn === "number") return `${formatQuantity(withdrawn, "action", "actions")} cancelled`;
  return typeof entries === "number" ? formatQuantity(entries, "entry", "entries") : undefined;
}

/** Whether a job that is done made a file, kept or not: the export of the log is the one kind that does. */
export function madeFile({ result }: Pick<Job, "result">): boolean {
  return typeof result?.entries === "number";
}
