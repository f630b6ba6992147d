import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { env } from "@/lib/platform/env";
import { TooManyRequestsError } from "@/lib/platform/errors";
import { processWide } from "@/lib/platform/process-wide";

const windowSeconds = 60;

function limiter(): RateLimiterMemory {
  return processWide(
    "rate-limit",
    () => new RateLimiterMemory({ points: env().SIGNALBOX_RATE_PER_MINUTE, duration: windowSeconds }),
  );
}

function stopLimiter(): RateLimiterMemory {
  return processWide(
    "stop-rate-limit",
    () => new RateLimiterMemory({ points: env().SIGNALBOX_AGENT_STOPS_PER_MINUTE, duration: windowSeconds }),
  );
}

/** Counts a stop that an agent pulls, over all its keys. @throws 429 with Retry-After when it has pulled too many this minute */
export async function spendStop(agentId: string): Promise<void> {
  try {
    await stopLimiter().consume(agentId);
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes)
      throw new TooManyRequestsError(Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)));
    throw refusal;
  }
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
    if (refusal instanceof RateLimiterRes)
      throw new TooManyRequestsError(Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)), headersOf(refusal));
    throw refusal;
  }
}
