// What an instance does by itself: a line for each, in any order. The worker only runs them.
export { checkDecisions } from "@/lib/actions/action.chores";
export { clearRuns, expireActions, noticeLost, settleVotes } from "@/lib/approvals/approval.chores";
export { watchBreakers } from "@/lib/breakers/breaker.chores";
export { endReservations } from "@/lib/budgets/budget.chores";
export { forgetJobs } from "@/lib/jobs/job.chores";
export { keepKeyUse } from "@/lib/keys/key.chores";
export { forgetFirstAnswers } from "@/lib/platform/http/idempotency-retention";
export { forgetSessions } from "@/lib/sessions/session.chores";
export { endOfProbation } from "@/lib/stops/stop.chores";
export { runJobs } from "./job-runner.chores";
