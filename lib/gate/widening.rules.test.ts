import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { widenings } from "./widening.rules";

const kindsOf = (
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  resource: { type: string; id: string } | null = null,
) => widenings(before, after, resource).map(({ path, kind }) => `${path} ${kind}`);

describe("in which ways an edit goes beyond", () => {
  it.each([
    ["a larger number", { amount: 1 }, { amount: 1e9 }, ["amount larger"]],
    ["a larger number written as text", { amount: "1.50" }, { amount: "1500" }, ["amount larger"]],
    ["the other sign", { delta: 5 }, { delta: -1 }, ["delta larger"]],
    ["a longer list", { to: ["a"] }, { to: ["a", "b"] }, ["to more"]],
    ["a filter that went", { where: { id: 1 } }, {}, ["where removed"]],
    ["a field that came", {}, { force: true }, ["force added"]],
    ["another kind of value", { region: "eu" }, { region: ["eu", "us"] }, ["region other_kind"]],
    ["a switch", { dryRun: true }, { dryRun: false }, ["dryRun switched"]],
    [
      "another account, inside",
      { pay: { accountId: "A" } },
      { pay: { accountId: "B" } },
      ["pay.accountId other_target"],
    ],
  ])("%s", (_, before, after, expected) => {
    expect(kindsOf(before, after)).toEqual(expected);
  });

  it("a smaller number, a shorter list and other words are none; the resource's own id is a target wherever it stands", () => {
    expect(kindsOf({ amount: 9, to: ["a", "b"], note: "x" }, { amount: 1, to: ["a"], note: "y" })).toEqual([]);
    expect(kindsOf({ what: "emea" }, { what: "apac" }, { type: "budget", id: "emea" })).toEqual(["what other_target"]);
  });

  it("the same parameters go nowhere, and however much is changed the telling is bounded", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.dictionary(fc.string(), fc.jsonValue()),
        (before, after) => {
          expect(widenings(before, structuredClone(before), null)).toEqual([]);
          expect(widenings(before, after, null).length).toBeLessThanOrEqual(50);
        },
      ),
    );
  });
});
