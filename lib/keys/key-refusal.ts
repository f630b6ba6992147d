import { UnauthenticatedError } from "@/lib/platform/errors";

const words = {
  invalid_key: "This key is not known.",
  demo_off: "This key belongs to the demo, which is off on this installation.",
  key_revoked: "This key was revoked.",
  key_expired: "This key has expired.",
  run_ended: "This run has ended, and its token with it.",
  run_expired: "This run's time is up.",
} as const;

/** Why a key or a run's token is not good, as caller_refusal (prisma/sql/functions) names it. */
export type KeyRefusal = keyof typeof words;

export const keyRefused = (refusal: KeyRefusal) => new UnauthenticatedError(refusal, words[refusal]);
