import { placeOf, placeUnder, saidAt, type SchemaPlace } from "@/lib/platform/json-schema/place.rules";

/** Keywords under which one schema stands, a list of schemas, or schemas by name (JSON Schema 2020-12, Core, 8.2.4, 10 and 11). */
const single = new Set([
  "items",
  "contains",
  "additionalProperties",
  "propertyNames",
  "unevaluatedItems",
  "unevaluatedProperties",
  "not",
  "if",
  "then",
  "else",
]);
const lists = new Set(["prefixItems", "allOf", "anyOf", "oneOf"]);
const named = new Set(["properties", "patternProperties", "dependentSchemas", "$defs", "definitions"]);
/** Of these, what is not a place of a value, but what references lead to. */
const definitions = new Set(["$defs", "definitions"]);

/** What tells people what a value is, and what it is measured in. */
const wordKeywords = ["title", "description", "x-unit"];

type JsonRecord = Readonly<Record<string, unknown>>;
/** The other schema at a place: null where its words are not known, undefined where it does not have the place. */
type Words = SchemaPlace | null | undefined;

/**
 * A schema that limits as it does, in the words of another one: titles, descriptions and units are those that the other has at the same place,
 * itself or where its references lead, and where it has the place but no words for it, there are none. A place that the other does not have
 * keeps its own. What only the first one's references lead to says nothing: places that the other has may refer to it.
 * @param words null where the other's words are not known: then nothing is named
 */
export function inWordsOf(schema: JsonRecord, words: JsonRecord | null): JsonRecord {
  return wordsAt(schema, words && placeOf(words), schema) as JsonRecord;
}

function wordsAt(schema: unknown, words: Words, root: JsonRecord): unknown {
  if (!isRecord(schema)) return schema;
  const limits = Object.entries(schema).filter(([keyword]) => !wordKeywords.includes(keyword));
  const inWords = limits.map(([keyword, value]): [string, unknown] => {
    const inside = (item: unknown, pick: (at: unknown) => unknown) =>
      wordsAt(item, wordsUnder(words, keyword, pick), root);
    if (single.has(keyword)) return [keyword, inside(value, (at) => at)];
    if (lists.has(keyword) && Array.isArray(value))
      return [keyword, value.map((item: unknown, index) => inside(item, (at) => own(at, String(index))))];
    if (named.has(keyword) && isRecord(value))
      return [
        keyword,
        Object.fromEntries(Object.entries(value).map(([name, item]) => [name, inside(item, (at) => own(at, name))])),
      ];
    return [keyword, value];
  });
  const speaking = speakingOf(schema, words, root);
  const said = wordKeywords.flatMap((keyword): [string, unknown][] => {
    const text = speaking && saidAt(speaking, keyword);
    return text === undefined ? [] : [[keyword, text]];
  });
  return Object.fromEntries([...said, ...inWords]);
}

/** Whose words describe a place; null where nobody's do. */
function speakingOf(schema: JsonRecord, words: Words, root: JsonRecord): SchemaPlace | null | undefined {
  if (words === undefined) return placeOf(root, schema);
  // Where both refer to the same, that is described in the other's words already.
  const [nearest] = words?.schemas ?? [];
  const both = nearest && own(nearest, "$ref") === own(schema, "$ref");
  return words && both ? { ...words, schemas: [nearest] } : words;
}

function wordsUnder(words: Words, keyword: string, pick: (at: unknown) => unknown): Words {
  if (!words) return definitions.has(keyword) ? null : words;
  const under = (schema: JsonRecord) => pick(own(schema, keyword));
  if (words.schemas.every((schema) => under(schema) === undefined)) return definitions.has(keyword) ? null : undefined;
  return placeUnder(words, under);
}

/** Never what every object has by its kind: a parameter may be called `constructor`. */
function own(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as JsonRecord)[name]
    : undefined;
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
