/** What a job can be. It begins as queued, and ends as one of the last three, once. */
export const jobStatuses = ["queued", "running", "done", "failed", "cancelled"] as const;
export type JobStatus = (typeof jobStatuses)[number];

/** Whether more will come of it than there is. */
export const isUnfinished = ({ status }: { status: JobStatus }): boolean => status === "queued" || status === "running";

/** Unfinished jobs of one workspace, and of one person in it. */
export const maxUnfinished = { workspace: 50, person: 10 } as const;
/** Jobs of one workspace that run at the same time, whatever the number of instances, so that the others get their turn. */
export const maxRunning = 2;

const kib = 1_024;
export const maxParametersBytes = 256 * kib;
export const maxCheckpointBytes = 256 * kib;
export const maxResultBytes = 256 * kib;
/** Bytes of one output. */
export const maxOutputBytes = 1_024 * kib * kib;
/** The newest outputs of a workspace that are kept, whoever asked for them. */
export const maxOutputs = 10;
/** Bytes of one piece of an output as it is stored. */
export const chunkBytes = kib * kib;

/** Days after which a finished job is forgotten with its output. */
export const finishedDays = 7;

/** For so long a runner that says nothing is taken to be alive. */
export const leaseSeconds = 15;
/** Runs that may be begun without anything being saved: work that ends its process each time must not go on for ever. */
export const maxAttempts = 5;
