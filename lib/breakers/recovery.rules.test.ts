import { expect, it } from "vitest";
import { ruleFaults } from "./bounds.rules";
import { mayStopOneMore, tripsInARow, waitSeconds } from "./recovery.rules";
import { BreakerRule } from "./rule.schemas";

it("waits longer with each trip in a row, up to ten times as long and a day", () => {
  expect([1, 2, 3, 10, 50].map((trips) => waitSeconds(30, trips))).toEqual([30, 60, 90, 300, 300]);
  expect(waitSeconds(20_000, 9)).toBe(86_400);
});

it("forgets former trips after a quiet time as long as its longest wait", () => {
  expect(tripsInARow(3, 299, 30)).toBe(4);
  expect(tripsInARow(3, 300, 30)).toBe(1);
});

it("stops no more than its share of the fleet, but always one", () => {
  const may = (agents: number, stopped: number) => mayStopOneMore({ agents, stopped, percent: 20 });
  expect([may(3, 0), may(3, 1), may(10, 1), may(10, 2), may(100, 19), may(100, 20)]).toEqual([
    true,
    false,
    true,
    false,
    true,
    false,
  ]);
});

it.each([
  [{ type: "repeat", windowSeconds: 9 }, "rule.windowSeconds"],
  [{ type: "repeat", windowSeconds: 86_401 }, "rule.windowSeconds"],
  [{ type: "repeat", windowSeconds: 10.5 }, "rule.windowSeconds"],
  [{ type: "repeat", times: 1 }, "rule.times"],
  [{ type: "repeat", times: 2_001 }, "rule.times"],
  [{ type: "failure_rate", minimum: 1 }, "rule.minimum"],
  [{ type: "failure_rate", above: 1 }, "rule.above"],
  [{ type: "denied_share", above: -0.1 }, "rule.above"],
  [{ type: "cycle", length: 1 }, "rule.length"],
  [{ type: "cycle", length: 6 }, "rule.length"],
  [{ type: "cycle", length: 5, times: 500 }, "rule.times"],
  [{ type: "action_rate", above: 2_000 }, "rule.above"],
  [{ type: "novelty", above: 0 }, "rule.above"],
  [{ type: "confidence_drop", sigmas: 0 }, "rule.sigmas"],
])("%j can never trip, or is out of bounds, and says at which field", (of, path) => {
  expect(ruleFaults(BreakerRule.parse(of)).map((fault) => fault.path)).toContain(path);
});
