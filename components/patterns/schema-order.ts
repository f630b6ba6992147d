import { type LabelledSchema, schemaAt } from "@/components/patterns/schema-labels";
import type { JsonValue } from "@/components/patterns/value-rows";

/**
 * The same value with its keys as its schema's `properties` name them, and those that the schema does not know after them, in the
 * order in which they came: people read parameters in the order in which they were declared.
 */
export function inSchemaOrder(value: JsonValue, schema: LabelledSchema | null | undefined): JsonValue {
  if (!schema || typeof value !== "object" || value === null) return value;
  if (isList(value)) return value.map((item, index) => inSchemaOrder(item, schemaAt(schema, index)));
  const properties = asRecord(schema.properties);
  const declared = Object.keys(properties).filter((key) => Object.hasOwn(value, key));
  const others = Object.keys(value).filter((key) => !Object.hasOwn(properties, key));
  return Object.fromEntries([...declared, ...others].map((key) => [key, inSchemaOrder(value[key] ?? null, schemaAt(schema, key))]));
}

function isList(value: object): value is ReadonlyArray<JsonValue> {
  return Array.isArray(value);
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}
