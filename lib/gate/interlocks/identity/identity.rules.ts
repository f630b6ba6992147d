import { interlock } from "@/lib/judging/interlock.rules";

/** Who asks is proven by key or run token before anything is judged; a run named in the request must be the token's own. */
export const identity = interlock({
  name: "identity",
  judge({ principal, request }, { pass, hold, deny }) {
    if (principal.runId && request.runId && principal.runId !== request.runId)
      return deny("run_mismatch", "The request names another run than its token belongs to.");
    if (principal.keyRevoked) return hold("key_revoked_since", "The key it was asked with has been revoked since.");
    return pass("key_verified", `${principal.agentName} is known by its key.`);
  },
});
