import { pathText, type ValuePath } from "@/lib/platform/value-path.rules";

/** A JSON value, as parameters and results carry it. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | ReadonlyArray<JsonValue>
  | { readonly [key: string]: JsonValue };

export interface ValueRow {
  path: ValuePath;
  value: JsonValue;
}

/** A value with what is in it: a branch has nodes under it, a leaf has none and stands for one row. */
export interface ValueNode extends ValueRow {
  /** The path in writing: what tells this node from every other one. */
  key: string;
  under: readonly ValueNode[];
  /** How many rows it comes to. */
  leaves: number;
}

export interface DifferenceRow {
  path: ValuePath;
  /** The path in writing. */
  key: string;
  change: "same" | "changed" | "added" | "removed";
  /** Undefined where there was none. */
  before: JsonValue | undefined;
  after: JsonValue | undefined;
}

/** A value as a tree. Empty lists and objects are leaves, and so are lists of plain values. */
export function valueTree(value: JsonValue, path: ValuePath = []): ValueNode {
  const under = membersOf(value).map(([step, item]) => valueTree(item, [...path, step]));
  return {
    path,
    key: pathText(path),
    value,
    under,
    leaves: under.length === 0 ? 1 : under.reduce((sum, node) => sum + node.leaves, 0),
  };
}

function membersOf(value: JsonValue): [string | number, JsonValue][] {
  if (isList(value)) return value.some(isBranch) ? value.map((item, index) => [index, item]) : [];
  return isObject(value) ? Object.entries(value) : [];
}

/** A value as rows of its leaves, in the order in which they stand: each value once, each under a path of its own. */
export function valueRows(value: JsonValue): ValueRow[] {
  return leavesOf(valueTree(value)).map(({ path, value: leaf }) => ({ path, value: leaf }));
}

/** The leaves of a tree, in order. */
export function leavesOf(node: ValueNode): ValueNode[] {
  return node.under.length === 0 ? [node] : node.under.flatMap(leavesOf);
}

/**
 * Two values, leaf by leaf: first everything of the second in its order, then what only the first had.
 * Lists of plain values are compared whole, since a position in them means nothing by itself.
 */
export function differenceRows(before: JsonValue, after: JsonValue): DifferenceRow[] {
  const old = new Map(leavesOf(valueTree(before)).map((leaf) => [leaf.key, leaf]));
  const now = leavesOf(valueTree(after));
  const present = new Set(now.map((leaf) => leaf.key));
  const kept = now.map(({ path, key, value }): DifferenceRow => {
    const was = old.get(key)?.value;
    if (was === undefined) return { path, key, change: "added", before: undefined, after: value };
    const same = JSON.stringify(was) === JSON.stringify(value);
    return { path, key, change: same ? "same" : "changed", before: was, after: value };
  });
  const gone = [...old.values()]
    .filter(({ key }) => !present.has(key))
    .map(({ path, key, value }): DifferenceRow => ({ path, key, change: "removed", before: value, after: undefined }));
  // An empty whole has no place of its own in which it could differ: what came or went is shown beside it.
  return [...kept, ...gone].filter(
    (row) =>
      !(row.path.length === 0 && row.change !== "changed" && isEmptyBranch(row.before) && isEmptyBranch(row.after)),
  );
}

/** A leaf in the way JSON writes it, text without its quotes where nothing is lost by that. */
export function leafText(value: JsonValue): string {
  if (typeof value !== "string") return JSON.stringify(value);
  const ambiguous =
    value === "" ||
    value.trim() !== value ||
    /^(?:true|false|null|-?\d[\d.eE+-]*)$/u.test(value) ||
    /^["[{]/u.test(value);
  return ambiguous ? JSON.stringify(value) : value;
}

/** The word for a value's type. */
export function typeName(value: JsonValue): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "list";
  return typeof value === "object" ? "object" : typeof value === "string" ? "text" : typeof value;
}

function isBranch(value: JsonValue): boolean {
  return typeof value === "object" && value !== null;
}

function isList(value: JsonValue): value is ReadonlyArray<JsonValue> {
  return Array.isArray(value);
}

function isObject(value: JsonValue): value is { readonly [key: string]: JsonValue } {
  return isBranch(value) && !Array.isArray(value);
}

function isEmptyBranch(value: JsonValue | undefined): boolean {
  return value === undefined || (typeof value === "object" && value !== null && Object.keys(value).length === 0);
}
