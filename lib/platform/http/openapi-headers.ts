import { z } from "zod";
import type { RefusingRoute } from "./refusals.rules";

/** Headers as the OpenAPI document tells them: those a request may carry, and those an answer brings. */

const text = (description: string, example: string) => z.string().meta({ description, example });

export interface RouteHeaders extends RefusingRoute {
  /** Set where the route understands `Prefer: wait=N`. */
  waits?: true;
}

const isPeoples = ({ auth: { describe } }: RouteHeaders) =>
  describe.permission !== undefined || describe.session === true;
const isOpen = ({ auth: { describe } }: RouteHeaders) => describe.open === true;

/** What a request to this route may carry besides its credential. */
export function requestHeaders(route: RouteHeaders, method: string): z.ZodObject | undefined {
  const headers = {
    ...(method === "POST" && !isOpen(route)
      ? {
          "Idempotency-Key": z.string().min(1).max(255).optional().meta({
            description:
              "Makes the request repeatable: the same key and body get the first answer again. Kept for 30 days.",
            example: "call_7Qm2",
          }),
        }
      : {}),
    ...(route.waits
      ? {
          Prefer: z.string().optional().meta({
            description:
              "`wait=N` (RFC 7240), N up to 60 seconds: the answer is held until the action is no longer pending, or N seconds.",
            example: "wait=30",
          }),
        }
      : {}),
    ...(isPeoples(route)
      ? {
          "Signalbox-Workspace": z.string().optional().meta({
            description:
              "The slug of the workspace meant, for people who belong to several. An agent's key belongs to one.",
            example: "meridian",
          }),
        }
      : {}),
  };
  return Object.keys(headers).length > 0 ? z.object(headers) : undefined;
}

const requestId = text("Names this answer in the server's log.", "req_01h455vb4pex5vsknk084sn02q");
const retryAfter = text("Seconds after which to try again.", "2");

/** What every answer brings. */
export function answerHeaders(route: RouteHeaders): Record<string, z.ZodType> {
  if (isOpen(route) || route.auth.describe.metricsToken) return { "X-Request-Id": requestId };
  return {
    "X-Request-Id": requestId,
    "RateLimit-Policy": text("The caller's share: requests `q` per window of `w` seconds.", '"caller";q=6000;w=60'),
    RateLimit: text("What is left of it: `r` requests, renewed in `t` seconds.", '"caller";r=5988;t=41'),
  };
}

/** What a success brings besides. */
export function successHeaders(route: RouteHeaders, method: string): Record<string, z.ZodType> {
  return {
    ...answerHeaders(route),
    ...(method === "POST" && !isOpen(route)
      ? {
          "Idempotent-Replayed": text(
            "`true` where this is the first answer to the same Idempotency-Key, given again.",
            "true",
          ).optional(),
        }
      : {}),
    ...(route.waits ? { "Preference-Applied": text("The wait that was granted.", "wait=30").optional() } : {}),
  };
}

/** What a refusal with this status brings besides. */
export function refusalHeaders(status: number): Record<string, z.ZodType> {
  return {
    "X-Request-Id": requestId,
    ...(status === 401 ? { "WWW-Authenticate": text("How to be known.", 'Bearer realm="signalbox"') } : {}),
    ...(status === 429 || status === 503 ? { "Retry-After": retryAfter } : {}),
  };
}
