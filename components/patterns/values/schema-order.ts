import type { LabelledSchema } from "@/components/patterns/schema/schema-labels";
import type { JsonValue } from "@/components/patterns/values/value-rows";
import { membersAt, placeAt, placeOf, type SchemaPlace } from "@/lib/platform/json-schema/place.rules";

/**
 * The same value with its keys as its schema's `properties` name them, and those that the schema does not know after them, in the
 * order in which they came: people read parameters in the order in which they were declared.
 */
export function inSchemaOrder(value: JsonValue, schema: LabelledSchema | null | undefined): JsonValue {
  return inOrderOf(value, placeOf(schema));
}

function inOrderOf(value: JsonValue, place: SchemaPlace): JsonValue {
  if (place.schemas.length === 0 || typeof value !== "object" || value === null) return value;
  if (isList(value)) return value.map((item, index) => inOrderOf(item, placeAt(place, index)));
  const members = membersAt(place);
  const known = new Set(members);
  const declared = members.filter((key) => Object.hasOwn(value, key));
  const others = Object.keys(value).filter((key) => !known.has(key));
  return Object.fromEntries(
    [...declared, ...others].map((key) => [key, inOrderOf(value[key] ?? null, placeAt(place, key))]),
  );
}

function isList(value: object): value is ReadonlyArray<JsonValue> {
  return Array.isArray(value);
}
