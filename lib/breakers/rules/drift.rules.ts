import { above, type Deed, type Observation, type Window, within } from "./observation.rules";

const confidencesOf = (deeds: readonly Deed[]): number[] => deeds.flatMap(({ confidence }) => confidence ?? []);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** An agent that always says the same has no spread: a hundredth less is no drop of any number of deviations. */
const leastDeviation = 0.02;

function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.max(leastDeviation, Math.sqrt(mean(values.map((value) => (value - middle) ** 2))));
}

/** How far, in its own standard deviations, the mean confidence in the window lies below that of what it asked before. */
export function confidenceDrop(
  rule: { minimum: number; sigmas: number },
  deeds: readonly Deed[],
  window: Window,
): Observation {
  const recent = deeds.filter((deed) => within(deed.askedAt, window) && deed.confidence !== null);
  const before = confidencesOf(deeds.filter(({ askedAt }) => askedAt <= window.from));
  const now = confidencesOf(recent);
  const known = before.length >= rule.minimum && now.length > 0;
  const drop = known ? Math.max(0, (mean(before) - mean(now)) / deviation(before)) : 0;
  return above(drop, rule.sigmas, known ? recent : [], known ? now.length : 0, rule.minimum);
}

/**
 * How many action types and resources it uses in the window that it never used before. Of an agent without a past everything is new:
 * that says nothing, and does not count.
 */
export function novelty(rule: { above: number }, deeds: readonly Deed[], window: Window): Observation {
  const found = deeds.filter(({ askedAt }) => within(askedAt, window));
  const hasPast = deeds.some(({ askedAt }) => askedAt <= window.from);
  const isNew = hasPast ? found.filter((deed) => deed.firstOfAction || deed.firstOfResource) : [];
  const value = isNew.reduce((sum, deed) => sum + Number(deed.firstOfAction) + Number(deed.firstOfResource), 0);
  return above(value, rule.above, isNew, found.length);
}
