import { chore } from "@/lib/platform/chore";
import { logger } from "@/lib/platform/logger";
import { forgetEndedSessions } from "./session-retention.service";

/** Old sessions are forgotten. */
export const forgetSessions = chore({
  name: "forget_ended_sessions",
  cron: "27 3 * * *",
  async run() {
    logger().info({ rowCount: await forgetEndedSessions() }, "old sessions forgotten");
  },
});
