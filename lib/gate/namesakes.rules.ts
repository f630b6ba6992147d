import type { CatalogType } from "@/lib/catalog/catalog.rules";
import { nameKey } from "@/lib/platform/name-key.rules";

type Types = ReadonlyMap<string, CatalogType>;

const byKey = new WeakMap<Types, ReadonlyMap<string, readonly CatalogType[]>>();

function grouped(types: Types): ReadonlyMap<string, readonly CatalogType[]> {
  const groups = new Map<string, CatalogType[]>();
  for (const type of types.values()) {
    const key = nameKey(type.name);
    const group = groups.get(key);
    if (group) group.push(type);
    else groups.set(key, [type]);
  }
  return groups;
}

/**
 * The catalog's entries whose name is the action's as stops compare names. An action is judged by the entry of exactly its name; what it
 * may be done to is declared by all of these, so that no spelling leads past a stop.
 */
export function namesakes(types: Types, action: string): readonly CatalogType[] {
  let groups = byKey.get(types);
  if (!groups) byKey.set(types, (groups = grouped(types)));
  return groups.get(nameKey(action)) ?? [];
}
