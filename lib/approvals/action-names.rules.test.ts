import fc from "fast-check";
import { expect, it } from "vitest";
import { actionsInWords, differentActions } from "./action-names.rules";

const of = (...names: string[]) => names.map((action) => ({ action }));

it.each([
  [[], ""],
  [["a"], "a"],
  [["a", "a"], "a"],
  [["b", "a", "b"], "b and a"],
  [["a", "b", "c", "d", "e"], "a, b, c, d and e"],
  [["a", "b", "c", "d", "e", "f"], "a, b, c, d, e and 1 more"],
  [Array.from({ length: 17 }, (_, n) => `act_${n}`), "act_0, act_1, act_2, act_3, act_4 and 12 more"],
])("%j are told as %j", (names, words) => {
  expect(actionsInWords(of(...names))).toBe(words);
});

it("every different action is named or counted, once", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(..."abcdefghij")), (names) => {
      const { named, more } = differentActions(of(...names));
      expect(named.length + more).toBe(new Set(names).size);
      expect(new Set(named).size).toBe(named.length);
    }),
  );
});
