import { Logger, run, type Runner } from "graphile-worker";
import { env } from "@/lib/platform/env";
import { logger } from "@/lib/platform/logger";
import { dailyChores } from "./chores";

/** What the job runner says goes where everything goes; its coming and going is no news. */
const runnerLog = new Logger(() => (level: string, message) => {
  const grave = level === "error" || level === "warning";
  logger()[grave ? "warn" : "debug"]({ from: "housekeeping" }, message);
});

/** What is done once a day (UTC), by graphile-worker's cron: whatever the number of instances, each chore runs once. */
export async function startHousekeeping(): Promise<() => Promise<void>> {
  const runner: Runner = await run({
    connectionString: env().DATABASE_URL,
    concurrency: 1,
    noHandleSignals: true,
    logger: runnerLog,
    pollInterval: 10_000,
    maxPoolSize: 2,
    crontab: dailyChores.map(({ cron, name }) => `${cron} ${name}`).join("\n"),
    taskList: Object.fromEntries(dailyChores.map(({ name, run: work }) => [name, work])),
  });
  return () => runner.stop();
}
