import { chore } from "@/lib/platform/chore";
import { pool } from "@/lib/platform/db/client";
import { logger } from "@/lib/platform/logger";

/** Days that first answers of idempotent requests are kept: longer than any client retries. */
export const idempotencyDays = 30;

/** Actions, decisions and the audit log are never touched. @returns how many went */
export async function forgetIdempotencyKeys(): Promise<number> {
  const { rowCount } = await pool().query(
    "DELETE FROM idempotency_keys WHERE created_at < now() - make_interval(days => $1)",
    [idempotencyDays],
  );
  return rowCount ?? 0;
}

/** First answers that nobody asks for any more are forgotten. */
export const forgetFirstAnswers = chore({
  name: "forget_idempotency_keys",
  cron: "17 3 * * *",
  async run() {
    logger().info({ rowCount: await forgetIdempotencyKeys() }, "old idempotency keys forgotten");
  },
});
