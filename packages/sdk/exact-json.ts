/** The other way round from acceptable.ts: what is asked for and runs must not be altered, so what cannot be sent as it is is refused. */
import { SignalboxError } from "./errors.ts";
import { cleanText, wordsOf } from "./text.ts";

const LEVELS = 64;
/** A body may have 1 MiB, and a value that is used twice is written twice: without a bound fifty objects can be more than there is room for. */
const CHARACTERS = 1_048_576;

/**
 * The value as JSON that says exactly the same: members that are undefined are left out, getters are read once, nothing else is changed.
 * @param path how the value is called in messages, such as `parameters`
 * @param level how many arrays and objects of the body stand around it
 * @throws {SignalboxError} `unsendable`, with the path of the first value that JSON, or Signalbox, would change
 */
export function exactJson(value: unknown, path: string, level: number): unknown {
  const above = new Set<object>();
  let left = CHARACTERS;

  function fault(where: string, what: string): never {
    throw unsendable(where, what);
  }

  function read(item: unknown, where: string, depth: number): unknown {
    left -= typeof item === "string" ? item.length + 2 : 2;
    if (left < 0) return fault(where, "lies beyond the 1 MiB that a body may have");
    switch (typeof item) {
      case "boolean":
        return item;
      case "string":
        return cleanText(item) === item
          ? item
          : fault(where, "holds a character that cannot be sent (U+0000, half of a surrogate pair, or a noncharacter)");
      case "number":
        if (!Number.isFinite(item)) return fault(where, `is ${item}, which JSON has no number for`);
        return Math.abs(item) <= Number.MAX_SAFE_INTEGER
          ? item
          : fault(where, "is a number beyond 2^53 - 1, which loses digits on the way: send it as text");
      case "object":
        return item === null ? null : container(item, where, depth);
      case "bigint":
      case "function":
      case "symbol":
      case "undefined":
        return fault(where, `is a ${typeof item}, which JSON cannot hold`);
    }
  }

  function container(item: object, where: string, depth: number): unknown {
    if (above.has(item)) return fault(where, "refers back to what holds it");
    if (depth >= LEVELS) return fault(where, `is nested more than ${LEVELS} levels deep`);
    above.add(item);
    try {
      if (Array.isArray(item)) {
        const list: unknown[] = [];
        for (let index = 0; index < item.length; index += 1)
          list.push(read(item[index], `${where}.${index}`, depth + 1));
        return list;
      }
      if (!isPlain(item))
        return fault(
          where,
          `is a ${nameOf(item)}, which JSON would change: send what is meant by it, as text or numbers`,
        );
      const result: Record<string, unknown> = {};
      for (const name of Object.keys(item)) {
        const member = (item as Record<string, unknown>)[name];
        if (member === undefined) continue;
        const inner = where === "" ? name : `${where}.${name}`;
        if (name === "__proto__" || cleanText(name) !== name) return fault(inner, "has a name that cannot be sent");
        left -= name.length + 3;
        result[name] = read(member, inner, depth + 1);
      }
      return result;
    } finally {
      above.delete(item);
    }
  }

  try {
    return read(value, path, level);
  } catch (error) {
    if (error instanceof SignalboxError) throw error;
    throw unsendable(path, `cannot be read: ${wordsOf(error)}`);
  }
}

function unsendable(path: string, what: string): SignalboxError {
  const clean = cleanText(path);
  return new SignalboxError(
    "unsendable",
    `Nothing was asked: ${clean} ${what}. What is asked for is what runs, so it is not altered on the way.`,
    {
      errors: [{ path: clean, message: what }],
    },
  );
}

/** Made by braces or by JSON.parse, in this realm or another. */
function isPlain(item: object): boolean {
  if ("toJSON" in item && typeof item.toJSON === "function") return false;
  const prototype: unknown = Object.getPrototypeOf(item);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function nameOf(item: object): string {
  return typeof item.constructor === "function" && item.constructor.name !== ""
    ? item.constructor.name
    : "special object";
}
