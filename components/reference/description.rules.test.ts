import { expect, it } from "vitest";
import { blocksOf, piecesOf } from "./description.rules";

it("a description is paragraphs and tables", () => {
  expect(blocksOf("For people.\n\nTwo\nlines.\n\n| Event | Data |\n| --- | --- |\n| `a` | b |\n| c | d |")).toEqual([
    { kind: "words", text: "For people." },
    { kind: "words", text: "Two\nlines." },
    {
      kind: "table",
      head: ["Event", "Data"],
      rows: [
        ["`a`", "b"],
        ["c", "d"],
      ],
    },
  ]);
  expect(blocksOf("")).toEqual([]);
});

it("what stands between backticks is code", () => {
  expect(piecesOf("`at` and `epoch`.")).toEqual([
    { text: "at", isCode: true },
    { text: " and ", isCode: false },
    { text: "epoch", isCode: true },
    { text: ".", isCode: false },
  ]);
});
