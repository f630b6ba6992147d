import { anchorsOf, referred } from "./references.rules";

/**
 * A place in a JSON Schema: all schemas that speak of the value there, the nearest first. What a schema says itself goes before what its
 * reference says (JSON Schema 2020-12: both hold, and words for people are taken from the one that is nearer).
 */
export interface SchemaPlace {
  readonly root: unknown;
  readonly schemas: readonly JsonRecord[];
}

type JsonRecord = Readonly<Record<string, unknown>>;

/** So many schemas are asked about one place. */
const maxSchemas = 32;

const anchors = new WeakMap<object, ReadonlyMap<string, unknown>>();

function anchorsIn(root: unknown): ReadonlyMap<string, unknown> {
  if (typeof root !== "object" || root === null) return new Map();
  const found = anchors.get(root) ?? anchorsOf(root);
  anchors.set(root, found);
  return found;
}

/** These schemas, each followed by what its references lead to in the same document. One that was there does not come again, so that circles end. */
function withTargets(root: unknown, given: readonly unknown[]): SchemaPlace {
  const schemas = new Set<JsonRecord>();
  for (const start of given) {
    let at = start;
    while (isRecord(at) && !schemas.has(at) && schemas.size < maxSchemas) {
      schemas.add(at);
      const target = own(at, "$ref");
      at = typeof target === "string" ? referred(root, target, () => anchorsIn(root))?.raw : undefined;
    }
  }
  return { root, schemas: [...schemas] };
}

/** The place of a whole value, or of one of the schemas inside. */
export function placeOf(root: unknown, schema: unknown = root): SchemaPlace {
  return withTargets(root, [schema]);
}

/** The place of a member, by its name, or of an item, by its index. */
export function placeAt(place: SchemaPlace, step: string | number): SchemaPlace {
  return placeUnder(place, (schema) =>
    typeof step === "number" ? itemSchema(schema, step) : own(own(schema, "properties"), step),
  );
}

/** Any other place: what each of the schemas has under a keyword. */
export function placeUnder({ root, schemas }: SchemaPlace, under: (schema: JsonRecord) => unknown): SchemaPlace {
  return withTargets(root, schemas.map(under));
}

/** A word that a schema says for people, such as its title; undefined where none of the place's schemas says it as a text. */
export function saidAt({ schemas }: SchemaPlace, keyword: string): string | undefined {
  const said = schemas.map((schema) => own(schema, keyword)).find((value) => value !== undefined);
  return typeof said === "string" ? said : undefined;
}

/** The names of the members that the place declares, in the order in which they are declared. */
export function membersAt({ schemas }: SchemaPlace): string[] {
  return [...new Set(schemas.flatMap((schema) => Object.keys(recordOf(own(schema, "properties")))))];
}

function itemSchema(schema: JsonRecord, at: number): unknown {
  const prefix = own(schema, "prefixItems");
  return Array.isArray(prefix) && at < prefix.length ? (prefix[at] as unknown) : own(schema, "items");
}

/** Never what every object has by its kind: a parameter may be called `constructor`. */
function own(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function recordOf(value: unknown): JsonRecord {
  return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
