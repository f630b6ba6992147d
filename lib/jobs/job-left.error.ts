/** Thrown to a job's work when it may write no more: the job was cancelled, forgotten, or is another runner's now. No fault of the work. */
export class JobLeftError extends Error {
  override name = "JobLeftError";
}
