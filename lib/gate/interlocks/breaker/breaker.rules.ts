import { holdsBack, openBreakers } from "@/lib/breakers/open-breakers.rules";
import { interlock } from "@/lib/judging/interlock.rules";

/**
 * An open breaker holds what its agent asks; a half-open one does so once its probes are let through. One that stopped the agent leaves
 * the answer to its stop, and one that throttles has answered before anything was judged.
 */
export const breaker = interlock({
  name: "breaker",
  reads: openBreakers,
  judge({ principal }, { pass, hold }, breakers) {
    const holding = (breakers.get(principal.agentId) ?? []).find(holdsBack);
    if (!holding) return pass("clear", "No breaker holds this agent back.");
    const control = { type: "breaker", id: holding.id } as const;
    if (holding.state === "half_open")
      return hold(
        "half_open",
        `The breaker ${holding.name} tries this agent again: a person looks at what goes beyond its probes.`,
        control,
      );
    return hold("open", `The breaker ${holding.name} is open: a person looks at each action of this agent.`, control);
  },
});
