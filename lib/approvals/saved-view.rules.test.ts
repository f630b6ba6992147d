import { describe, expect, it } from "vitest";
import { noActionFilters } from "@/lib/actions/action-filters.rules";
import { noFilters } from "./queue.rules";
import {
  maxSavedViews,
  maxViewName,
  nameObstacle,
  sameActionFilters,
  sameFilters,
  saveObstacle,
} from "./saved-view.rules";
import { SavedFilters, SavedViewCreate } from "./saved-view.schemas";

describe("two views of the queue", () => {
  it("are the same whichever zone was ticked first", () => {
    expect(sameFilters({ ...noFilters, zones: ["red", "yellow"] }, { ...noFilters, zones: ["yellow", "red"] })).toBe(
      true,
    );
  });

  it.each([
    { view: "all" },
    { zones: ["red"] },
    { kind: "finance" },
    { agentId: "agt_1" },
    { action: "refund" },
    { text: "gpu" },
  ] as const)("differ by %o", (change) => {
    expect(sameFilters(noFilters, { ...noFilters, ...change })).toBe(false);
    expect(sameFilters({ ...noFilters, ...change }, noFilters)).toBe(false);
  });
});

describe("two views of all actions", () => {
  it("are the same where every filter and the order are", () => {
    expect(sameActionFilters({ ...noActionFilters, zone: "red" }, { ...noActionFilters, zone: "red" })).toBe(true);
    for (const name of Object.keys(noActionFilters))
      expect(sameActionFilters(noActionFilters, { ...noActionFilters, [name]: "x" }), name).toBe(false);
  });
});

describe("a saved view's name", () => {
  it("is refused where it is empty, too long or taken, and nowhere else", () => {
    const others = [{ name: "Red first" }];
    expect(nameObstacle("  ", others)).toBe("Give it a name.");
    expect(nameObstacle("n".repeat(maxViewName + 1), others)).toMatch(/60 characters/);
    expect(nameObstacle(" Red first ", others)).toBe("You have a view named Red first already.");
    expect(nameObstacle("n".repeat(maxViewName), others)).toBeNull();
  });

  it("finds no room beside fifty others", () => {
    const kept = Array.from({ length: maxSavedViews }, (_, index) => ({ name: `View ${index}` }));
    expect(saveObstacle("One more", kept)).toMatch(/50 views/);
    expect(saveObstacle("One more", kept.slice(1))).toBeNull();
  });
});

describe("what a saved view holds", () => {
  it("is what the queue can be narrowed by, with what is left out not set", () => {
    expect(SavedFilters.parse({ view: "me" })).toEqual(noFilters);
    const narrowed = {
      view: "decided",
      zones: ["red"],
      kind: "finance",
      agentId: "agt_1",
      action: "refund",
      text: "gpu",
    };
    expect(SavedFilters.parse(narrowed)).toEqual(narrowed);
  });

  it.each([
    { view: "others" },
    { view: "me", zones: ["blue"] },
    { view: "me", zones: ["red", "red"] },
    { view: "me", text: "" },
    { view: "me", text: "x".repeat(201) },
    { view: "me", sort: "newest" },
    {},
  ])("is never %o", (filters) => {
    expect(SavedViewCreate.safeParse({ name: "View", filters }).success).toBe(false);
  });
});
