import { describe, expect, it } from "vitest";
import { acceptRefusal, mayBecome, numberAfter, versionStatuses } from "./version.rules";

describe("the life of a version", () => {
  it("goes from proposed to live to superseded, or ends as rejected, and never back", () => {
    const ways = versionStatuses.flatMap((from) =>
      versionStatuses.filter((to) => mayBecome(from, to)).map((to) => `${from} ${to}`),
    );
    expect(ways).toEqual(["proposed live", "proposed rejected", "live superseded"]);
  });

  it("numbers what follows, from 1", () => {
    expect([numberAfter(null), numberAfter(1), numberAfter(41)]).toEqual([1, 2, 42]);
  });
});

describe("accepting a proposal", () => {
  const proposal = { status: "proposed", baseVersion: 3, authorId: "per_a" } as const;
  const refusal = (
    of: Partial<Parameters<typeof acceptRefusal>[0]>,
    by: Partial<Parameters<typeof acceptRefusal>[1]>,
  ) => acceptRefusal({ ...proposal, ...of }, { personId: "per_b", liveVersion: 3, needsAnother: true, ...by });

  it.each([
    ["by another person is done", {}, {}, null],
    ["by its author is refused where the workspace wants another", {}, { personId: "per_a" }, "own_proposal"],
    ["by its author is done elsewhere", {}, { personId: "per_a", needsAnother: false }, null],
    ["that is over is refused", { status: "rejected" }, {}, "proposal_closed"],
    ["that was accepted is refused", { status: "live" }, {}, "proposal_closed"],
    ["made from what no longer applies is refused", {}, { liveVersion: 4 }, "stale_proposal"],
  ] as const)("%s", (_, of, by, expected) => {
    expect(refusal(of, by)).toBe(expected);
  });
});
