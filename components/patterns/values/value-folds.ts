import { leafText, type ValueNode } from "@/components/patterns/values/value-rows";
import { spelledOut } from "@/lib/platform/concealed.rules";
import { formatBytes, formatCount, formatQuantity } from "@/lib/platform/format";

/** What of a value is folded, how far it is open, and what of that has been on the screen. */
export interface Folding {
  /** Folds and branches that were opened or closed by hand. */
  readonly changed: ReadonlyMap<string, boolean>;
  /** Folds that were open to their end once. */
  readonly seen: ReadonlySet<string>;
  /** So many lines are drawn. */
  readonly lines: number;
  /** The reader chose to go on without the rest. */
  readonly skipped: boolean;
}

/** Something that is not drawn whole at first. */
export interface Fold {
  id: string;
  node: ValueNode;
  /** A text too long for its line, a name too long for its line, or an object with many values. */
  kind: "text" | "name" | "branch";
  /** Its size, in words. */
  size: string;
}

/** One line of the table: a value, or the head of an object or list with what is under it. */
export interface ValueLine {
  node: ValueNode;
  isOpen: boolean;
}

export const firstLines = 200;
export const moreLines = 1_000;
/** So much of a text stands in a line by itself; of a longer one its beginning. */
export const maxTextCharacters = 1_000;
export const maxTextLines = 12;
export const maxNameCharacters = 120;
/** So much of an open text is drawn at a time. */
export const pieceCharacters = 20_000;
/** Up to so many values everything is open; of more, objects with many are folded. */
const allOpenLeaves = 60;
const smallBranchLeaves = 20;

export const unfolded: Folding = { changed: new Map(), seen: new Set(), lines: firstLines, skipped: false };

export const textFold = (node: ValueNode): string => `text ${node.key}`;
export const nameFold = (node: ValueNode): string => `name ${node.key}`;
export const branchFold = (node: ValueNode): string => `branch ${node.key}`;

/** Whether a text is folded: it has many characters or many lines. */
export function isLongText(text: string): boolean {
  return text.length > maxTextCharacters || countLines(text) > maxTextLines;
}

/** Whether even an open text is drawn in pieces. */
export function isVeryLong(text: string): boolean {
  return text.length > pieceCharacters;
}

/** How large a value is, in words: "3,000 lines, 52 KiB, ends in 2,998 empty lines". */
export function sizeWords(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const lines = countLines(text);
  const amount = lines > 1 ? formatQuantity(lines, "line") : formatQuantity(text.length, "character");
  const empty = typeof value === "string" ? emptyLinesAtEnd(value) : 0;
  return [
    amount,
    formatBytes(new TextEncoder().encode(text).length),
    empty > 1 ? `ends in ${formatQuantity(empty, "empty line")}` : "",
  ]
    .filter(Boolean)
    .join(", ");
}

/** Everything in a value that is folded at first, in its order; what is drawn at once is not in it. */
export function foldsOf(tree: ValueNode): Fold[] {
  const folds: Fold[] = [];
  const many = tree.leaves > allOpenLeaves;
  const visit = (node: ValueNode) => {
    const step = node.path.at(-1);
    if (typeof step === "string" && step.length > maxNameCharacters)
      folds.push({ id: nameFold(node), node, kind: "name", size: sizeWords(step) });
    if (node.under.length === 0) {
      if (isLongText(leafText(node.value)) || (typeof node.value === "string" && isLongText(node.value)))
        folds.push({ id: textFold(node), node, kind: "text", size: sizeWords(node.value) });
      return;
    }
    if (many && node.path.length > 0 && node.leaves > smallBranchLeaves)
      folds.push({ id: branchFold(node), node, kind: "branch", size: formatQuantity(node.leaves, "value") });
    for (const under of node.under) visit(under);
  };
  visit(tree);
  return folds;
}

/** What is folded at first, by its id. */
type Known = Pick<ReadonlySet<string>, "has">;

/** The lines that stand now, before the bound on how many are drawn. */
export function linesOf(tree: ValueNode, folds: Known, folding: Folding): ValueLine[] {
  const lines: ValueLine[] = [];
  const visit = (node: ValueNode) => {
    const isBranch = node.under.length > 0;
    const isOpen = isBranch && isOpenNow(branchFold(node), folds, folding);
    if (node.path.length > 0 || !isBranch) lines.push({ node, isOpen });
    if (isOpen || node.path.length === 0) for (const under of node.under) visit(under);
  };
  visit(tree);
  return lines;
}

/** Whether something that can be folded is open: by hand, or since it is not folded at first. */
export function isOpenNow(id: string, folds: Known, { changed }: Folding): boolean {
  return changed.get(id) ?? !folds.has(id);
}

export interface Unseen {
  folds: readonly Fold[];
  /** Lines after those that are drawn. */
  lines: number;
}

/** What of a value has not been on the screen yet. */
export function unseenOf(tree: ValueNode, folds: readonly Fold[], folding: Folding): Unseen {
  const lines = linesOf(tree, new Set(folds.map(({ id }) => id)), folding).length;
  return { folds: folds.filter(({ id }) => !folding.seen.has(id)), lines: Math.max(0, lines - folding.lines) };
}

const maxNamed = 3;
const maxNamedCharacters = 40;

/** What was not seen, by name: "2 folded values (note: 3,000 lines, 52 KiB; spec: 346 values) and 400 further lines"; empty where all was. */
export function unseenWords({ folds, lines }: Unseen): string {
  const named = folds
    .slice(0, maxNamed)
    .map(({ node, kind, size }) => `${short(node.key)}${kind === "name" ? " (its name)" : ""}: ${size}`);
  if (folds.length > maxNamed) named.push(`${formatCount(folds.length - maxNamed)} more`);
  const parts = [
    folds.length > 0 ? `${formatQuantity(folds.length, "folded value")} (${named.join("; ")})` : "",
    lines > 0 ? formatQuantity(lines, "further line") : "",
  ];
  return parts.filter(Boolean).join(" and ");
}

function short(key: string): string {
  return spelledOut(key.length > maxNamedCharacters ? `${key.slice(0, maxNamedCharacters - 1)}…` : key) || "the value";
}

/** Opens or closes a fold. What is open to its end at once counts as seen. */
export function withFold(folding: Folding, id: string, isOpen: boolean, isWhole: boolean): Folding {
  return {
    ...folding,
    changed: new Map(folding.changed).set(id, isOpen),
    seen: isOpen && isWhole ? new Set(folding.seen).add(id) : folding.seen,
  };
}

/** One step further everywhere: every fold opens, and more lines are drawn. What is drawn whole by that counts as seen. */
export function withAllOpen(folding: Folding, folds: readonly Fold[]): Folding {
  return {
    ...folding,
    lines: folding.lines + moreLines,
    changed: new Map([...folding.changed, ...folds.map(({ id }): [string, boolean] => [id, true])]),
    seen: new Set([...folding.seen, ...folds.filter(isWholeWhenOpened).map(({ id }) => id)]),
  };
}

/** Whether a fold that opens is drawn to its end at once: a text only where one piece holds it. */
export function isWholeWhenOpened({ kind, node }: Fold): boolean {
  return kind !== "text" || leafText(node.value).length <= pieceCharacters;
}

function countLines(text: string): number {
  let lines = 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines += 1;
  return lines;
}

function emptyLinesAtEnd(text: string): number {
  return countLines(text.slice(text.trimEnd().length)) - 1;
}
