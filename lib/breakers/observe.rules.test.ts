import { describe, expect, it } from "vitest";
import { ruleFaults } from "./bounds.rules";
import { momentsOf, observe, walk } from "./observe.rules";
import { BreakerRule } from "./rule.schemas";
import { everySeconds, recorded, type Told } from "./testing/deeds";

const rule = (of: Record<string, unknown>): BreakerRule => BreakerRule.parse(of);
const crossings = (of: BreakerRule, deeds: Parameters<typeof walk>[1], from: number, to: number) =>
  [...walk(of, deeds, from, to)].filter((found) => found !== undefined);
/** When it would have tripped, in seconds. */
const trips = (of: Record<string, unknown>, told: readonly Told[]): number[] =>
  crossings(rule(of), recorded(told), 0, 1e9).map(({ at }) => at / 1_000);
const inTurn = (names: string, told: Omit<Told, "at"> = {}, seconds = 2): Told[] =>
  [...names].map((as, i) => ({ ...told, as, at: 1 + i * seconds }));

describe("recorded sequences that trip, at the moment that crossed the threshold", () => {
  it.each<[string, Record<string, unknown>, Told[], number[]]>([
    [
      "more than half of five outcomes failed",
      { type: "failure_rate", windowSeconds: 60, minimum: 5, above: 0.5 },
      [...everySeconds(2, 2, { ended: "succeeded" }), ...everySeconds(2, 3, { ended: "failed" }, 5)],
      [10],
    ],
    [
      "partial and lost count as failed",
      { type: "failure_rate", windowSeconds: 60, minimum: 2, above: 0.5 },
      [
        { at: 1, ended: "partial" },
        { at: 3, ended: "lost" },
      ],
      [4],
    ],
    [
      "three in a row along one run, whatever happens in another",
      { type: "consecutive_failures", times: 3 },
      [1, 3, 5].flatMap((at) => [
        { at, run: "r", ended: "failed" },
        { at: at + 1, run: "other", ended: "succeeded" },
      ]),
      [6],
    ],
    ["one more than the rate", { type: "action_rate", windowSeconds: 10, above: 3 }, everySeconds(1, 4, {}), [4]],
    [
      "more than the sum in its currency, to the last ten-thousandth",
      { type: "spend_rate", windowSeconds: 60, above: { amount: "0.3", currency: "EUR" } },
      [
        { at: 1, ended: "succeeded", cost: "0.1" },
        { at: 3, ended: "succeeded", cost: "0.2" },
        { at: 5, ended: "succeeded", cost: "9", currency: "USD" },
        { at: 7, ended: "succeeded", cost: "0.0001" },
      ],
      [8],
    ],
    ["the same for the fifth time", { type: "repeat", windowSeconds: 60, times: 5 }, everySeconds(3, 5, {}), [13]],
    ["two in turn, three rounds", { type: "cycle", windowSeconds: 60, length: 2, times: 3 }, inTurn("xababab"), [13]],
    ["three in turn, twice", { type: "cycle", windowSeconds: 60, length: 3, times: 2 }, inTurn("abcabc"), [11]],
    [
      "denied more often than not",
      { type: "denied_share", windowSeconds: 60, minimum: 3, above: 0.5 },
      ["approve", "reject", "reject"].map((decided, i) => ({ at: i + 1, decided })),
      [3],
    ],
    [
      "people edit or reject it",
      { type: "overridden_share", windowSeconds: 60, minimum: 2, above: 0.4 },
      ["approve", "edit"].map((decided, i) => ({ at: i + 1, decided, by: "person" })),
      [2],
    ],
    [
      "confidence falls below its own",
      { type: "confidence_drop", windowSeconds: 10, minimum: 2, sigmas: 3 },
      [...everySeconds(1, 10, { confidence: 0.9 }), { at: 100, confidence: 0.9 }, { at: 101, confidence: 0.5 }],
      [101],
    ],
    [
      "what it never did before",
      { type: "novelty", windowSeconds: 10, above: 1 },
      [{ at: 1 }, { at: 100, isNew: true }, { at: 101, isNew: true }],
      [101],
    ],
  ])("%s", (_what, of, told, at) => {
    expect(trips(of, told)).toEqual(at);
  });
});

