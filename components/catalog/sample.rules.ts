/** An example value for a schema: what it gives itself, else something of its type; for previews only. */
export function sampleOf(schema: unknown, name = "value", depth = 0): unknown {
  if (typeof schema !== "object" || schema === null || depth > 6) return null;
  const { examples, default: preset, const: fixed, enum: options, type, minimum } = schema as Record<string, unknown>;
  const given: unknown = [firstOf(examples), preset, fixed, firstOf(options)].find((value) => value !== undefined);
  if (given !== undefined) return given;
  switch (firstOf(type) ?? type) {
    case "object":
      return Object.fromEntries(
        Object.entries(propertiesOf(schema) ?? {}).map(([key, inner]) => [key, sampleOf(inner, key, depth + 1)]),
      );
    case "array":
      return [];
    case "number":
    case "integer":
      return typeof minimum === "number" ? Math.max(minimum, 1) : 1;
    case "boolean":
      return true;
    case "string":
      return `‹${name}›`;
    default:
      return null;
  }
}

function firstOf(list: unknown): unknown {
  return Array.isArray(list) ? (list as unknown[])[0] : undefined;
}

function propertiesOf(schema: unknown): Record<string, unknown> | null {
  if (typeof schema !== "object" || schema === null || !("properties" in schema)) return null;
  const { properties } = schema;
  return typeof properties === "object" && properties !== null ? (properties as Record<string, unknown>) : null;
}

/** Names of the places a sentence can have: the schema's own properties, and those one level deeper. */
export function placesOf(schema: Record<string, unknown>): string[] {
  return Object.entries(propertiesOf(schema) ?? {}).flatMap(([key, inner]) => {
    const deeper = propertiesOf(inner);
    return deeper ? Object.keys(deeper).map((name) => `${key}.${name}`) : [key];
  });
}
