import type { Ajv2020, ErrorObject } from "ajv/dist/2020.js";
import type { SchemaValidateFunction } from "ajv/dist/types";
import { canonicalText } from "@/lib/gate/canonical-json.rules";

/** The first two equal items, or undefined. Two items are equal where their canonical texts are. */
export function firstRepeated(items: readonly unknown[]): { i: number; j: number } | undefined {
  const seen = new Map<string, number>();
  for (const [i, item] of items.entries()) {
    const text = canonicalText(item);
    const j = seen.get(text);
    if (j !== undefined) return { i, j };
    seen.set(text, i);
  }
  return undefined;
}

const uniqueItems: SchemaValidateFunction = (wanted: boolean, items: readonly unknown[]) => {
  const repeated = wanted ? firstRepeated(items) : undefined;
  if (!repeated) return true;
  const fault: Partial<ErrorObject> = { keyword: "uniqueItems", params: repeated, message: `must NOT have duplicate items (items ## ${repeated.j} and ${repeated.i} are identical)` };
  uniqueItems.errors = [fault];
  return false;
};

/** Ajv compares every item with every other, which for a long list of objects takes minutes; this looks at each once. */
export function withLinearUniqueItems<A extends Ajv2020>(ajv: A): A {
  ajv.removeKeyword("uniqueItems");
  ajv.addKeyword({ keyword: "uniqueItems", type: "array", schemaType: "boolean", errors: "full", validate: uniqueItems });
  return ajv;
}
