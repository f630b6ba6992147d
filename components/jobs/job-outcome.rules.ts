import type { Job } from "@/lib/jobs/job.schemas";
import { formatQuantity } from "@/lib/platform/format";

/** What came of a job in a few words, by what its result says; undefined where it says nothing that is known here. */
export function jobOutcome({ result }: Pick<Job, "result">): string | undefined {
  const entries = result?.entries;
  return typeof entries === "number" ? formatQuantity(entries, "entry", "entries") : undefined;
}
