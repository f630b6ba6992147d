"use client";

import { useEffect, useRef } from "react";
import { FormField } from "@/components/patterns/forms/form-field";
import { Textarea } from "@/components/ui/textarea";
import { VisuallyHidden } from "@/components/ui/visually-hidden";

export interface ReasonFieldProps {
  label: string;
  value: string;
  onChange: (text: string) => void;
  error?: string | null;
  required?: boolean;
  optional?: boolean;
  hint?: string;
  /** Takes the keyboard when it appears. */
  focusFirst?: boolean;
  /** The label is said, not drawn: the placeholder asks. */
  quiet?: boolean;
}

/** The words that go with an answer. The agent and the record will see them. */
export function ReasonField({
  label,
  value,
  onChange,
  error,
  required,
  optional,
  hint,
  focusFirst = false,
  quiet = false,
}: ReasonFieldProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (!focusFirst) return;
    const element = field.current;
    element?.focus();
    element?.setSelectionRange(element.value.length, element.value.length);
  }, [focusFirst]);
  return (
    <FormField
      label={quiet ? <VisuallyHidden>{label}</VisuallyHidden> : label}
      className={quiet ? "gap-0!" : undefined}
      error={error}
      required={required}
      optional={optional}
      hint={hint}
    >
      <Textarea
        ref={field}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        rows={3}
        maxLength={5_000}
        placeholder={quiet ? "Why? The agent and the record will see this." : "The agent and the record will see this."}
      />
    </FormField>
  );
}
