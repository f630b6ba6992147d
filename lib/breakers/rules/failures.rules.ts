import { above, type Deed, type Observation, reaches, type Window, within } from "./observation.rules";

/** Reported as failed or partial, or never reported. */
export const failed = ({ outcome }: Deed): boolean => outcome !== null && outcome.status !== "succeeded";

/** What fails for want of the infrastructure is no loop of the agent's: trying again is what it should do. */
const infrastructure =
  /\b(time[d]?[ -]?out|timeout|etimedout|econnreset|econnrefused|eai_again|socket hang up|rate[ -]?limit(ed)?|too many requests|service unavailable|bad gateway|429|50[0234])\b/i;

export function failedForInfrastructure(deed: Deed): boolean {
  return failed(deed) && infrastructure.test(deed.outcome?.error ?? "");
}

const byOutcome = (a: Deed, b: Deed): number => (a.outcome?.at ?? 0) - (b.outcome?.at ?? 0);
const ended = (deeds: readonly Deed[], window: Window): Deed[] =>
  deeds.filter(({ outcome }) => within(outcome?.at, window)).sort(byOutcome);

export function failureRate(
  rule: { minimum: number; above: number },
  deeds: readonly Deed[],
  window: Window,
): Observation {
  const outcomes = ended(deeds, window);
  const bad = outcomes.filter(failed);
  const share = outcomes.length === 0 ? 0 : bad.length / outcomes.length;
  return above(share, rule.above, bad, outcomes.length, rule.minimum);
}

/** The run whose last outcomes failed most often in a row; what was asked outside of runs is one run here. */
export function consecutiveFailures(rule: { times: number }, deeds: readonly Deed[], window: Window): Observation {
  const streaks = new Map<string | null, Deed[]>();
  const outcomes = ended(deeds, window);
  for (const deed of outcomes) {
    const streak = streaks.get(deed.runId) ?? [];
    if (failed(deed)) streaks.set(deed.runId, [...streak, deed]);
    else streaks.delete(deed.runId);
  }
  const longest = [...streaks.values()].reduce<Deed[]>((a, b) => (b.length > a.length ? b : a), []);
  return reaches(longest.length, rule.times, longest, outcomes.length);
}
