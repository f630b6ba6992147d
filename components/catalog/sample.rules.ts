import { membersAt, placeAt, placeOf, type SchemaPlace } from "@/lib/platform/json-schema/place.rules";

const maxDepth = 6;
/** Schemas that refer to themselves many times over would fill any depth. */
const maxValues = 1_000;

/** An example value for a schema: what it gives itself or where its references lead, else something of its type; for previews only. */
export function sampleOf(schema: unknown): unknown {
  return sampleAt(placeOf(schema), { name: "value", depth: 0, left: { values: maxValues } });
}

function sampleAt(
  place: SchemaPlace,
  { name, depth, left }: { name: string; depth: number; left: { values: number } },
): unknown {
  left.values -= 1;
  if (depth > maxDepth || left.values < 0) return null;
  const said = (keyword: string) => place.schemas.map((schema) => schema[keyword]).find((value) => value !== undefined);
  const given = [firstOf(said("examples")), said("default"), said("const"), firstOf(said("enum"))].find(
    (value) => value !== undefined,
  );
  if (given !== undefined) return given;
  const type = said("type");
  switch (firstOf(type) ?? type) {
    case "object":
      return Object.fromEntries(
        membersAt(place).map((key) => [key, sampleAt(placeAt(place, key), { name: key, depth: depth + 1, left })]),
      );
    case "array":
      return [];
    case "number":
    case "integer": {
      const minimum = said("minimum");
      return typeof minimum === "number" ? Math.max(minimum, 1) : 1;
    }
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

/** Names of the places a sentence can have: the schema's own properties, and those one level deeper. */
export function placesOf(schema: Record<string, unknown>): string[] {
  const whole = placeOf(schema);
  return membersAt(whole).flatMap((key) => {
    const inside = placeAt(whole, key);
    return inside.schemas.some((at) => Object.hasOwn(at, "properties"))
      ? membersAt(inside).map((name) => `${key}.${name}`)
      : [key];
  });
}
