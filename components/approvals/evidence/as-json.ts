import type { JsonValue } from "@/components/patterns/values/value-rows";
import type { JsonObject } from "@/lib/platform/common.schemas";

/** Parameters came as JSON, so they are JSON values. */
export function asJson(object: JsonObject): JsonValue {
  return object as { readonly [key: string]: JsonValue };
}
