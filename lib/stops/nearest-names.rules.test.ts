import { describe, expect, it } from "vitest";
import { nearestNames } from "./nearest-names.rules";

const names = ["finance", "support", "network", "capacity", "onboarding"];

describe("the names that may have been meant", () => {
  it.each([
    ["finnance", ["finance"]],
    ["fianance", ["finance"]],
    ["FINANC", ["finance"]],
    ["net", ["network"]],
    ["network-planning", ["network"]],
    ["zzzzzz", []],
  ])("for %s are %j", (wanted, expected) => {
    expect(nearestNames(wanted, names)).toEqual(expected);
  });

  it("are three at most, the nearest first", () => {
    expect(nearestNames("pay_1", ["pay_12", "pay_1x", "pay_1y", "pay_11", "pay_1"])).toEqual([
      "pay_1",
      "pay_11",
      "pay_12",
    ]);
  });
});
