/** Keywords under which one schema stands, a list of schemas, or schemas by name (JSON Schema 2020-12, Core, 8.2.4, 10 and 11). */
const single = new Set(["items", "contains", "additionalProperties", "propertyNames", "unevaluatedItems", "unevaluatedProperties", "not", "if", "then", "else"]);
const lists = new Set(["prefixItems", "allOf", "anyOf", "oneOf"]);
const named = new Set(["properties", "patternProperties", "dependentSchemas", "$defs", "definitions"]);

/** What tells people what a value is, and what it is measured in. */
const wordKeywords = new Set(["title", "description", "x-unit"]);

type JsonRecord = Readonly<Record<string, unknown>>;

/**
 * A schema that limits as it does, in the words of another one: titles, descriptions and units are those that the other has at the same place,
 * and where it has the place but no words for it, there are none. A place that the other does not have keeps its own.
 * @param words null where the other's words are not known: then nothing is named
 */
export function inWordsOf(schema: JsonRecord, words: JsonRecord | null): JsonRecord {
  return wordsAt(schema, words) as JsonRecord;
}

function wordsAt(schema: unknown, words: unknown): unknown {
  if (!isRecord(schema) || words === undefined) return schema;
  const at = (keyword: string): unknown => (words === null ? null : isRecord(words) ? own(words, keyword) : undefined);
  const limits = Object.entries(schema).filter(([keyword]) => !wordKeywords.has(keyword));
  const inWords = limits.map(([keyword, value]): [string, unknown] => {
    if (single.has(keyword)) return [keyword, wordsAt(value, at(keyword))];
    if (lists.has(keyword) && Array.isArray(value)) return [keyword, value.map((item: unknown, index) => wordsAt(item, step(at(keyword), String(index))))];
    if (named.has(keyword) && isRecord(value)) return [keyword, Object.fromEntries(Object.entries(value).map(([name, item]) => [name, wordsAt(item, step(at(keyword), name))]))];
    return [keyword, value];
  });
  const said = [...wordKeywords].flatMap((keyword): [string, unknown][] => (typeof at(keyword) === "string" ? [[keyword, at(keyword)]] : []));
  return Object.fromEntries([...said, ...inWords]);
}

function step(container: unknown, name: string): unknown {
  return container === null ? null : own(container, name);
}

/** Never what every object has by its kind: a parameter may be called `constructor`. */
function own(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name) ? (value as JsonRecord)[name] : undefined;
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
