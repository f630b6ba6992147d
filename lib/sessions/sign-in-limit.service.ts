import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { pool } from "@/lib/platform/db/client";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { processWide } from "@/lib/platform/process-wide";

const windowSeconds = 15 * 60;
/** How many accounts may fail from one address, and how many addresses on one account, before that alone locks. */
const spread = 10;

/** Too many failures: nothing is checked, not even the right password, until the time is over. */
export class LockedOutError extends AppError {
  static override readonly kind: string = "LockedOutError";

  constructor(
    readonly until: Date,
    now = new Date(),
  ) {
    const seconds = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000));
    super("locked_out", `Too many failed attempts. Try again at ${until.toISOString()}.`, {
      retryAfterSeconds: seconds,
    });
  }
}

type Count = "browser" | "pair" | "address" | "account";

function limiter(name: Count): RateLimiterPostgres {
  return processWide(`sign-in-limit.${name}`, () => {
    const points = env().SIGNALBOX_SIGN_IN_ATTEMPTS * (name === "pair" || name === "browser" ? 1 : spread);
    return new RateLimiterPostgres({
      storeClient: pool(),
      storeType: "pool",
      tableName: "rate_limits",
      tableCreated: true,
      keyPrefix: `sign-in-${name}`,
      points,
      duration: windowSeconds,
    });
  });
}

async function consume(name: Count, key: string): Promise<void> {
  try {
    await limiter(name).consume(key);
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) throw new LockedOutError(new Date(Date.now() + refusal.msBeforeNext));
    throw refusal;
  }
}

export interface Attempt {
  email: string;
  address: string;
  /** What this attempt counts under, alone, where it does not come from a stranger: a known browser of the account, or a session of it. */
  browser: string | undefined;
}

/**
 * Counts an attempt before it is checked, so that many at once are no way around it. Failures stay counted for fifteen
 * minutes by account and address together, by address, and by account (more generously: addresses can be made up). Where the owner has
 * signed in before, none of these counts, so that strangers lock nobody out there; failures have a count of their own.
 * @throws LockedOutError with the time from which it may be tried again
 */
export async function countAttempt({ email, address, browser }: Attempt): Promise<void> {
  if (browser !== undefined) return consume("browser", browser);
  await consume("pair", `${email}|${address}`);
  await consume("address", address);
  await consume("account", email);
}

/** After a success: the account's failures from this address are forgotten, and this attempt does not count. */
export async function forgiveAttempt({ email, address, browser }: Attempt): Promise<void> {
  if (browser !== undefined) {
    await limiter("browser").delete(browser);
    return;
  }
  await limiter("pair").delete(`${email}|${address}`);
  await limiter("address").reward(address);
  await limiter("account").reward(email);
}
