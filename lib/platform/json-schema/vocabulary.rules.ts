import { cutText } from "../words.rules";
import { formats } from "./formats.rules";
import { nearestName } from "./nearest-name.rules";
import type { JsonRecord } from "./values.rules";

/** Something that a schema says and nothing here holds to: which keyword, and why, in words that continue its name. */
export interface Unheld {
  keyword: string;
  message: string;
}

type TypeName = "null" | "boolean" | "number" | "string" | "array" | "object";
const limitsOf = (type: TypeName, ...keywords: string[]) =>
  keywords.map((keyword): [string, TypeName] => [keyword, type]);

/** Keywords that say something about values of one type, and nothing about any other (JSON Schema 2020-12, Validation, 6.2 to 6.5; Core, 10.3 and 11). */
export const ofOneType: ReadonlyMap<string, TypeName> = new Map([
  ...limitsOf("number", "multipleOf", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
  ...limitsOf("string", "minLength", "maxLength", "pattern"),
  ...limitsOf(
    "array",
    "items",
    "prefixItems",
    "contains",
    "minContains",
    "maxContains",
    "minItems",
    "maxItems",
    "uniqueItems",
    "unevaluatedItems",
  ),
  ...limitsOf(
    "object",
    "properties",
    "patternProperties",
    "additionalProperties",
    "propertyNames",
    "required",
    "minProperties",
    "maxProperties",
  ),
  ...limitsOf("object", "dependentRequired", "dependentSchemas", "dependencies", "unevaluatedProperties"),
]);

/** Keywords that say something about every value. */
export const ofAnyType: ReadonlySet<string> = new Set([
  "type",
  "enum",
  "const",
  "format",
  "$ref",
  "allOf",
  "anyOf",
  "oneOf",
  "not",
  "if",
  "then",
  "else",
]);

/** Words for people and for tools, JSON Schema's own and OpenAPI's: no value passes or fails by them. `$…` is looked at where a schema is compiled. */
export const annotations: ReadonlySet<string> = new Set([
  ...[
    "title",
    "description",
    "default",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "contentMediaType",
    "definitions",
  ],
  ...["example", "externalDocs", "xml", "discriminator"],
]);

/** Of a keyword that does nothing without another: the others, of which one is enough. */
const companions: ReadonlyMap<string, readonly string[]> = new Map([
  ["if", ["then", "else"]],
  ["then", ["if"]],
  ["else", ["if"]],
  ["minContains", ["contains"]],
  ["maxContains", ["contains"]],
]);

/** Keywords of other drafts and dialects, and those that are only words in this one: how to say here what they are meant to say. */
const foreign: ReadonlyMap<string, string> = new Map([
  ["contentEncoding", 'is not held to: texts are not decoded here; for base64 use the format "byte"'],
  ["contentSchema", "is not held to: what is written within a text is not looked at here"],
  ["additionalItems", 'is of an earlier draft, and not held to: here "items" is for all that follow "prefixItems"'],
  ["nullable", 'is OpenAPI\'s, and not held to: name "null" among the types instead'],
  ["divisibleBy", 'is of an earlier draft, and not held to: use "multipleOf"'],
  ["disallow", 'is of an earlier draft, and not held to: use "not"'],
  ["extends", 'is of an earlier draft, and not held to: use "allOf"'],
  ["id", 'is of an earlier draft, and not held to: use "$id"'],
]);

/** OpenAPI's words about how a value is shown or stored: every value of their type follows them. */
const hints: ReadonlySet<string> = new Set(["password", "float", "double"]);

const names = [...ofOneType.keys(), ...ofAnyType, ...annotations, "$defs", "$anchor", "$schema", "$id", "$comment"];
const maxNameLength = 60;
const quoted = (name: string) => JSON.stringify(cutText(name, maxNameLength));

function meant(name: string, among: Iterable<string>): string {
  const nearest = nearestName(name, among);
  return nearest === undefined ? "" : ` (did you mean ${quoted(nearest)}?)`;
}

function unknownKeyword(keyword: string): string | undefined {
  if (
    keyword.startsWith("$") ||
    keyword.startsWith("x-") ||
    ofOneType.has(keyword) ||
    ofAnyType.has(keyword) ||
    annotations.has(keyword)
  )
    return undefined;
  return (
    foreign.get(keyword) ??
    `is not a keyword of JSON Schema 2020-12${meant(keyword, names)}, so nothing would hold to it; words of your own start with x-`
  );
}

/** The types that a schema allows, if it says so; integers are numbers. */
function typesOf({ type }: JsonRecord): ReadonlySet<unknown> | undefined {
  if (type === undefined) return undefined;
  return new Set(
    (Array.isArray(type) ? (type as unknown[]) : [type]).map((name) => (name === "integer" ? "number" : name)),
  );
}

function ofOtherType(type: TypeName | undefined, allowed: ReadonlySet<unknown> | undefined): string | undefined {
  if (type === undefined || !allowed || allowed.has(type)) return undefined;
  const article = type === "array" || type === "object" ? "an" : "a";
  return `says something only about ${article} ${type}, and the type here is ${[...allowed].map(String).join(" or ")}, so nothing would hold to it`;
}

function unheldFormat(format: unknown, allowed: ReadonlySet<unknown> | undefined): string | undefined {
  if (typeof format !== "string" || hints.has(format)) return undefined;
  const known = formats.get(format);
  if (!known)
    return `${quoted(format)} is not a format that is checked here${meant(format, formats.keys())}, so nothing would hold to it; use pattern, or a word of your own that starts with x-`;
  return ofOtherType(known.type, allowed);
}

function alone(keyword: string, schema: JsonRecord): string | undefined {
  const needed = companions.get(keyword);
  if (!needed || needed.some((name) => schema[name] !== undefined)) return undefined;
  return `does nothing without ${needed.map(quoted).join(" or ")} beside it`;
}

/**
 * What one subschema says that nothing holds to: a limit that would pass silently. JSON Schema lets an evaluator pass over what it does not
 * know (Core, 6.5); whoever writes a limit for agents must hear of it. One after another, since looking for the nearest name takes time.
 */
export function* unheldIn(schema: JsonRecord): Generator<Unheld> {
  const allowed = typesOf(schema);
  for (const keyword of Object.keys(schema)) {
    const message =
      unknownKeyword(keyword) ??
      alone(keyword, schema) ??
      ofOtherType(ofOneType.get(keyword), allowed) ??
      (keyword === "format" ? unheldFormat(schema["format"], allowed) : undefined);
    if (message !== undefined) yield { keyword, message };
  }
}
