import { utf8ToBytes } from "@noble/hashes/utils.js";
/**
 * RFC 8785 (JSON Canonicalization Scheme): one text for one value, whatever the order in which its keys were written. What is judged,
 * decided, run and logged is compared and hashed in this form, twice for every action, so it is written for speed.
 */

/** Keys repeat without end (`action`, `facts`, `name`): each is quoted once. Bounded, since parameters may bring any key. */
const quoted = new Map<string, string>();
const maxQuoted = 2_000;

function quotedKey(key: string): string {
  const known = quoted.get(key);
  if (known !== undefined) return known;
  const text = JSON.stringify(key);
  if (quoted.size < maxQuoted && key.length <= 64) quoted.set(key, text);
  return text;
}

function objectText(object: Record<string, unknown>): string {
  // The default order of sort is by UTF-16 code units, which is the order of RFC 8785, 3.2.3.
  const keys = Object.keys(object).sort();
  let text = "{";
  for (const key of keys) {
    const member = object[key];
    if (member === undefined) continue;
    text += `${text.length > 1 ? "," : ""}${quotedKey(key)}:${canonicalText(member)}`;
  }
  return `${text}}`;
}

/**
 * The canonical text of any JSON value. Members that are undefined are left out and dates are texts, as JSON.stringify has them.
 * @throws TypeError for what JSON cannot say: NaN, infinities, undefined, functions, symbols, bigints
 */
export function canonicalText(value: unknown): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "number":
      if (!Number.isFinite(value)) throw new TypeError(`${value} is not a JSON value`);
      // ECMAScript's own formatting of numbers is the one of RFC 8785, 3.2.2.3; minus zero is 0.
      return String(value);
    case "boolean":
      return value ? "true" : "false";
    case "object":
      if (value === null) return "null";
      if (value instanceof Date) return JSON.stringify(value);
      return Array.isArray(value)
        ? `[${value.map(canonicalText).join(",")}]`
        : objectText(value as Record<string, unknown>);
    default:
      throw new TypeError(`${typeof value} is not a JSON value`);
  }
}

/** RFC 8785 canonical bytes, UTF-8, of any JSON value. @throws TypeError for what JSON cannot say (NaN, undefined). */
export function canonicalBytes(value: unknown): Uint8Array {
  return utf8ToBytes(canonicalText(value));
}
