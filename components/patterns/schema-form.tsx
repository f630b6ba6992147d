"use client";

import dynamic from "next/dynamic";
import type { SchemaFormProps } from "@/components/patterns/schema-form.types";
import { Skeleton } from "@/components/ui/skeleton";
import { untilLoaded } from "@/components/ui/until-loaded";

const SchemaFormCanvas = dynamic(() => untilLoaded(() => import("@/components/patterns/schema-form-canvas").then((module) => module.SchemaFormCanvas)), {
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
