/** An example value for a schema: what it gives itself, else something of its type; for previews only. */
export function sampleOf(schema: unknown, name = "value", depth = 0): unknown {
  if (typeof schema !== "object" || schema === null || depth > 6) return null;
  const { examples, default: preset, const: fixed, enum: options, type, properties, minimum } = schema as Record<string, unknown>;
  const given = [Array.isArray(examples) ? examples[0] : undefined, preset, fixed, Array.isArray(options) ? options[0] : undefined].find((value) => value !== undefined);
  if (given !== undefined) return given;
  switch (Array.isArray(type) ? type[0] : type) {
    case "object":
      return Object.fromEntries(
        Object.entries(typeof properties === "object" && properties !== null ? properties : {}).map(([key, inner]) => [key, sampleOf(inner, key, depth + 1)]),
      );
    case "array":
      return [];
    case "number":
    case "integer":
      return typeof minimum === "number" ? Math.max(minimum, 1) : 1;
    case "boolean":
      return true;
    case "string":
      return name;
    default:
      return null;
  }
}

/** Names of the places a sentence can have: the schema's own properties, and those one level deeper. */
export function placesOf(schema: Record<string, unknown>): string[] {
  const { properties } = schema;
  if (typeof properties !== "object" || properties === null) return [];
  return Object.entries(properties).flatMap(([key, inner]) => {
    const deeper = typeof inner === "object" && inner !== null && "properties" in inner ? inner.properties : undefined;
    return typeof deeper === "object" && deeper !== null ? Object.keys(deeper).map((name) => `${key}.${name}`) : [key];
  });
}
