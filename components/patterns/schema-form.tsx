"use client";

import dynamic from "next/dynamic";
import type { JsonValue } from "@/components/patterns/value-rows";
import { Skeleton } from "@/components/ui/skeleton";

export interface SchemaFormProps {
  /** A JSON Schema (2020-12) of type object. */
  schema: { readonly [key: string]: unknown };
  /** What is in the form now; the form is controlled. */
  value: JsonValue;
  /** Every change, with the faults that the value has: an empty list where it fits the schema. */
  onChange: (value: JsonValue, faults: string[]) => void;
  disabled?: boolean;
  /** Prefix of the ids of its fields; needed where two forms stand on one page. */
  idPrefix?: string;
}

const SchemaFormCanvas = dynamic(() => import("@/components/patterns/schema-form-canvas").then((module) => module.SchemaFormCanvas), {
  ssr: false,
  loading: () => (
    <div className="flex flex-col gap-3" role="status" aria-label="The form is being made">
      <Skeleton className="h-8 w-full" />
      <Skeleton className="h-8 w-full" />
      <Skeleton className="h-8 w-full" />
    </div>
  ),
});

/** A form made from a JSON Schema, in our own look; fetched when it is first shown. It has no buttons of its own. */
export function SchemaForm(props: SchemaFormProps) {
  return <SchemaFormCanvas {...props} />;
}
