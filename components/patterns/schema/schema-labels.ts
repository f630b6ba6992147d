import { placeAt, placeOf, saidAt, type SchemaPlace } from "@/lib/platform/json-schema/place.rules";
import { type Unit, unitOf } from "@/lib/platform/unit.rules";
import type { ValuePath } from "@/lib/platform/value-path.rules";

export interface SchemaLabel {
  title?: string;
  description?: string;
  /** The `format` of a text, such as `date-time`. */
  format?: string;
  /** What a figure is measured in. */
  unit?: Unit;
}

/** As much of a JSON Schema as labels need. */
export interface LabelledSchema {
  readonly title?: unknown;
  readonly description?: unknown;
  readonly properties?: unknown;
  readonly items?: unknown;
  readonly prefixItems?: unknown;
}

/** What a JSON Schema says of the value at a path, itself or where its references lead; empty where it says nothing. */
export function schemaLabel(schema: LabelledSchema | null | undefined, path: ValuePath): SchemaLabel {
  const place = path.reduce<SchemaPlace>(placeAt, placeOf(schema));
  return {
    title: saidAt(place, "title"),
    description: saidAt(place, "description"),
    format: saidAt(place, "format"),
    unit: unitOf(saidAt(place, "x-unit")) ?? undefined,
  };
}
