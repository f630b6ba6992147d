import { chore } from "@/lib/platform/chore";
import { logger } from "@/lib/platform/logger";
import { checkAllDecisions } from "./covered.service";

/** What was decided is compared with the audit log. */
export const checkDecisions = chore({
  name: "check_decisions",
  cron: "37 3 * * *",
  async run() {
    const { checked, differing } = await checkAllDecisions();
    logger()[differing.length > 0 ? "error" : "info"](
      { checked, differing: differing.length },
      "decisions compared with the audit log",
    );
  },
});
