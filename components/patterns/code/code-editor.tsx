"use client";

import dynamic from "next/dynamic";
import { useId } from "react";
import type { CodeEditorProps } from "@/components/patterns/code/code-editor.types";
import { useFieldControl } from "@/components/ui/field-context";
import { Skeleton } from "@/components/ui/skeleton";
import { untilLoaded } from "@/components/ui/until-loaded";

const CodeCanvas = dynamic(
  () => untilLoaded(() => import("@/components/patterns/code/code-canvas").then((module) => module.CodeCanvas)),
  {
    ssr: false,
    loading: () => <Skeleton className="h-40 w-full" />,
  },
);

/**
 * An editor for what will be executed; fetched when it is first shown. Tab moves on, as everywhere else; Ctrl ] and
 * Ctrl [ indent.
 */
export function CodeEditor(props: CodeEditorProps) {
  const field = useFieldControl({});
  const hintId = useId();
  return (
    <div className="overflow-hidden rounded-md border border-field bg-panel focus-within:border-accent focus-within:outline-1 focus-within:outline-accent has-aria-invalid:border-danger">
      <CodeCanvas {...props} field={field} hintId={hintId} />
      <span id={hintId} hidden>
        Code editor. Tab moves to the next field; Control and bracket keys indent.
      </span>
    </div>
  );
}
