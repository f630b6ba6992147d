import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { env } from "@/lib/platform/env";
import { TooManyRequestsError } from "@/lib/platform/errors";
import { processWide } from "@/lib/platform/process-wide";

const windowSeconds = 60;

function limiter(): RateLimiterMemory {
  return processWide("rate-limit", () => new RateLimiterMemory({ points: env().SIGNALBOX_RATE_PER_MINUTE, duration: windowSeconds }));
}

/** The headers of draft-ietf-httpapi-ratelimit-headers. */
function headersOf({ remainingPoints, msBeforeNext }: RateLimiterRes): Record<string, string> {
  return {
    "RateLimit-Policy": `"caller";q=${env().SIGNALBOX_RATE_PER_MINUTE};w=${windowSeconds}`,
    RateLimit: `"caller";r=${remainingPoints};t=${Math.ceil(msBeforeNext / 1000)}`,
  };
}

/**
 * Counts a request of one caller. @returns the headers that tell what is left.
 * @throws 429 with Retry-After when the caller's share of this minute is used up.
 */
export async function spendRate(callerId: string, points = 1): Promise<Record<string, string>> {
  try {
    return headersOf(await limiter().consume(callerId, points));
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) throw new TooManyRequestsError(Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)), headersOf(refusal));
    throw refusal;
  }
}
