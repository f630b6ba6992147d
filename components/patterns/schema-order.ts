import type { LabelledSchema } from "@/components/patterns/schema-labels";
import type { JsonValue } from "@/components/patterns/value-rows";

/**
 * The same value with its keys as its schema's `properties` name them, and those that the schema does not know after them.
 * Parameters are kept by value, so they have no order of their own; people read them in the order in which they were declared.
 */
export function inSchemaOrder(value: JsonValue, schema: LabelledSchema | null | undefined): JsonValue {
  if (!schema || typeof value !== "object" || value === null) return value;
  if (isList(value)) return value.map((item) => inSchemaOrder(item, asSchema(schema.items)));
  const properties = asRecord(schema.properties);
  const declared = Object.keys(properties).filter((key) => Object.hasOwn(value, key));
  const others = Object.keys(value).filter((key) => !Object.hasOwn(properties, key));
  return Object.fromEntries([...declared, ...others].map((key) => [key, inSchemaOrder(value[key] ?? null, asSchema(properties[key]))]));
}

function isList(value: object): value is ReadonlyArray<JsonValue> {
  return Array.isArray(value);
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function asSchema(value: unknown): LabelledSchema | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
}