describe("recorded sequences that must not trip", () => {
  it.each<[string, Record<string, unknown>, Told[]]>([
    ["nothing at all", { type: "failure_rate", minimum: 2, above: 0 }, []],
    ["a long job looked at every minute", { type: "repeat" }, everySeconds(60, 30, { ended: "succeeded" })],
    ["a long job looked at every five minutes", { type: "repeat", windowSeconds: 600 }, everySeconds(300, 12, {})],
    [
      "trying again after the infrastructure failed",
      { type: "repeat" },
      ["HTTP 503", "connect ETIMEDOUT", "429 Too Many Requests", "request timed out", "502 Bad Gateway"].map(
        (error, i) => ({ at: 1 + i * 3, ended: "failed", error }),
      ),
    ],
    ["a burst at the rate", { type: "action_rate", windowSeconds: 10, above: 5 }, everySeconds(0.1, 5, {})],
    [
      "bursts with rests",
      { type: "action_rate", windowSeconds: 10, above: 5 },
      [...everySeconds(0.1, 5, {}), ...everySeconds(0.1, 5, {}, 12)],
    ],
    ["too few outcomes", { type: "failure_rate", minimum: 5, above: 0.5 }, everySeconds(1, 4, { ended: "failed" })],
    [
      "exactly half",
      { type: "failure_rate", minimum: 2, above: 0.5 },
      [
        { at: 1, ended: "succeeded" },
        { at: 2, ended: "failed" },
      ],
    ],
    [
      "failures of several runs",
      { type: "consecutive_failures", times: 3 },
      ["r", "s", "t", "r"].map((run, i) => ({
        at: i,
        run,
        ended: "failed",
      })),
    ],
    ["the same thing again is no cycle of two", { type: "cycle", length: 2, times: 2 }, inTurn("aaaaaaaa")],
    ["pairs are no cycle of four", { type: "cycle", length: 4, times: 2 }, inTurn("abababab")],
    ["rounds that are broken", { type: "cycle", length: 2, times: 3 }, inTurn("ababxabab")],
    [
      "what a stop denied",
      { type: "denied_share", minimum: 2, above: 0 },
      everySeconds(1, 5, {
        decided: "reject",
        byStop: true,
      }),
    ],
    [
      "what people rejected was not denied",
      { type: "denied_share", minimum: 2, above: 0 },
      everySeconds(1, 5, {
        decided: "reject",
        by: "person",
      }),
    ],
    [
      "another currency",
      { type: "spend_rate", above: { amount: "1", currency: "EUR" } },
      [{ at: 1, ended: "succeeded", cost: "5", currency: "USD" }],
    ],
    [
      "a hundredth less confident",
      { type: "confidence_drop", windowSeconds: 10, minimum: 2 },
      [...everySeconds(1, 10, { confidence: 0.9 }), ...everySeconds(1, 5, { confidence: 0.89 }, 100)],
    ],
    ["no baseline", { type: "confidence_drop", minimum: 2 }, everySeconds(1, 5, { confidence: 0.1 })],
    ["a new agent", { type: "novelty", above: 1 }, everySeconds(1, 5, { isNew: true })],
  ])("%s", (_what, of, told) => {
    expect(trips(of, told)).toEqual([]);
  });
});

