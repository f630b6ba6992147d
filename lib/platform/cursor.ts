import { InvalidRequestError } from "@/lib/platform/errors";

/** What a place in a cursor holds, as Postgres would take it: a list says it, so that nothing else reaches its query. */
export type CursorPart =
  | "text"
  | "smallint"
  | "integer"
  | "decimal"
  | "decimal or none"
  | "share"
  | "share or none"
  | "time";
type Key = string | number;

/** A moment exactly as we write it: Date takes more, such as 30 February, and Postgres has no year 0. */
function isWrittenTime(text: string): boolean {
  const at = new Date(text);
  return !Number.isNaN(at.getTime()) && at.getUTCFullYear() >= 1 && at.toISOString() === text;
}

const isShare = (key: unknown): key is number => typeof key === "number" && key >= 0 && key <= 1;
const isDecimal = (key: unknown): key is string => typeof key === "string" && /^-?\d{1,20}(\.\d{1,10})?$/.test(key);
/** Stands for what has no value. */
const isNone = (key: unknown): key is string => key === "";

const holds: Record<CursorPart, (key: unknown) => key is Key> = {
  text: (key): key is Key => typeof key === "string" && key.length <= 500 && !/[\0\p{Surrogate}]/u.test(key),
  smallint: (key): key is Key => Number.isInteger(key) && Math.abs(Number(key)) < 2 ** 15,
  integer: (key): key is Key => Number.isSafeInteger(key),
  decimal: isDecimal,
  "decimal or none": (key): key is Key => isNone(key) || isDecimal(key),
  share: isShare,
  "share or none": (key): key is Key => isNone(key) || isShare(key),
  time: (key): key is Key => typeof key === "string" && /^\d{4}-/.test(key) && isWrittenTime(key),
};

/** An opaque position in a list: the sort keys of the last row seen, base64url of JSON. */
export function encodeCursor(keys: readonly Key[]): string {
  return Buffer.from(JSON.stringify(keys)).toString("base64url");
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString());
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export function notOfThisList(): InvalidRequestError {
  return new InvalidRequestError([{ path: "cursor", message: "is not a cursor of this list" }]);
}

/** @param shapes what a cursor of this list holds, one or the other @throws 400 naming `cursor` when it is not one of this list's */
export function decodeCursor(cursor: string | undefined, ...shapes: (readonly CursorPart[])[]): Key[] | undefined {
  if (cursor === undefined) return undefined;
  const keys = parsed(cursor);
  if (
    Array.isArray(keys) &&
    shapes.some((parts) => keys.length === parts.length && parts.every((part, i) => holds[part](keys[i])))
  )
    return keys as Key[];
  throw notOfThisList();
}
