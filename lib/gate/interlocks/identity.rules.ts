import type { InterlockAnswer } from "@/lib/actions/verdict.rules";
import type { Subject } from "../subject.rules";

/** Who asks is proven by key or run token before anything is judged; a run named in the request must be the token's own. */
export function identity({ principal, request }: Subject): InterlockAnswer {
  if (principal.runId && request.runId && principal.runId !== request.runId) {
    return { name: "identity", effect: "deny", code: "run_mismatch", message: "The request names another run than its token belongs to." };
  }
  if (principal.keyRevoked) {
    return { name: "identity", effect: "hold", code: "key_revoked_since", message: "The key it was asked with has been revoked since." };
  }
  return { name: "identity", effect: "pass", code: "key_verified", message: `${principal.agentName} is known by its key.` };
}