describe("a condition that stands", () => {
  it("trips once, and again only after it was over", () => {
    const of = { type: "action_rate", windowSeconds: 10, above: 3 };
    const burst = (from: number) => everySeconds(0.5, 12, {}, from);
    expect(trips(of, [...burst(1), ...burst(100)])).toEqual([2.5, 101.5]);
    // Around the threshold it does not flap: from 4 to 3 is not over yet.
    expect(trips(of, everySeconds(2.9, 40, {}))).toHaveLength(1);
  });

  it("is not made of what led to a former trip", () => {
    const deeds = recorded(everySeconds(1, 6, {}));
    const of = rule({ type: "repeat", windowSeconds: 60, times: 5 });
    expect(observe(of, deeds, 6_000).tripped).toBe(true);
    expect(observe(of, deeds, 6_000, 3_000)).toMatchObject({ tripped: false, value: 3 });
  });

  it("names the newest of many", () => {
    const seen = observe(rule({ type: "action_rate", above: 5 }), recorded(everySeconds(0.1, 100, {})), 60_000);
    expect(seen.actionIds).toHaveLength(20);
    expect(seen.actionIds.at(-1)).toBe("99");
  });
});

describe("every default", () => {
  const types = BreakerRule.options.map((option) => option.shape.type.value);
  const worst: Record<string, Told[]> = {
    failure_rate: everySeconds(1, 50, { ended: "failed" }),
    consecutive_failures: everySeconds(1, 50, { ended: "failed" }),
    action_rate: everySeconds(0.1, 500, {}),
    spend_rate: everySeconds(1, 5, { ended: "succeeded", cost: "50" }),
    repeat: everySeconds(1, 50, {}),
    cycle: inTurn("ab".repeat(25)),
    denied_share: everySeconds(1, 50, { decided: "reject" }),
    overridden_share: everySeconds(1, 50, { decided: "edit", by: "person" }),
    confidence_drop: [...everySeconds(1, 50, { confidence: 0.9 }), ...everySeconds(1, 50, { confidence: 0.1 }, 9_000)],
    novelty: [{ at: 1 }, ...everySeconds(1, 50, { isNew: true }, 9_000)],
  };

  it.each(types)("of %s is within bounds and can be reached within its window", (type) => {
    const of = rule({ type, ...(type === "spend_rate" ? { above: { amount: "100", currency: "EUR" } } : {}) });
    expect(ruleFaults(of)).toEqual([]);
    expect(crossings(of, recorded(worst[type] ?? []), 0, 1e9)).not.toEqual([]);
  });
});

describe("whatever is recorded", () => {
  /** A small generator of its own, so that a failure comes again: the seed is in the test's name. */
  function random(seed: number): () => number {
    let state = seed;
    return () => {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
      return state / 2 ** 31;
    };
  }
  const pick = <T>(next: () => number, of: readonly T[]): T => of[Math.floor(next() * of.length)] as T;
  function anything(seed: number): Told[] {
    const next = random(seed);
    return Array.from({ length: 60 }, () => ({
      at: Math.floor(next() * 300),
      as: pick(next, ["a", "b", "c"]),
      run: pick(next, [null, "r"]),
      ended: pick(next, ["succeeded", "failed", "lost"]),
      decided: pick(next, ["approve", "reject", "edit"]),
      by: pick(next, ["policy", "person"]),
      confidence: next(),
      cost: "1",
      isNew: next() > 0.8,
    }));
  }
  const rules = BreakerRule.options.map((option) => {
    const type = option.shape.type.value;
    return rule({ type, ...(type === "spend_rate" ? { above: { amount: "9", currency: "EUR" } } : {}) });
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])("the order of the rows and the future change nothing (seed %i)", (seed) => {
    const told = anything(seed);
    const deeds = recorded(told);
    for (const of of rules) {
      for (const at of momentsOf(deeds).filter((_, i) => i % 9 === 0)) {
        const seen = observe(of, deeds, at);
        const past = deeds.filter(({ askedAt }) => askedAt <= at);
        expect(observe(of, past, at)).toEqual(seen);
        const { value, n, tripped } = observe(of, [...deeds].reverse(), at);
        expect({ value, n, tripped }).toEqual({
          value: expect.closeTo(seen.value, 9) as number,
          n: seen.n,
          tripped: seen.tripped,
        });
        // What trips is not over at the same time, and what is concerned is bounded.
        expect(seen.tripped && seen.released).toBe(false);
        expect(seen.actionIds.length).toBeLessThanOrEqual(20);
      }
    }
  });
});
