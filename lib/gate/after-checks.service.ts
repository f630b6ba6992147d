import { CheckAllowance, type CheckedSchema } from "@/lib/catalog/parameters-check";
import { AppError, type Fault } from "@/lib/platform/errors";

/** The catalog would have to change so often while one decision is made. */
const attempts = 5;

/** Thrown out of a transaction, so that it gives its locks back while the check goes on beside the loop. */
class CheckFirst extends Error {
  constructor(readonly check: Promise<unknown>) {
    super("The parameters are checked first.");
    // It may fail before the transaction has ended; whoever awaits it hears of that.
    check.catch(() => undefined);
  }
}

/** Checks parameters for work that must not wait while it holds a lock. */
export class LockedChecks {
  private readonly allowance: CheckAllowance;

  constructor(caller: string) {
    this.allowance = new CheckAllowance(caller);
  }

  /** The faults, at most twenty. What takes long and was not checked yet ends the work, which `afterChecks` begins anew. */
  faultsOf(schema: CheckedSchema, parameters: Record<string, unknown>): Fault[] {
    const faults = this.allowance.check(schema, parameters);
    if (faults instanceof Promise) throw new CheckFirst(faults);
    return faults;
  }
}

/**
 * Does work that checks parameters in the middle of a transaction. Nobody's stop waits for a long check: where one is needed the
 * transaction is taken back, the check done without it, and the work begun anew. What was found then counts only for the very schema
 * and parameters that were checked: if the catalog changed meanwhile, it is checked again.
 * @param caller whose turns at the checking thread these are
 * @throws 429 `too_many_at_once` where this caller has too many waiting; 503 `busy` where the thread has too much to do, or the schema
 * changed each time
 */
export async function afterChecks<T>(caller: string, work: (checks: LockedChecks) => Promise<T>): Promise<T> {
  const checks = new LockedChecks(caller);
  for (let attempt = 0; attempt < attempts; attempt++) {
    try {
      return await work(checks);
    } catch (error) {
      if (!(error instanceof CheckFirst)) throw error;
      await error.check;
    }
  }
  throw new AppError(
    "busy",
    "The schema of these parameters changes too fast to check them by. Nothing was decided; try again.",
    { retryAfterSeconds: 2 },
  );
}
