import { AsyncLocalStorage } from "node:async_hooks";
import { processWide } from "@/lib/platform/process-wide";

type Then = () => void;

function waiting(): AsyncLocalStorage<Then[]> {
  return processWide("db.on-commit", () => new AsyncLocalStorage<Then[]>());
}

/** Runs `work`, a transaction, and when it has committed what was asked of `onCommit` inside it. */
export async function thenOnCommit<T>(work: () => Promise<T>): Promise<T> {
  const after: Then[] = [];
  const result = await waiting().run(after, work);
  for (const then of after) then();
  return result;
}

/** Does something once the transaction we are in has committed, and never if it has not: for what is counted, not for what must happen. */
export function onCommit(then: Then): void {
  waiting().getStore()?.push(then);
}
