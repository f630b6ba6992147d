import { createHash } from "node:crypto";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { cookieValue, sessionCookieName } from "@/lib/platform/credentials/session-cookie";
import { inLane, type Lane } from "@/lib/platform/db/lane";
import { env } from "@/lib/platform/env";
import { TooManyRequestsError, UnauthenticatedError } from "@/lib/platform/errors";
import { processWide } from "@/lib/platform/process-wide";
import { Turns, type TurnBounds } from "@/lib/platform/turns";
import { requireCaller } from "./authenticators";
import type { Authenticator } from "./caller";
import { clientAddress } from "./client-address";

const maxRemembered = 50_000;

/** What is done for strangers at the same time. A look at a credential takes milliseconds, so that a queue of them is soon gone. */
const doors: Record<"credentials" | "credentials at a stop" | "open", TurnBounds> = {
  credentials: { atOnce: 6, atOncePerCaller: 6, waiting: 2_000, waitingPerCaller: 1_000, waitMs: 5_000 },
  // Of the connections reserved for stops, one: the others are for those who were let in before.
  "credentials at a stop": { atOnce: 1, atOncePerCaller: 1, waiting: 500, waitingPerCaller: 200, waitMs: 5_000 },
  // Signing in, or looking at an invitation.
  open: { atOnce: 4, atOncePerCaller: 2, waiting: 64, waitingPerCaller: 16, waitMs: 5_000 },
};

function door(name: keyof typeof doors): Turns {
  return processWide(`strangers.${name}`, () => new Turns(doors[name]));
}

/** Credentials that were good when last used here: they prove nothing any more, but whoever brings one is no stranger. */
function remembered(): Set<string> {
  return processWide("known-credentials", () => new Set<string>());
}

function credentialOf(request: Request): string | undefined {
  const brought =
    request.headers.get("authorization") ?? cookieValue(request.headers.get("cookie"), sessionCookieName());
  return brought ? createHash("sha256").update(brought).digest("base64") : undefined;
}

function remember(credential: string): void {
  const known = remembered();
  known.delete(credential);
  known.add(credential);
  for (const oldest of known) {
    if (known.size <= maxRemembered) break;
    known.delete(oldest);
  }
}

function limiter(): RateLimiterMemory {
  return processWide(
    "strangers.rate",
    () => new RateLimiterMemory({ points: env().SIGNALBOX_STRANGERS_PER_MINUTE, duration: 60 }),
  );
}

/** @throws 429 where the address has used up what strangers may ask in a minute */
async function requireShare(address: string): Promise<void> {
  const spent = await limiter().get(address);
  if (spent && spent.remainingPoints <= 0)
    throw new TooManyRequestsError(Math.max(1, Math.ceil(spent.msBeforeNext / 1000)));
}

/**
 * Does for anybody what needs no credential, such as a sign-in: so much in a minute for one address, a few at a time.
 * @throws 429 `rate_limited`, `too_many_at_once`; 503 `busy`
 */
export async function forStranger<T>(request: Request, work: () => Promise<T>): Promise<T> {
  const address = clientAddress(request.headers);
  await requireShare(address);
  await limiter().penalty(address);
  return door("open").run(address, work, request.signal);
}

/**
 * Who is calling, looked up over the lane's connections. Whoever was let in before with the same credential is asked at once; a
 * credential never seen here waits at a door of its own, and an address that brings bad ones is soon refused there. So nobody who
 * is unknown can use up the connections, or keep waiting who is known.
 * @throws 401, 403; 429 and 503 for strangers
 */
export async function admit<C>(auth: Authenticator<C>, request: Request, lane: Lane): Promise<C> {
  const credential = credentialOf(request);
  const look = () => inLane(lane, () => requireCaller(auth, request));
  if (auth.describe.open) return look();
  if (credential !== undefined && remembered().has(credential)) {
    try {
      return await look();
    } catch (error) {
      if (error instanceof UnauthenticatedError) remembered().delete(credential);
      throw error;
    }
  }
  const address = clientAddress(request.headers);
  // A stop is not refused for what others behind the same address did: at its door bad credentials wait like good ones, and no longer.
  if (lane !== "stop") await requireShare(address);
  try {
    const caller = await door(lane === "general" ? "credentials" : "credentials at a stop").run(
      address,
      look,
      request.signal,
    );
    if (credential !== undefined) remember(credential);
    return caller;
  } catch (error) {
    if (error instanceof UnauthenticatedError) await limiter().penalty(address);
    throw error;
  }
}
