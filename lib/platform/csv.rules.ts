/** Comma-separated values (RFC 4180), safe to open in a spreadsheet. */

/** So that a spreadsheet reads the file as UTF-8. */
export const byteOrderMark = "\ufeff";

/**
 * What makes a spreadsheet calculate: = + - @, in their wide forms, too, after spaces and quotation marks. Spreadsheets of some countries
 * part cells at semicolons, wherever our quotation marks stand: so not only at the beginning, but after each semicolon, tab and line end.
 */
const formula = /(?<=^|[;\t\r\n])(?=["\s]*[=+\-@\uff1d\uff0b\uff0d\uff20])/gu;
/** Some spreadsheets pass over these, and look at what follows. */
const passedOver = /^(?=[\t\r\n])/u;

/** A text that no spreadsheet takes for a formula: an apostrophe stands before whatever would make it one. */
export function defused(text: string): string {
  return text.replace(formula, "'").replace(passedOver, "'");
}

/** One cell; null is empty. A number of ours is written as it is. */
function csvCell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = defused(value);
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One line with its end. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}
