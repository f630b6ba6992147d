import { longestWindow } from "./bounds.rules";
import type { BreakerRule } from "./rule.schemas";
import { confidenceDrop, novelty } from "./rules/drift.rules";
import { consecutiveFailures, failureRate } from "./rules/failures.rules";
import { cycle, repeat } from "./rules/loops.rules";
import type { Deed, Observation, Window } from "./rules/observation.rules";
import { actionRate, deniedShare, overriddenShare, spendRate } from "./rules/rates.rules";

/** Seconds that a rule looks back. */
export const windowOf = (rule: BreakerRule): number => ("windowSeconds" in rule ? rule.windowSeconds : longestWindow);

/** A deed as it was known at a time: what was decided and reported later is not. */
function asKnownAt(deed: Deed, at: number): Deed {
  const decided = deed.decided && deed.decided.at <= at ? deed.decided : null;
  const outcome = deed.outcome && deed.outcome.at <= at ? deed.outcome : null;
  return decided === deed.decided && outcome === deed.outcome ? deed : { ...deed, decided, outcome };
}

/**
 * What a rule sees of one agent at a time.
 * @param deeds of that agent; the order does not matter, and what came after `at` is not looked at
 * @param since counted from here, where that is later than the window's beginning: what led to a former trip is not counted again
 */
export function observe(rule: BreakerRule, deeds: readonly Deed[], at: number, since = 0): Observation {
  const known = deeds
    .filter(({ askedAt }) => askedAt <= at)
    .map((deed) => asKnownAt(deed, at))
    .sort((a, b) => a.askedAt - b.askedAt || (a.actionId < b.actionId ? -1 : 1));
  const window: Window = { from: Math.max(at - windowOf(rule) * 1_000, since), at };
  switch (rule.type) {
    case "failure_rate":
      return failureRate(rule, known, window);
    case "consecutive_failures":
      return consecutiveFailures(rule, known, window);
    case "action_rate":
      return actionRate(rule, known, window);
    case "spend_rate":
      return spendRate(rule, known, window);
    case "repeat":
      return repeat(rule, known, window);
    case "cycle":
      return cycle(rule, known, window);
    case "denied_share":
      return deniedShare(rule, known, window);
    case "overridden_share":
      return overriddenShare(rule, known, window);
    case "confidence_drop":
      return confidenceDrop(rule, known, window);
    case "novelty":
      return novelty(rule, known, window);
  }
}

/** Every moment at which something of these happened, in order, each once. */
export function momentsOf(deeds: readonly Deed[]): number[] {
  const all = deeds.flatMap(({ askedAt, decided, outcome }) => [askedAt, decided?.at ?? [], outcome?.at ?? []].flat());
  return [...new Set(all)].sort((a, b) => a - b);
}

/** A moment at which a breaker would have tripped. */
export interface Crossing extends Observation {
  at: number;
}

/**
 * Walks over what was recorded as a breaker that only reports would: at each moment a crossing, or nothing. After one it waits until the
 * condition is over; one that stands already at `from` is none.
 */
export function* walk(
  rule: BreakerRule,
  deeds: readonly Deed[],
  from: number,
  to: number,
): Generator<Crossing | undefined> {
  const moments = momentsOf(deeds);
  const before = moments.findLast((at) => at < from);
  let standing = before !== undefined && observe(rule, deeds, before).tripped;
  for (const at of moments) {
    if (at < from || at > to) continue;
    const seen = observe(rule, deeds, at);
    yield !standing && seen.tripped ? { ...seen, at } : undefined;
    standing = seen.tripped || (standing && !seen.released);
  }
}
