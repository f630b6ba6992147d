/** A piece of an operation's description: words, or a table. */
export type Block = { kind: "words"; text: string } | { kind: "table"; head: string[]; rows: string[][] };

const cellsOf = (line: string): string[] =>
  line
    .replace(/^\||\|$/gu, "")
    .split("|")
    .map((cell) => cell.trim());

/** Reads the little Markdown that descriptions use: paragraphs, and tables with a row of dashes under their head. */
export function blocksOf(markdown: string): Block[] {
  return markdown
    .split(/\n{2,}/u)
    .filter((part) => part.trim() !== "")
    .map((part) => {
      const [head = "", dashes = "", ...rows] = part.split("\n");
      if (!/^\|[ |:-]+\|$/u.test(dashes)) return { kind: "words", text: part };
      return { kind: "table", head: cellsOf(head), rows: rows.map(cellsOf) };
    });
}

/** Text cut at its backticks: every other piece, from the second, is code. */
export function piecesOf(text: string): { text: string; isCode: boolean }[] {
  return text
    .split("`")
    .map((piece, index) => ({ text: piece, isCode: index % 2 === 1 }))
    .filter((piece) => piece.text !== "");
}
