import { describe, expect, it } from "vitest";
import {
  actionParameters,
  columnOf,
  costAtLeast,
  isNarrowed,
  noActionFilters,
  sortBy,
  windowIn,
  windowText,
} from "./action-filters.rules";
import { actionSorts } from "./action.schemas";

const noDays = { from: null, after: null };

describe("a cost as people write it", () => {
  it.each([
    ["", {}],
    ["100", { minCost: "100" }],
    ["1,200.50 EUR", { minCost: "1200.50", currency: "EUR" }],
    ["1 200 eur", { minCost: "1200", currency: "EUR" }],
    ["EUR 5", { minCost: "5", currency: "EUR" }],
    ["100EUR", { minCost: "100", currency: "EUR" }],
    ["usd", { currency: "USD" }],
    // Sent as it is, so that the API says what is wrong with it.
    ["1,5", { minCost: "1,5" }],
    ["-3", { minCost: "-3" }],
    ["a lot", { minCost: "a lot" }],
  ])("%o is %o", (text, meant) => {
    expect(costAtLeast(text)).toEqual(meant);
  });
});

describe("a stretch of time that a figure led here with", () => {
  const [from, to] = ["2026-11-27T07:00:00.000Z", "2026-11-27T07:15:00.001Z"];
  it.each([
    ["asked", { createdAfter: from, createdBefore: to }],
    ["decided", { decidedAfter: from, decidedBefore: to }],
    ["reported", { reportedAfter: from, reportedBefore: to }],
  ] as const)("is what was %s in it", (of, meant) => {
    const window = windowText({ of, from, to });
    expect(windowIn(window)).toEqual({ of, from, to });
    expect(actionParameters({ ...noActionFilters, window }, noDays)).toEqual(meant);
  });

  it("leaves, with days, what both leave; and one that makes no sense is sent as it is, to be refused", () => {
    const window = windowText({ of: "asked", from, to });
    expect(
      actionParameters(
        { ...noActionFilters, window, from: "2026-11-27" },
        { from: "2026-11-27T07:05:00.000Z", after: null },
      ),
    ).toEqual({ createdAfter: "2026-11-27T07:05:00.000Z", createdBefore: to });
    expect(
      actionParameters(
        { ...noActionFilters, window, to: "2026-11-26" },
        { from: null, after: "2026-11-26T23:00:00.000Z" },
      ),
    ).toEqual({ createdAfter: from, createdBefore: "2026-11-26T23:00:00.000Z" });
    for (const text of ["asked", `painted/${from}/${to}`, `asked/${from}/yesterday`, `asked/${from}/${to}/more`]) {
      expect(windowIn(text)).toBeNull();
      expect(actionParameters({ ...noActionFilters, window: text }, noDays)).toEqual({ createdAfter: text });
    }
  });
});

describe("the order of the list", () => {
  it("goes by a column one way or the other, and back", () => {
    for (const sort of actionSorts.filter((each) => each !== "queue")) {
      const column = columnOf(sort);
      expect(column, sort).not.toBeNull();
      expect(column && sortBy(column)).toBe(sort === "newest" ? "" : sort);
    }
    expect(columnOf("")).toEqual(columnOf("newest"));
    expect(columnOf("by colour")).toBeNull();
    expect(sortBy({ columnId: "zone", direction: "descending" })).toBe("");
  });

  it("narrows nothing", () => {
    expect(isNarrowed({ ...noActionFilters, sort: "oldest" })).toBe(false);
    expect(isNarrowed({ ...noActionFilters, zone: "red" })).toBe(true);
  });
});

describe("what the API is asked", () => {
  it("is nothing where nothing is set", () => {
    expect(actionParameters(noActionFilters, noDays)).toEqual({});
  });

  it("is each filter under the API's own name, days as the moments they begin at", () => {
    const filters = {
      ...noActionFilters,
      q: " gpu ",
      status: "approved,denied",
      result: "failed,lost",
      agent: "agt_1",
      type: "refund",
      by: "per_1",
      run: "run_1",
      from: "2026-11-26",
      to: "2026-11-27",
      cost: "5 EUR",
      sort: "oldest",
    };
    expect(actionParameters(filters, { from: "2026-11-25T23:00:00.000Z", after: "2026-11-27T23:00:00.000Z" })).toEqual({
      q: "gpu",
      status: "approved,denied",
      executionStatus: "failed,lost",
      agentId: "agt_1",
      action: "refund",
      decidedById: "per_1",
      runId: "run_1",
      createdAfter: "2026-11-25T23:00:00.000Z",
      createdBefore: "2026-11-27T23:00:00.000Z",
      minCost: "5",
      currency: "EUR",
      sort: "oldest",
    });
  });

  it("is a day that is none as it was written, for the refusal to name it", () => {
    expect(actionParameters({ ...noActionFilters, from: "soon" }, noDays)).toEqual({ createdAfter: "soon" });
  });
});
