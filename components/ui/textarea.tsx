"use client";

import { clsx } from "clsx";
import type { ComponentProps } from "react";
import { controlClass } from "@/components/ui/control-class";
import { useFieldControl } from "@/components/ui/field-context";
import { tellCutPaste } from "@/components/ui/paste-note";

export interface TextareaProps extends ComponentProps<"textarea"> {
  mono?: boolean;
}

/** Several lines of text; grows with what is written where the browser can. */
export function Textarea({ mono, className, id, rows = 3, ...rest }: TextareaProps) {
  const { labelId: _labelId, ...field } = useFieldControl({
    id,
    "aria-describedby": rest["aria-describedby"],
    "aria-invalid": rest["aria-invalid"] === undefined ? undefined : Boolean(rest["aria-invalid"]),
  });
  return (
    <textarea
      onPaste={tellCutPaste}
      {...rest}
      {...field}
      rows={rows}
      className={clsx(
        controlClass,
        "field-sizing-content max-h-96 min-h-18 resize-y py-1.5",
        mono && "text-mono",
        className,
      )}
    />
  );
}
