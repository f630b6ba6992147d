import { InvalidRequestError } from "@/lib/platform/errors";

/** An opaque position in a list: the sort keys of the last row seen, base64url of JSON. */
export function encodeCursor(keys: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(keys)).toString("base64url");
}

/** @throws 400 naming `cursor` when it is not one of ours. */
export function decodeCursor(cursor: string | undefined, length: number): (string | number)[] | undefined {
  if (cursor === undefined) return undefined;
  try {
    const keys: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (Array.isArray(keys) && keys.length === length && keys.every((k) => typeof k === "string" || typeof k === "number")) {
      return keys as (string | number)[];
    }
  } catch {
    // Falls through: whatever is wrong with it, the answer is the same.
  }
  throw new InvalidRequestError([{ path: "cursor", message: "is not a cursor of this list" }]);
}
