"use client";

import { Check, Copy } from "lucide-react";
import { useCopy } from "@/components/patterns/copy/copy-text";
import { Button, type ButtonProps } from "@/components/ui/button";

export interface CopyButtonProps extends Omit<ButtonProps, "onClick" | "children"> {
  text: string;
  /** The words on the button. */
  label?: string;
}

/** Copies a text and says that it did. */
export function CopyButton({ text, label = "Copy", size = "sm", variant = "quiet", ...rest }: CopyButtonProps) {
  const { copy, state } = useCopy();
  return (
    <Button
      {...rest}
      size={size}
      variant={variant}
      icon={state === "copied" ? <Check size={13} aria-hidden="true" /> : <Copy size={13} aria-hidden="true" />}
      onClick={() => void copy(text)}
    >
      <span aria-live="polite">{state === "copied" ? "Copied" : state === "failed" ? "Not allowed" : label}</span>
    </Button>
  );
}
