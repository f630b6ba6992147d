"use client";

import { clsx } from "clsx";
import type { ComponentProps } from "react";
import { controlClass } from "@/components/ui/control-class";
import { useFieldControl } from "@/components/ui/field-context";
import { tellCutPaste } from "@/components/ui/paste-note";

export interface InputProps extends ComponentProps<"input"> {
  /** For things that will be executed or compared: monospaced. */
  mono?: boolean;
}

/** A line of text. Inside a FormField it takes its label, hint and error from there. */
export function Input({ mono, className, id, ...rest }: InputProps) {
  const { labelId: _labelId, ...field } = useFieldControl({ id, ...pickAria(rest) });
  return (
    <input
      onPaste={tellCutPaste}
      {...rest}
      {...field}
      className={clsx(controlClass, "h-8", mono && "text-mono", className)}
    />
  );
}

function pickAria(props: ComponentProps<"input">) {
  return {
    "aria-describedby": props["aria-describedby"],
    "aria-invalid": props["aria-invalid"] === undefined ? undefined : Boolean(props["aria-invalid"]),
  };
}
