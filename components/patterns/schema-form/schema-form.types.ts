import type { JsonValue } from "@/components/patterns/values/value-rows";

export interface SchemaFormProps {
  /** A JSON Schema (2020-12) of type object. */
  schema: { readonly [key: string]: unknown };
  /** What is in the form now; the form is controlled. */
  value: JsonValue;
  /** What the value was before anybody changed it, where that is not what the form was opened with: fields that differ stay in sight. */
  base?: JsonValue;
  /** Every change, with the faults that the value has: an empty list where it fits the schema. */
  onChange: (value: JsonValue, faults: string[]) => void;
  disabled?: boolean;
  /** Prefix of the ids of its fields; needed where two forms stand on one page. */
  idPrefix?: string;
}
