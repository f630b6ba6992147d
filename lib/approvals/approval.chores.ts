import { chore } from "@/lib/platform/chore";
import { clearRunsOver } from "./run-over.service";
import { expireDue, markLost, settleDue } from "./sweep.service";

// Due times are columns of the actions, and every change is guarded in its write, so any number of instances may look at the same time.

/** Votes whose grace period is over become decisions. */
export const settleVotes = chore({ name: "settle", everyMs: 200, run: settleDue });
/** What nobody decided in time expires. */
export const expireActions = chore({ name: "expire", everyMs: 500, run: expireDue });
/** What ended runs leave is cleared away. */
export const clearRuns = chore({ name: "runs-over", everyMs: 500, run: clearRunsOver });
/** Executions that report nothing are noticed. */
export const noticeLost = chore({ name: "lost", everyMs: 60_000, run: markLost });
