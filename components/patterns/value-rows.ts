/** A JSON value, as parameters and results carry it. */
export type JsonValue = null | boolean | number | string | ReadonlyArray<JsonValue> | { readonly [key: string]: JsonValue };

export interface ValueRow {
  /** Where the value stands: `rules[0].port`. */
  path: string;
  value: JsonValue;
}

export interface DifferenceRow {
  path: string;
  change: "same" | "changed" | "added" | "removed";
  /** Undefined where there was none. */
  before: JsonValue | undefined;
  after: JsonValue | undefined;
}

/** A value as rows of its leaves, in the order in which they stand; empty lists and objects are leaves. */
export function valueRows(value: JsonValue, path = ""): ValueRow[] {
  if (Array.isArray(value) && value.length > 0 && value.some(isBranch)) {
    return value.flatMap((item: JsonValue, index) => valueRows(item, `${path}[${index}]`));
  }
  if (isObject(value) && Object.keys(value).length > 0) {
    return Object.entries(value).flatMap(([key, item]) => valueRows(item, path ? `${path}.${key}` : key));
  }
  return [{ path, value }];
}

/**
 * Two values, leaf by leaf: first everything of the second in its order, then what only the first had.
 * Lists of plain values are compared whole, since a position in them means nothing by itself.
 */
export function differenceRows(before: JsonValue, after: JsonValue): DifferenceRow[] {
  const old = new Map(valueRows(before).map((row) => [row.path, row.value]));
  const now = valueRows(after);
  const present = new Set(now.map((row) => row.path));
  const kept = now.map(({ path, value }): DifferenceRow => {
    if (!old.has(path)) return { path, change: "added", before: undefined, after: value };
    const was = old.get(path);
    const same = JSON.stringify(was) === JSON.stringify(value);
    return { path, change: same ? "same" : "changed", before: was, after: value };
  });
  const gone = [...old]
    .filter(([path]) => !present.has(path))
    .map(([path, value]): DifferenceRow => ({ path, change: "removed", before: value, after: undefined }));
  return [...kept, ...gone].filter((row) => !(row.path === "" && isEmptyBranch(row.before) && isEmptyBranch(row.after)));
}

/** A leaf in the way JSON writes it, text without its quotes where nothing is lost by that. */
export function leafText(value: JsonValue): string {
  if (typeof value !== "string") return JSON.stringify(value);
  const ambiguous = value === "" || value.trim() !== value || /^(?:true|false|null|-?\d[\d.eE+-]*)$/u.test(value);
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

function isObject(value: JsonValue): value is { readonly [key: string]: JsonValue } {
  return isBranch(value) && !Array.isArray(value);
}

function isEmptyBranch(value: JsonValue | undefined): boolean {
  return value === undefined || (typeof value === "object" && value !== null && Object.keys(value).length === 0);
}
