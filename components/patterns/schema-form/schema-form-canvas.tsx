"use client";

import { useMemo, useState } from "react";
import { SchemaFormFields } from "@/components/patterns/schema-form/schema-form-fields";
import { isDrawnInParts, withUndeclared } from "@/components/patterns/schema-form/schema-form-part.rules";
import { SchemaFormWhole } from "@/components/patterns/schema-form/schema-form-whole";
import type { SchemaFormProps } from "@/components/patterns/schema-form/schema-form.types";
import type { JsonValue } from "@/components/patterns/values/value-rows";

/** The form itself. */
export function SchemaFormCanvas({ base, ...given }: SchemaFormProps) {
  const schema = useMemo(() => withUndeclared(given.schema, given.value), [given.schema, given.value]);
  const props = { ...given, schema };
  const [first] = useState(base ?? props.value);
  const { value } = props;
  // As it was opened, so it stays: a field that is added must not make it another form under one's hands.
  const [inParts] = useState(() => isFields(value) && isDrawnInParts(schema, value));
  return inParts && isFields(value) ? (
    <SchemaFormFields {...props} value={value} base={isFields(first) ? first : value} />
  ) : (
    <SchemaFormWhole {...props} />
  );
}

function isFields(value: JsonValue): value is Readonly<Record<string, JsonValue>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
