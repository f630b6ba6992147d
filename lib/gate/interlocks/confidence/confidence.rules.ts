import { thresholdFor } from "@/lib/catalog/catalog.rules";
import { interlock } from "@/lib/judging/interlock.rules";

/** Holds what the agent is not sure enough about. An agent that does not say how sure it is counts as not sure. */
export const confidence = interlock({
  name: "confidence",
  judge({ type, principal, request }, { pass, hold }) {
    if (!type) return hold("no_threshold", "An action the catalog does not know has no threshold to pass.");
    const threshold = thresholdFor(type, principal.kind);
    if (threshold === 0) return pass("no_confidence_required", "This action type asks for no confidence.");
    if (request.confidence === undefined)
      return hold("confidence_missing", `The agent gave no confidence; ${threshold} is required.`);
    if (!Number.isFinite(request.confidence) || request.confidence < threshold) {
      return hold(
        "confidence_low",
        `Confidence ${request.confidence} is under the threshold of ${threshold} for ${principal.kind} agents.`,
      );
    }
    return pass("confidence_sufficient", `Confidence ${request.confidence} reaches the threshold of ${threshold}.`);
  },
});
