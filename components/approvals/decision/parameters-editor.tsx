"use client";

import { useState } from "react";
import { asJson } from "@/components/approvals/evidence/as-json";
import { CodeEditor } from "@/components/patterns/code/code-editor";
import { FormField } from "@/components/patterns/forms/form-field";
import { SchemaForm } from "@/components/patterns/schema-form/schema-form";
import { Skeleton } from "@/components/ui/skeleton";
import type { JsonObject } from "@/lib/platform/common.schemas";

export interface ParametersEditorProps {
  /** The catalog's schema; null where there is none, undefined while it is read. */
  schema: JsonObject | null | undefined;
  value: JsonObject;
  /** What was asked for. */
  asked: JsonObject;
  /** @param faults what the schema says against the value, as sentences */
  onChange: (value: JsonObject, faults: string[]) => void;
  /** What is written is not a JSON object. */
  onUnreadable: (message: string) => void;
}

/** Parameters as a form made from their schema; as JSON where nobody has declared one. */
export function ParametersEditor({ schema, value, asked, onChange, onUnreadable }: ParametersEditorProps) {
  if (schema === undefined) return <Skeleton className="h-40 w-full" />;
  if (schema === null) return <JsonEditor value={value} onChange={onChange} onUnreadable={onUnreadable} />;
  return (
    <SchemaForm
      schema={schema}
      value={asJson(value)}
      base={asJson(asked)}
      idPrefix="edit"
      onChange={(next, faults) => {
        if (isObject(next)) onChange(next, faults);
      }}
    />
  );
}

function JsonEditor({ value, onChange, onUnreadable }: Omit<ParametersEditorProps, "schema" | "asked">) {
  const [text, setText] = useState(() => JSON.stringify(value, null, 2));
  const [fault, setFault] = useState<string | null>(null);

  function write(next: string) {
    setText(next);
    const parsed = parseObject(next);
    const message = parsed ? null : "This is not a JSON object.";
    setFault(message);
    if (parsed) onChange(parsed, []);
    else onUnreadable("This is not a JSON object.");
  }

  return (
    <FormField
      label="Parameters, as JSON"
      error={fault}
      hint="The catalog declares no schema for this action, so nothing checks them but you."
    >
      <CodeEditor value={text} onChange={write} language="json" minHeightPx={180} />
    </FormField>
  );
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseObject(text: string): JsonObject | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return isObject(parsed) ? parsed : null;
  } catch {
    // Half-written JSON is what one sees while typing.
    return null;
  }
}
