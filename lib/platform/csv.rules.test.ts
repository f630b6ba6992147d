import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvLine, defused } from "./csv.rules";

/** Reads one line as RFC 4180 says. */
function cellsOf(line: string): string[] {
  const cells: string[] = [];
  let rest = line.replace(/\r\n$/u, "");
  for (;;) {
    const quoted = /^"((?:[^"]|"")*)"/u.exec(rest);
    const plain = /^[^,"\r\n]*/u.exec(rest)?.[0] ?? "";
    cells.push(quoted ? (quoted[1] ?? "").replaceAll('""', '"') : plain);
    rest = rest.slice((quoted?.[0] ?? plain).length);
    if (rest === "") return cells;
    expect(rest[0]).toBe(",");
    rest = rest.slice(1);
  }
}

/** The beginnings of what a spreadsheet may take for cells, whichever it parts them at. */
const calculates = (text: string) => text.split(/[;\t\r\n]/u).some((piece) => /^["\s]*[=+\-@＝＋－＠]/u.test(piece));

const hostile = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc
    .array(
      fc.constantFrom(
        "=",
        "+",
        "-",
        "@",
        "\t",
        "\r",
        "\n",
        ";",
        ",",
        '"',
        "'",
        " ",
        "\u00a0",
        "＝",
        "cmd|' /C calc'!A0",
        "x",
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join("")),
);

describe("a line of comma-separated values", () => {
  it("reads back as the cells it was made of", () => {
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1, maxLength: 6 }), (cells) => {
        expect(cellsOf(csvLine(cells))).toEqual(cells.map(defused));
      }),
    );
  });

  it("calculates nothing, whichever separator a spreadsheet goes by", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(calculates(defused(text))).toBe(false);
        expect(defused(text).replaceAll("'", "")).toBe(text.replaceAll("'", ""));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ["=1+1", "'=1+1"],
    ["+49 30 1234", "'+49 30 1234"],
    ["-5", "'-5"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\tx", "'\tx"],
    ["\rx", "'\rx"],
    ["  =1", "'  =1"],
    ["a;=1", "a;'=1"],
    ["a\n-b", "a\n'-b"],
    ["a-b, c = d", "a-b, c = d"],
    ["", ""],
  ])("%j is written as %j", (text, written) => {
    expect(cellsOf(csvLine([text, "end"]))).toEqual([written, "end"]);
  });

  it("has its numbers as they are, nothing for none, and ends as RFC 4180 has it", () => {
    expect(csvLine([0.5, null, "a,b", 'say "hi"'])).toBe('0.5,,"a,b","say ""hi"""\r\n');
  });
});
