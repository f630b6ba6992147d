import type { Compiling } from "./compiling.rules";
import { isObject, type JsonRecord } from "./values.rules";

/** The keywords' own values, each of the form that JSON Schema gives it; undefined where the keyword is not there. */

export function numberAt(at: Compiling, keyword: string): number | undefined {
  const value = at.schema[keyword];
  return value === undefined || (typeof value === "number" && Number.isFinite(value))
    ? value
    : at.refuse("must be a number", keyword);
}

export function countAt(at: Compiling, keyword: string): number | undefined {
  const value = at.schema[keyword];
  return value === undefined || (typeof value === "number" && Number.isInteger(value) && value >= 0)
    ? value
    : at.refuse("must be a whole number, 0 or more", keyword);
}

export function textAt(at: Compiling, keyword: string): string | undefined {
  const value = at.schema[keyword];
  return value === undefined || typeof value === "string" ? value : at.refuse("must be a text", keyword);
}

export function flagAt(at: Compiling, keyword: string): boolean | undefined {
  const value = at.schema[keyword];
  return value === undefined || typeof value === "boolean" ? value : at.refuse("must be true or false", keyword);
}

export function recordAt(at: Compiling, keyword: string): JsonRecord | undefined {
  const value = at.schema[keyword];
  return value === undefined || isObject(value) ? value : at.refuse("must be an object", keyword);
}

export function namesAt(
  at: Compiling,
  keyword: string,
  value: unknown = at.schema[keyword],
  ...place: string[]
): string[] | undefined {
  if (value === undefined) return undefined;
  const isNames =
    Array.isArray(value) && value.every((name) => typeof name === "string") && new Set(value).size === value.length;
  return isNames ? value : at.refuse("must be a list of different names", keyword, ...place);
}

export function schemasAt(at: Compiling, keyword: string): unknown[] | undefined {
  const value = at.schema[keyword];
  return value === undefined || (Array.isArray(value) && value.length > 0)
    ? (value as unknown[] | undefined)
    : at.refuse("must be a list of schemas", keyword);
}
