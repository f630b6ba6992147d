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

/** What a JSON Schema says of the value at a path; empty where it says nothing. */
export function schemaLabel(schema: LabelledSchema | null | undefined, path: ValuePath): SchemaLabel {
  let at: unknown = schema;
  for (const step of path) at = schemaAt(at, step);
  if (!isRecord(at)) return {};
  return { title: textOf(at, "title"), description: textOf(at, "description"), format: textOf(at, "format"), unit: unitOf(textOf(at, "x-unit")) ?? undefined };
}

/** The schema of one member or item; undefined where the schema has none. */
export function schemaAt(schema: unknown, step: string | number): LabelledSchema | undefined {
  if (!isRecord(schema)) return undefined;
  const found = typeof step === "number" ? itemSchema(schema, step) : own(own(schema, "properties"), step);
  return isRecord(found) ? found : undefined;
}

function itemSchema(schema: Readonly<Record<string, unknown>>, at: number): unknown {
  const prefix = own(schema, "prefixItems");
  return Array.isArray(prefix) && at < prefix.length ? (prefix[at] as unknown) : own(schema, "items");
}

function textOf(schema: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const text = own(schema, name);
  return typeof text === "string" ? text : undefined;
}

/** Never what every object has by its kind: a parameter may be called `constructor`. */
function own(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
