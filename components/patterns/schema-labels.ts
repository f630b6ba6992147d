import type { JsonValue } from "@/components/patterns/value-rows";

export interface SchemaLabel {
  title?: string;
  description?: string;
}

/** As much of a JSON Schema as labels need. */
export interface LabelledSchema {
  readonly title?: unknown;
  readonly description?: unknown;
  readonly properties?: unknown;
  readonly items?: unknown;
}

/** Title and description that a JSON Schema gives for a path such as `rules[0].port`; empty where it says nothing. */
export function schemaLabel(schema: LabelledSchema | null | undefined, path: string): SchemaLabel {
  let at: unknown = schema;
  for (const step of path.split(/\.|(?=\[)/u).filter(Boolean)) {
    if (!isRecord(at)) return {};
    at = step.startsWith("[") ? at.items : isRecord(at.properties) ? at.properties[step] : undefined;
  }
  if (!isRecord(at)) return {};
  return {
    title: typeof at.title === "string" ? at.title : undefined,
    description: typeof at.description === "string" ? at.description : undefined,
  };
}

function isRecord(value: unknown): value is Record<string, JsonValue | undefined> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
