/** One action of one agent as breakers see it. Times are milliseconds since 1970. */
export interface Deed {
  actionId: string;
  runId: string | null;
  action: string;
  resource: string | null;
  digest: string;
  confidence: number | null;
  askedAt: number;
  decided: { at: number; outcome: string; byType: string; byStop: boolean } | null;
  outcome: {
    at: number;
    status: string;
    error: string | null;
    cost: { amount: string; currency: string } | null;
  } | null;
  /** Whether the agent had never used this action type, or this resource, before. */
  firstOfAction: boolean;
  firstOfResource: boolean;
}

/** What a rule sees of an agent at one moment. */
export interface Observation {
  /** What is compared with the rule's threshold. */
  value: number;
  /** Of how many. */
  n: number;
  /** Those concerned, newest last. */
  actionIds: string[];
  /** Whether it trips a breaker that is closed. */
  tripped: boolean;
  /** Whether it is well below: only then a condition that stood is over, so that a value at the threshold does not flap. */
  released: boolean;
}

/** What lies in the window: after `from`, up to and with `at`. */
export interface Window {
  from: number;
  at: number;
}

export const within = (time: number | undefined, { from, at }: Window): boolean =>
  time !== undefined && time > from && time <= at;

/** Actions that an observation names at most: the newest. */
export const mostNamed = 20;

/** A condition is over when its value is at most this share of the threshold. */
const releaseShare = 0.8;

/** An observation of a value that trips above its threshold. */
export function above(value: number, threshold: number, deeds: readonly Deed[], n: number, minimum = 1): Observation {
  return {
    value,
    n,
    actionIds: namesOf(deeds),
    tripped: n >= minimum && value > threshold,
    released: n === 0 || value <= threshold * releaseShare,
  };
}

/** An observation of a count that trips when it reaches its threshold. */
export function reaches(value: number, threshold: number, deeds: readonly Deed[], n: number): Observation {
  return {
    value,
    n,
    actionIds: namesOf(deeds),
    tripped: value >= threshold,
    released: value <= Math.floor((threshold - 1) * releaseShare),
  };
}

const namesOf = (deeds: readonly Deed[]): string[] => deeds.slice(-mostNamed).map(({ actionId }) => actionId);
