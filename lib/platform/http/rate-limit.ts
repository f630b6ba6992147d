import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { env } from "@/lib/platform/env";
import { TooManyRequestsError } from "@/lib/platform/errors";
import { processWide } from "@/lib/platform/process-wide";

const windowSeconds = 60;

function limiter(): RateLimiterMemory {
  return processWide("rate-limit", () => new RateLimiterMemory({ points: env().SIGNALBOX_RATE_PER_MINUTE, duration: windowSeconds }));
}

/**
 * Counts a request of one caller. @returns the headers of draft-ietf-httpapi-ratelimit-headers.
 * @throws 429 with Retry-After when the caller's share of this minute is used up.
 */
export async function spendRate(callerId: string, points = 1): Promise<Record<string, string>> {
  try {
    const left = await limiter().consume(callerId, points);
    return {
      "RateLimit-Policy": `"caller";q=${env().SIGNALBOX_RATE_PER_MINUTE};w=${windowSeconds}`,
      RateLimit: `"caller";r=${left.remainingPoints};t=${Math.ceil(left.msBeforeNext / 1000)}`,
    };
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) throw new TooManyRequestsError(Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)));
    throw refusal;
  }
}
