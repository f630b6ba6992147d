import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  firstLines,
  foldsOf,
  type Folding,
  isLongText,
  linesOf,
  sizeWords,
  unfolded,
  unseenOf,
  unseenWords,
  withAllOpen,
  withFold,
} from "@/components/patterns/values/value-folds";
import { type JsonValue, leafText, valueTree } from "@/components/patterns/values/value-rows";

const many = (count: number, prefix = "p") =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`${prefix}${at}`, at]));

function unseen(value: JsonValue, folding: Folding = unfolded) {
  const tree = valueTree(value);
  return unseenOf(tree, foldsOf(tree), folding);
}

describe("what is folded at first", () => {
  it("is nothing of an ordinary action", () => {
    const parameters = {
      pool: "prod",
      nodeCount: 24,
      note: "Latency is over the objective.",
      to: { account: "ACME", name: "Acme" },
      rules: [{ port: 1 }, { port: 2 }],
    };
    expect(unseenWords(unseen(parameters))).toBe("");
    expect(linesOf(valueTree(parameters), new Set(), unfolded)).toHaveLength(11);
  });

  it("is a text of many lines, whose size is told with what cannot be seen of it", () => {
    const note = `Routine check.${"\n".repeat(3_000)}`;
    expect(sizeWords(note)).toBe("3,001\u00a0lines, 2.9\u00a0KiB, ends in 3,000\u00a0empty lines");
    expect(unseenWords(unseen({ aa_note: note, zz_command: "rm -rf /srv/production" }))).toMatch(
      /^1\sfolded value \(aa_note: 3,001/u,
    );
  });

  it("is a long line, a long list, a long name, and an object with many values among many", () => {
    const kinds = (value: JsonValue) => foldsOf(valueTree(value)).map(({ kind, node }) => [kind, node.key.slice(0, 4)]);
    expect(kinds({ text: "x".repeat(2_000) })).toEqual([["text", "text"]]);
    expect(kinds({ list: Array.from({ length: 500 }, (_, at) => at) })).toEqual([["text", "list"]]);
    expect(kinds({ ["n".repeat(500)]: 1 })).toEqual([["name", "nnnn"]]);
    expect(kinds({ spec: many(100) })).toEqual([["branch", "spec"]]);
    expect(kinds({ spec: many(30) })).toEqual([]);
  });
});

describe("what has not been seen", () => {
  it("is every fold that was not opened, by name, and a fold that was opened stays seen when it is closed again", () => {
    const value = { a: "x".repeat(2_000), b: "y".repeat(2_000) };
    const opened = withFold(unfolded, "text a", true, true);
    expect(unseen(value, opened).folds.map(({ id }) => id)).toEqual(["text b"]);
    expect(unseen(value, withFold(opened, "text a", false, true)).folds.map(({ id }) => id)).toEqual(["text b"]);
  });

  it("is a text whose end was not drawn, and every line after those that are drawn", () => {
    expect(unseen({ a: "x".repeat(250_000) }, withFold(unfolded, "text a", true, false)).folds).toHaveLength(1);
    expect(unseen(many(8_000)).lines).toBe(8_000 - firstLines);
  });

  it("is nothing once everything was opened as often as it takes, and never more than is drawn before", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.oneof(fc.jsonValue(), fc.string({ minLength: 900, maxLength: 1_500 })), {
          maxKeys: 8,
        }),
        (given) => {
          const tree = valueTree(given as JsonValue);
          const folds = foldsOf(tree);
          const all = withAllOpen(unfolded, folds);
          expect(unseenWords(unseenOf(tree, folds, all))).toBe("");
        },
      ),
    );
  });

  it("names each fold, and no text that is too long stands unfolded", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.oneof(fc.string({ maxLength: 3_000 }), fc.constant("\n".repeat(50)))),
        (given) => {
          const tree = valueTree(given);
          const folded = new Set(foldsOf(tree).map(({ node }) => node.key));
          for (const node of tree.under) if (isLongText(leafText(node.value))) expect(folded.has(node.key)).toBe(true);
        },
      ),
    );
  });
});
