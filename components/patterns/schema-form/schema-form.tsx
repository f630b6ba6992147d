"use client";

import { Suspense } from "react";
import { useInBrowser } from "@/components/patterns/preferences/in-browser";
import type { SchemaFormProps } from "@/components/patterns/schema-form/schema-form.types";
import { loadedWhenOpened } from "@/components/ui/loaded-when-opened";
import { Skeleton } from "@/components/ui/skeleton";

const canvas = loadedWhenOpened(() =>
  import("@/components/patterns/schema-form/schema-form-canvas").then((module) => module.SchemaFormCanvas),
);

/** Fetches what draws the form, ahead of need. */
export const preloadSchemaForm = canvas.preload;

/** A form made from a JSON Schema, in our own look; fetched when it is first shown, or before. It has no buttons of its own. */
export function SchemaForm(props: SchemaFormProps) {
  if (!useInBrowser()) return <Making />;
  return (
    <Suspense fallback={<Making />}>
      <canvas.Part {...props} />
    </Suspense>
  );
}

function Making() {
  return (
    <div className="flex flex-col gap-3" role="status" aria-label="The form is loading">
      <Skeleton className="h-8 w-full" />
      <Skeleton className="h-8 w-full" />
      <Skeleton className="h-8 w-full" />
    </div>
  );
}
