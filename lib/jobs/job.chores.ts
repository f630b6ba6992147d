import { chore } from "@/lib/platform/chore";
import { logger } from "@/lib/platform/logger";
import { forgetFinishedJobs } from "./forget.service";

/** Finished jobs are forgotten with their outputs. */
export const forgetJobs = chore({
  name: "forget_finished_jobs",
  cron: "47 3 * * *",
  async run() {
    logger().info({ rowCount: await forgetFinishedJobs() }, "finished jobs forgotten");
  },
});
