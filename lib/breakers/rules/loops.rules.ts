import { failedForInfrastructure } from "./failures.rules";
import { type Deed, type Observation, reaches, type Window, within } from "./observation.rules";

/** Those that may be part of a loop, in the order in which they were asked. */
function asked(deeds: readonly Deed[], window: Window): Deed[] {
  return deeds
    .filter((deed) => within(deed.askedAt, window) && !failedForInfrastructure(deed))
    .sort((a, b) => a.askedAt - b.askedAt);
}

function groupedBy<K>(deeds: readonly Deed[], keyOf: (deed: Deed) => K): Deed[][] {
  const groups = new Map<K, Deed[]>();
  for (const deed of deeds) {
    const group = groups.get(keyOf(deed));
    if (group) group.push(deed);
    else groups.set(keyOf(deed), [deed]);
  }
  return [...groups.values()];
}

export function repeat(rule: { times: number }, deeds: readonly Deed[], window: Window): Observation {
  const found = asked(deeds, window);
  const most = groupedBy(found, ({ digest }) => digest).reduce<Deed[]>((a, b) => (b.length > a.length ? b : a), []);
  return reaches(most.length, rule.times, most, found.length);
}

/** Whether what repeats itself with this length does so with a shorter one already: A A A A is no cycle of two. */
function hasShorterPeriod(digests: readonly string[], length: number): boolean {
  return Array.from({ length: length - 1 }, (_, i) => i + 1).some(
    (shorter) => length % shorter === 0 && digests.every((digest, i) => i < shorter || digest === digests[i - shorter]),
  );
}

/** How many whole rounds of this length the newest actions are, one after the other. */
function roundsAtEnd(deeds: readonly Deed[], length: number): number {
  const digests = deeds.map(({ digest }) => digest);
  const round = digests.slice(-length);
  if (round.length < length || hasShorterPeriod(round, length)) return 0;
  let same = length;
  while (same < digests.length && digests[digests.length - 1 - same] === digests[digests.length - 1 - same + length])
    same += 1;
  return Math.floor(same / length);
}

/** Along one run, as two runs at once would hide each other's rounds; what was asked outside of runs is one run here. */
export function cycle(rule: { length: number; times: number }, deeds: readonly Deed[], window: Window): Observation {
  const found = asked(deeds, window);
  let most: { rounds: number; run: Deed[] } = { rounds: 0, run: [] };
  for (const run of groupedBy(found, ({ runId }) => runId)) {
    const rounds = roundsAtEnd(run, rule.length);
    if (rounds > most.rounds) most = { rounds, run };
  }
  // One round is no cycle yet.
  const concerned = most.rounds < 2 ? [] : most.run.slice(-most.rounds * rule.length);
  return reaches(most.rounds, rule.times, concerned, found.length);
}
