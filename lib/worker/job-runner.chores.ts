import { type AnyJobKind, JobRunner } from "@/lib/jobs/runner.service";
import { chore } from "@/lib/platform/chore";
import * as registered from "./registered-jobs";

const kinds: readonly AnyJobKind[] = Object.values(registered);
const runner = new JobRunner(kinds);

/** Long work that was asked for is taken up, here or where its instance was killed. */
export const runJobs = chore({ name: "jobs", everyMs: 500, run: () => runner.look(), end: () => runner.end() });
