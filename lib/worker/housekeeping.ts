import { Logger, run, type Runner } from "graphile-worker";
import { checkAllDecisions } from "@/lib/actions/covered.service";
import { env } from "@/lib/platform/env";
import { logger } from "@/lib/platform/logger";
import { forgetEndedSessions, forgetIdempotencyKeys } from "./retention";

/** What the job runner says goes where everything goes; its coming and going is no news. */
const runnerLog = new Logger(() => (level: string, message) => {
  const grave = level === "error" || level === "warning";
  logger()[grave ? "warn" : "debug"]({ from: "housekeeping" }, message);
});

/**
 * Retention, and the comparison of what was decided with the audit log, once a night (UTC), by graphile-worker's cron: whatever the number of instances, each job runs once.
 * Actions, decisions and the audit log are not touched by it.
 */
export async function startHousekeeping(): Promise<() => Promise<void>> {
  const runner: Runner = await run({
    connectionString: env().DATABASE_URL,
    concurrency: 1,
    noHandleSignals: true,
    logger: runnerLog,
    pollInterval: 10_000,
    maxPoolSize: 2,
    crontab: "17 3 * * * forget_idempotency_keys\n27 3 * * * forget_ended_sessions\n37 3 * * * check_decisions",
    taskList: {
      async forget_idempotency_keys() {
        logger().info({ rowCount: await forgetIdempotencyKeys() }, "old idempotency keys forgotten");
      },
      async forget_ended_sessions() {
        logger().info({ rowCount: await forgetEndedSessions() }, "old sessions forgotten");
      },
      async check_decisions() {
        const { checked, differing } = await checkAllDecisions();
        logger()[differing.length > 0 ? "error" : "info"](
          { checked, differing: differing.length },
          "decisions compared with the audit log",
        );
      },
    },
  });
  return () => runner.stop();
}
