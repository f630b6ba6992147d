/** Makes any JavaScript value one that Signalbox accepts, and says what had to be replaced. */
import { cleanText, cut, shortText, wordsOf } from "./text.ts";

/** One thing that is not as it was. */
export interface Replacement {
  /** Where: member names and positions, outermost first, such as `lines.3.id`; "" is the whole. */
  path: string;
  what: string;
}

export interface Limits {
  /** Longest JSON text, in UTF-16 units, apart from what a replacement of the last value adds. */
  characters: number;
  /** Greatest number of arrays and objects inside one another. */
  levels: number;
}

const MOST_NOTES = 20;
const LONGEST_NAME = 200;

/**
 * The value as JSON that can be sent: `JSON.stringify`'s own conventions are kept (`toJSON`, members that are undefined), and everything that it
 * would throw at or change in silence is replaced and named. Never throws, and looks at no more of a value than it reports.
 */
export function acceptable(value: unknown, limits: Limits): { value: unknown; replaced: Replacement[] } {
  const reader = new Reader(limits);
  const read = reader.read(value, [], "");
  return { value: read === absent ? null : read, replaced: reader.notes() };
}

/** Nothing is there: a member is left out, an element becomes null. */
const absent = Symbol("absent");

class Reader {
  private readonly replaced: Replacement[] = [];
  private unnamed = 0;
  private left: number;
  private readonly above = new Set<object>();

  constructor(private readonly limits: Limits) {
    this.left = limits.characters;
  }

  notes(): Replacement[] {
    return this.unnamed === 0
      ? this.replaced
      : [...this.replaced, { path: "", what: `and ${this.unnamed} more of the kind` }];
  }

  read(value: unknown, path: readonly string[], name: string): unknown {
    try {
      return this.known(jsonForm(value, name), path);
    } catch (error) {
      return this.replace(path, `could not be read: ${shortText(wordsOf(error), 200)}`, null);
    }
  }

  private known(value: unknown, path: readonly string[]): unknown {
    switch (typeof value) {
      case "string":
        return this.text(value, path);
      case "number":
        return this.number(value, path);
      case "boolean":
        this.left -= 5;
        return value;
      case "bigint":
        return this.replace(path, "a BigInt, given as text", this.text(value.toString(), path));
      case "undefined":
        return absent;
      case "function":
      case "symbol":
        return this.replace(path, `a ${typeof value}, left out`, absent);
      case "object":
        return value === null ? this.plain(null, 4) : this.container(value, path);
    }
  }

  private number(value: number, path: readonly string[]): unknown {
    if (!Number.isFinite(value))
      return this.replace(path, "not a finite number, given as text", this.plain(String(value), 12));
    const magnitude = Math.abs(value);
    if (magnitude > Number.MAX_SAFE_INTEGER) {
      // Every double out here is an integer, and String() would round its digits.
      return this.replace(
        path,
        "a number beyond 2^53 - 1, given as text",
        this.plain(magnitude < 1e21 ? BigInt(value).toString() : String(value), 26),
      );
    }
    return this.plain(value, String(value).length);
  }

  private text(value: string, path: readonly string[]): string {
    let text = cut(value, Math.max(0, this.left));
    // Escapes lengthen a text up to sixfold.
    if (JSON.stringify(text).length > this.left) text = cut(text, Math.max(0, Math.floor(this.left / 6)));
    const clean = cleanText(text);
    this.left -= JSON.stringify(clean).length;
    if (clean !== text)
      this.note(
        path,
        "characters that cannot be sent (U+0000, halves of surrogate pairs, noncharacters), replaced by U+FFFD",
      );
    return text.length === value.length
      ? clean
      : this.replace(path, `a text of ${value.length} characters, cut`, `${clean}…`);
  }

  private container(value: object, path: readonly string[]): unknown {
    if (this.above.has(value)) return this.replace(path, "refers back to what holds it", this.plain("[circular]", 12));
    if (path.length >= this.limits.levels)
      return this.replace(path, `nested more than ${this.limits.levels} levels deep, left out`, this.plain("…", 3));
    this.above.add(value);
    this.left -= 2;
    try {
      return this.contents(value, path);
    } finally {
      this.above.delete(value);
    }
  }

