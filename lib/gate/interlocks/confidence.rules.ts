import type { InterlockAnswer } from "@/lib/actions/verdict.rules";
import { thresholdFor } from "@/lib/catalog/catalog.rules";
import type { Subject } from "../subject.rules";

/** Holds what the agent is not sure enough about. An agent that does not say how sure it is counts as not sure. */
export function confidence({ type, principal, request }: Subject): InterlockAnswer {
  const answer = (effect: "pass" | "hold", code: string, message: string): InterlockAnswer => ({ name: "confidence", effect, code, message });
  if (!type) return answer("hold", "no_threshold", "An action the catalog does not know has no threshold to pass.");
  const threshold = thresholdFor(type, principal.kind);
  if (threshold === 0) return answer("pass", "no_confidence_required", "This action type asks for no confidence.");
  if (request.confidence === undefined) {
    return answer("hold", "confidence_missing", `The agent gave no confidence; ${threshold} is required.`);
  }
  if (!Number.isFinite(request.confidence) || request.confidence < threshold) {
    return answer("hold", "confidence_low", `Confidence ${request.confidence} is under the threshold of ${threshold} for ${principal.kind} agents.`);
  }
  return answer("pass", "confidence_sufficient", `Confidence ${request.confidence} reaches the threshold of ${threshold}.`);
}
