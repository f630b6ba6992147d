import { isObject } from "./values.rules";

/** The schema's own address, without a fragment: references may name it. */
export function rootId(root: unknown): string | undefined {
  return isObject(root) && typeof root["$id"] === "string" ? root["$id"].replace(/#$/, "") : undefined;
}

const unescaped = (step: string) => step.replaceAll("~1", "/").replaceAll("~0", "~");

function decoded(pointer: string): string | undefined {
  try {
    return decodeURIComponent(pointer);
  } catch {
    return undefined;
  }
}

/** What a JSON pointer (RFC 6901, as a URI fragment) leads to; undefined where that is nothing. */
export function pointed(root: unknown, pointer: string): { raw: unknown; path: string[] } | undefined {
  const text = decoded(pointer);
  if (text === undefined) return undefined;
  const path = text.split("/").slice(1).map(unescaped);
  let raw: unknown = root;
  for (const step of path) {
    if (typeof raw !== "object" || raw === null || !Object.hasOwn(raw, step)) return undefined;
    raw = (raw as Record<string, unknown>)[step];
  }
  return { raw, path };
}

/** Keywords whose values are not schemas, in which an $anchor is only data. */
const data = new Set(["const", "enum", "default", "examples"]);

/** Every subschema that has a name of its own. The first of a name counts. */
export function anchorsOf(root: unknown): ReadonlyMap<string, unknown> {
  const anchors = new Map<string, unknown>();
  const look = (raw: unknown): void => {
    if (typeof raw !== "object" || raw === null) return;
    for (const keyword of ["$anchor", "$dynamicAnchor"]) {
      const name: unknown = (raw as Record<string, unknown>)[keyword];
      if (typeof name === "string" && !anchors.has(name)) anchors.set(name, raw);
    }
    for (const [keyword, value] of Object.entries(raw)) if (!data.has(keyword)) look(value);
  };
  look(root);
  return anchors;
}