  private contents(value: object, path: readonly string[]): unknown {
    if (Array.isArray(value)) return this.list(value.length, (index) => value[index], path);
    if (value instanceof Map) {
      const entries = firstOf(Map.prototype.entries.call(value) as Iterable<[unknown, unknown]>, this.most());
      this.note(path, "a Map, given as its entries");
      const names = entries.flatMap(([key]) => (typeof key === "string" ? [key] : []));
      return names.length === entries.length
        ? this.members(names, (index) => entries[index]?.[1], path, value.size)
        : this.list(value.size, (index) => entries[index], path);
    }
    if (value instanceof Set) {
      const items = firstOf(Set.prototype.values.call(value) as Iterable<unknown>, this.most());
      this.note(path, "a Set, given as a list");
      return this.list(value.size, (index) => items[index], path);
    }
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value))
      return this.replace(path, "bytes, left out", this.plain(`[${value.byteLength} bytes]`, 24));
    const names = Object.keys(value);
    if (value instanceof Error) names.unshift("name", "message");
    return this.members(
      [...new Set(names)],
      (_index, name) => (value as Record<string, unknown>)[name],
      path,
      names.length,
    );
  }

  private list(length: number, at: (index: number) => unknown, path: readonly string[]): unknown[] {
    const result: unknown[] = [];
    for (let index = 0; index < length; index += 1) {
      if (this.left <= 0) {
        this.note(path, `a list of ${length}, cut after ${index}`);
        break;
      }
      this.left -= 1;
      const read = this.member(() => at(index), path, String(index));
      if (read === absent) this.left -= 4;
      result.push(read === absent ? null : read);
    }
    return result;
  }

  private members(
    names: string[],
    at: (index: number, name: string) => unknown,
    path: readonly string[],
    count: number,
  ): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    for (const [index, name] of names.entries()) {
      if (this.left <= 0) {
        this.note(path, `an object of ${count} members, cut after ${index}`);
        break;
      }
      this.left -= 2;
      const read = this.member(() => at(index, name), path, name);
      if (read === absent) continue;
      const sent = freeName(nameToSend(name), result);
      if (sent !== name) this.note([...path, name], "a member name that cannot be sent, replaced");
      this.left -= JSON.stringify(sent).length;
      result[sent] = read;
    }
    return result;
  }

  private member(get: () => unknown, path: readonly string[], name: string): unknown {
    const inner = [...path, name];
    try {
      return this.read(get(), inner, name);
    } catch (error) {
      return this.replace(inner, `could not be read: ${shortText(wordsOf(error), 200)}`, null);
    }
  }

  /** No more members than this can be reported: each takes a character at least. */
  private most(): number {
    return Math.max(0, this.left) + 1;
  }

  private plain<T>(value: T, characters: number): T {
    this.left -= characters;
    return value;
  }

  private replace<T>(path: readonly string[], what: string, value: T): T {
    this.note(path, what);
    return value;
  }

  private note(path: readonly string[], what: string): void {
    if (this.replaced.length >= MOST_NOTES) this.unnamed += 1;
    else this.replaced.push({ path: shortText(path.join("."), LONGEST_NAME), what });
  }
}

/** What `JSON.stringify` looks at: what `toJSON` gives, and what a boxed value holds. */
function jsonForm(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return value;
  const form: unknown =
    "toJSON" in value && typeof value.toJSON === "function" ? (value.toJSON as (name: string) => unknown)(name) : value;
  if (form instanceof Number || form instanceof String || form instanceof Boolean || form instanceof BigInt)
    return form.valueOf();
  return form;
}

function nameToSend(name: string): string {
  const clean = shortText(name, LONGEST_NAME);
  return clean === "__proto__" ? "__proto__ (renamed)" : clean;
}

function freeName(name: string, taken: object): string {
  let free = name;
  for (let count = 2; Object.hasOwn(taken, free); count += 1) free = `${name} (${count})`;
  return free;
}

function firstOf<T>(items: Iterable<T>, most: number): T[] {
  const first: T[] = [];
  for (const item of items) {
    if (first.length >= most) break;
    first.push(item);
  }
  return first;
}
