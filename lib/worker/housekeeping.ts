import { Logger, run, type Runner } from "graphile-worker";
import { checkAllDecisions } from "@/lib/actions/covered.service";
import { pool } from "@/lib/platform/db/client";
import { env } from "@/lib/platform/env";
import { logger } from "@/lib/platform/logger";

/** Days that first answers of idempotent requests are kept: longer than any client retries. */
const idempotencyDays = 30;
/** Days that ended sessions and used invitations stay to be looked at. */
const sessionDays = 90;

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
        const { rowCount } = await pool().query("DELETE FROM idempotency_keys WHERE created_at < now() - make_interval(days => $1)", [idempotencyDays]);
        logger().info({ rowCount }, "old idempotency keys forgotten");
      },
      async forget_ended_sessions() {
        const { rowCount } = await pool().query("DELETE FROM sessions WHERE coalesce(revoked_at, expires_at) < now() - make_interval(days => $1)", [sessionDays]);
        logger().info({ rowCount }, "old sessions forgotten");
      },
      async check_decisions() {
        const { checked, differing } = await checkAllDecisions();
        logger()[differing.length > 0 ? "error" : "info"]({ checked, differing: differing.length }, "decisions compared with the audit log");
      },
    },
  });
  return () => runner.stop();
}
