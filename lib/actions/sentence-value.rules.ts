import { spelledOut } from "@/lib/platform/concealed.rules";
import { isCurrency } from "@/lib/platform/unit.rules";

/**
 * How a value stands in a sentence of ours: bounded, on one line, and marked as a value, so that none of its words reads as one of the
 * catalog's. A text is set in “quotation marks”, which nothing inside it can close. Only what cannot be taken for words goes without:
 * figures, truths, instants, a currency after a figure, and short ids.
 */

const maxValueLength = 80;
/** So many of a list's values, or of an object's, are said; of a longer one the first and how many more. */
const maxParts = 4;
/** A list of objects is said; what is inside them in turn is only hinted at. */
const maxDepth = 2;
/** More of a text than can ever be shown. */
const maxRead = 1000;

const figure = /^-?\d+(?:[.,]\d+)*$/u;
const id = /^[A-Za-z0-9]+(?:[_.:/#-][A-Za-z0-9]+)*$/u;
const maxIdLength = 40;
/** An instant, as RFC 3339 writes one. */
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/u;
/** Whatever reads as a double quotation mark. */
const quotationMarks = /["“”„‟«»〝〞〟＂]/gu;

/** An id holds a digit, and one word at the most: `order-88213`, not `approved-by-CFO-1`. */
function isId(text: string): boolean {
  return (
    text.length <= maxIdLength && /\d/u.test(text) && id.test(text) && (text.match(/[A-Za-z]{3,}/gu) ?? []).length <= 1
  );
}

function wholeCharacters(text: string, end: number): string {
  return text.slice(0, /[\ud800-\udbff]/u.test(text.charAt(end - 1)) ? end - 1 : end);
}

/** A marked text, cut where it is longer: a quotation that is cut is closed. */
export function cutMarked(text: string, length: number): string {
  if (text.length <= length) return text;
  const head = wholeCharacters(text, length - 2);
  return head.lastIndexOf("“") > head.lastIndexOf("”") ? `${head}…”` : `${head}…`;
}

/** On one line, with what cannot be seen spelled out, and no quotation mark that could close the one around it. */
function lineOf(text: string): string {
  const read = text.length > maxRead ? `${wholeCharacters(text, maxRead)}…` : text;
  return spelledOut(read.replace(/[\t\r\n ]+/gu, " ").trim()).replace(quotationMarks, "'");
}

interface Place {
  /** In quotation marks, whatever it is. */
  always?: boolean;
  /** It stands right after a figure: a currency is one there. */
  afterFigure?: boolean;
}

function markedText(text: string, { always = false, afterFigure = false }: Place): string {
  if (!always && (figure.test(text) || isId(text) || instant.test(text) || (afterFigure && isCurrency(text))))
    return text;
  return cutMarked(`“${lineOf(text)}”`, maxValueLength);
}

function listed(parts: readonly string[], more: number): string {
  if (more > 0) return `${parts.join(", ")} and ${more} more`;
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1) ?? ""}`;
}

/** As many of the parts as fit. How many there are is never cut off. */
function together(parts: readonly string[]): string {
  if (parts.length === 0) return "none";
  for (let count = parts.length > maxParts ? maxParts - 1 : parts.length; count > 0; count--) {
    const text = listed(parts.slice(0, count), parts.length - count);
    if (text.length <= maxValueLength) return text;
  }
  const [first = ""] = parts;
  const rest = parts.length > 1 ? ` and ${parts.length - 1} more` : "";
  return `${cutMarked(first, maxValueLength - rest.length)}${rest}`;
}

/** A value as it stands in a sentence; `?` for one that is missing. */
export function marked(value: unknown, place: Place = {}, depth = 0): string {
  if (value === undefined) return "?";
  if (typeof value === "string") return markedText(value, place);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (depth >= maxDepth) return "…";
  const parts = Array.isArray(value)
    ? value.slice(0, maxParts + 1).map((item) => marked(item, {}, depth + 1))
    : Object.entries(value)
        .slice(0, maxParts + 1)
        .map(([name, member]) => `${markedText(name, { always: true })} ${marked(member, {}, depth + 1)}`);
  const length = Array.isArray(value) ? value.length : Object.keys(value).length;
  const text = together([...parts, ...Array.from({ length: length - parts.length }, () => "")]);
  return depth > 0 && parts.length > 0 ? `(${text})` : cutMarked(text, maxValueLength);
}
