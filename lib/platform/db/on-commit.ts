import { AsyncLocalStorage } from "node:async_hooks";
import { logger } from "@/lib/platform/logger";
import { processWide } from "@/lib/platform/process-wide";

type Then = () => void;

function waiting(): AsyncLocalStorage<Then[]> {
  return processWide("db.on-commit", () => new AsyncLocalStorage<Then[]>());
}

/**
 * Runs `work`, a transaction, and when it has committed what was asked of `onCommit` inside it. What fails there is logged: the change is
 * made, and who made it must not be told otherwise.
 */
export async function thenOnCommit<T>(work: () => Promise<T>): Promise<T> {
  const after: Then[] = [];
  const result = await waiting().run(after, work);
  for (const then of after) {
    try {
      then();
    } catch (error) {
      logger().error({ err: error }, "what follows a commit failed");
    }
  }
  return result;
}

/** Does something once the transaction we are in has committed, and never if it has not: for what is counted or reported, not for what must happen (the process may end first). */
export function onCommit(then: Then): void {
  waiting().getStore()?.push(then);
}
