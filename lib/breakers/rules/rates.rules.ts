import { inUnits } from "@/lib/platform/money";
import { above, type Deed, type Observation, type Window, within } from "./observation.rules";

export function actionRate(rule: { above: number }, deeds: readonly Deed[], window: Window): Observation {
  const found = deeds.filter(({ askedAt }) => within(askedAt, window));
  return above(found.length, rule.above, found, found.length);
}

/** What was reported as spent in the rule's currency; another currency is not counted, as nothing says what it is worth. */
export function spendRate(
  rule: { above: { amount: string; currency: string } },
  deeds: readonly Deed[],
  window: Window,
): Observation {
  const spent = deeds.filter(
    ({ outcome }) => within(outcome?.at, window) && outcome?.cost?.currency === rule.above.currency,
  );
  const units = spent.reduce((sum, { outcome }) => sum + inUnits(outcome?.cost?.amount ?? "0"), 0n);
  const seen = above(asNumber(units), asNumber(inUnits(rule.above.amount)), spent, spent.length);
  return { ...seen, tripped: units > inUnits(rule.above.amount) };
}

/** Ten-thousandths as people read them. */
const asNumber = (units: bigint): number => Number(units) / 10_000;

const decidedIn = (deeds: readonly Deed[], window: Window, counts: (deed: Deed) => boolean): Deed[] =>
  deeds.filter((deed) => within(deed.decided?.at, window) && counts(deed));

function share(rule: { minimum: number; above: number }, all: readonly Deed[], some: readonly Deed[]): Observation {
  return above(all.length === 0 ? 0 : some.length / all.length, rule.above, some, all.length, rule.minimum);
}

/** Of what was decided, what the interlocks denied. What a stop denied says nothing of the agent and is not counted at all. */
export function deniedShare(
  rule: { minimum: number; above: number },
  deeds: readonly Deed[],
  window: Window,
): Observation {
  const all = decidedIn(deeds, window, ({ decided }) => decided?.byStop === false);
  const denied = all.filter(({ decided }) => decided?.byType === "policy" && decided.outcome === "reject");
  return share(rule, all, denied);
}

/** Of what people decided, what they did not leave as it was asked. */
export function overriddenShare(
  rule: { minimum: number; above: number },
  deeds: readonly Deed[],
  window: Window,
): Observation {
  const all = decidedIn(deeds, window, ({ decided }) => decided?.byType === "person");
  return share(
    rule,
    all,
    all.filter(({ decided }) => decided?.outcome === "edit" || decided?.outcome === "reject"),
  );
}
