/** Where in a schema a pattern stands, outermost first; empty where it is not found. Ajv says what it could not compile, not where. */
export function pathOfPattern(schema: unknown, pattern: string): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  for (const [key, value] of Object.entries(schema) as [string, unknown][]) {
    if (key === "pattern" && value === pattern) return [key];
    if (key === "patternProperties" && typeof value === "object" && value !== null && Object.hasOwn(value, pattern)) return [key, pattern];
    const deeper = pathOfPattern(value, pattern);
    if (deeper.length > 0) return [key, ...deeper];
  }
  return [];
}
