"use client";

import { clsx } from "clsx";
import { type ReactNode, useId, useMemo } from "react";
import { FieldContext } from "@/components/ui/field-context";

export interface FormFieldProps {
  label: ReactNode;
  /** One control: Input, Textarea, Select or CodeEditor. It takes id, hint and error from here. */
  children: ReactNode;
  hint?: ReactNode;
  /** The fault, as a sentence; from react-hook-form: `errors.name?.message`. */
  error?: string | null;
  required?: boolean;
  /** Says so beside the label; for forms in which most fields are required. */
  optional?: boolean;
  className?: string;
}

/** A labelled control with its hint and its fault, tied together for everyone. */
export function FormField({ label, children, hint, error, required, optional, className }: FormFieldProps) {
  const id = useId();
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const field = useMemo(
    () => ({
      id,
      labelId: `${id}-label`,
      "aria-describedby": [error ? errorId : null, hint ? hintId : null].filter(Boolean).join(" ") || undefined,
      "aria-invalid": error ? true : undefined,
      "aria-required": required || undefined,
    }),
    [id, hint, hintId, error, errorId, required],
  );
  return (
    <div className={clsx("flex min-w-0 flex-col gap-1", className)}>
      <label id={`${id}-label`} htmlFor={id} className="font-medium">
        {label}
        {optional ? <span className="ml-1.5 font-normal text-mute">optional</span> : null}
      </label>
      <FieldContext value={field}>{children}</FieldContext>
      {error ? (
        <p id={errorId} role="alert" className="text-sm whitespace-pre-line text-danger [overflow-wrap:anywhere]">
          {error}
        </p>
      ) : null}
      {hint ? (
        <p id={hintId} className="text-sm text-mute">
          {hint}
        </p>
      ) : null}
    </div>
  );
}
