import { placeAt, placeOf, saidAt } from "@/lib/platform/json-schema/place.rules";

type Fields = Readonly<Record<string, unknown>>;

/** Up to so many fields a form draws all of them; of more, so many at a time. */
export const allFields = 40;
export const firstFields = 30;

/** What makes one field's schema hang on the values of others: a part of such a form could be another form. */
const acrossFields = [
  "$ref",
  "allOf",
  "anyOf",
  "oneOf",
  "not",
  "if",
  "then",
  "else",
  "dependentSchemas",
  "dependentRequired",
  "dependencies",
];

/** Whether a form for this value is drawn in parts: it has very many fields, and none depends on another. */
export function isDrawnInParts(schema: Fields, value: Fields): boolean {
  return (
    fieldNames(schema, value).length > allFields && acrossFields.every((keyword) => !Object.hasOwn(schema, keyword))
  );
}

/** The names of all fields: those that the schema declares in its order, then those that only the value has. */
export function fieldNames(schema: Fields, value: Fields): string[] {
  const declared = Object.keys(recordOf(schema["properties"]));
  const known = new Set(declared);
  return [...declared, ...Object.keys(value).filter((name) => !known.has(name))];
}

export interface FieldsInSight {
  names: string[];
  /** How many more answer to what is looked for. */
  left: number;
}

/**
 * Which fields stand in sight: so many of those whose name or title holds what is looked for, and wherever they are, those that were changed.
 * In the order in which all stand.
 */
export function fieldsInSight(
  names: readonly string[],
  { schema, words, limit, changed }: { schema: Fields; words: string; limit: number; changed: ReadonlySet<string> },
): FieldsInSight {
  const wanted = words.trim().toLowerCase();
  const whole = placeOf(schema);
  const titleOf = (name: string) => saidAt(placeAt(whole, name), "title") ?? "";
  const found =
    wanted === "" ? names : names.filter((name) => `${name}\n${titleOf(name)}`.toLowerCase().includes(wanted));
  const first = new Set(found.slice(0, limit));
  return {
    names: names.filter((name) => first.has(name) || changed.has(name)),
    left: Math.max(0, found.length - limit),
  };
}

/** The names of the fields whose value is not what it was. */
export function changedFields(before: Fields, now: Fields): Set<string> {
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  return new Set([...names].filter((name) => !sameJson(before[name], now[name])));
}

/**
 * The schema for a form that leaves nothing out: a schema that does not speak of further members lets them be, and a form that only knew
 * the declared ones would not show them. Said only where the value has some.
 */
export function withUndeclared(schema: Fields, value: unknown): Fields {
  if (Array.isArray(value)) {
    const items = recordOf(schema["items"]);
    const open = value.reduce<Fields>((made, item) => withUndeclared(made, item), items);
    return open === items ? schema : { ...schema, items: open };
  }
  if (typeof value !== "object" || value === null) return schema;
  const properties = recordOf(schema["properties"]);
  const opened = Object.entries(value).flatMap(([name, member]): [string, Fields][] => {
    const known = Object.hasOwn(properties, name) ? recordOf(properties[name]) : undefined;
    const open = known && withUndeclared(known, member);
    return open && open !== known ? [[name, open]] : [];
  });
  const undeclared =
    !Object.hasOwn(schema, "additionalProperties") &&
    isPlainObject(schema) &&
    Object.keys(value).some((name) => !Object.hasOwn(properties, name));
  if (opened.length === 0 && !undeclared) return schema;
  return {
    ...schema,
    ...(opened.length > 0 ? { properties: { ...properties, ...Object.fromEntries(opened) } } : {}),
    ...(undeclared ? { additionalProperties: true } : {}),
  };
}

/** An object whose members no other keyword speaks of. */
function isPlainObject(schema: Fields): boolean {
  return (
    schema["type"] === "object" &&
    !Object.hasOwn(schema, "patternProperties") &&
    acrossFields.every((keyword) => !Object.hasOwn(schema, keyword))
  );
}

/** The schema of some of its fields. */
export function schemaOfPart(schema: Fields, names: readonly string[]): Fields {
  const properties = recordOf(schema["properties"]);
  return {
    ...schema,
    properties: Object.fromEntries(
      names.filter((name) => Object.hasOwn(properties, name)).map((name) => [name, properties[name]]),
    ),
  };
}

/** The values of some fields. */
export function valueOfPart(value: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(names.filter((name) => Object.hasOwn(value, name)).map((name) => [name, value[name]]));
}

/** The whole after a part of it was written anew: what is in the part stands in its place, what it no longer has is gone. */
export function withPart(whole: Fields, names: readonly string[], part: Fields): Fields {
  const written = new Set(names);
  const kept = Object.keys(whole).filter((name) => !written.has(name) || Object.hasOwn(part, name));
  const added = Object.keys(part).filter((name) => !Object.hasOwn(whole, name));
  return Object.fromEntries(
    [...kept, ...added].map((name) => [name, Object.hasOwn(part, name) ? part[name] : whole[name]]),
  );
}

/** Whether two JSON values are the same, whatever the order of their keys. What is undefined is not there. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b))
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item, index) => sameJson(item, b[index]))
    );
  const [before, after] = [a as Fields, b as Fields];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].every((name) =>
    sameJson(own(before, name), own(after, name)),
  );
}

function own(value: Fields, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function recordOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}
