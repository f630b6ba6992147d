import { isObject } from "./values.rules";

/** The schema's own address, without a fragment: references may name it. */
function rootId(root: unknown): string | undefined {
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
function pointed(root: unknown, pointer: string): { raw: unknown; path: string[] } | undefined {
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

/**
 * What a reference leads to in its own document: by the schema's own address or none, by a pointer, or by an anchor. Undefined where that is nothing.
 * @param anchors as {@link anchorsOf} finds them; only asked for where a reference names one
 */
export function referred(
  root: unknown,
  target: string,
  anchors: () => ReadonlyMap<string, unknown>,
): { raw: unknown; path: string[] } | undefined {
  const id = rootId(root);
  const fragment = id !== undefined && target.startsWith(id) ? target.slice(id.length) : target;
  if (fragment === "" || fragment === "#") return { raw: root, path: [] };
  if (fragment.startsWith("#/")) return pointed(root, fragment.slice(1));
  const raw = fragment.startsWith("#") ? anchors().get(fragment.slice(1)) : undefined;
  return raw === undefined ? undefined : { raw, path: [fragment] };
}
