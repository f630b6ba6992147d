"use client";

import { Checkbox as Base } from "@base-ui/react/checkbox";
import { clsx } from "clsx";
import { Check, Minus } from "lucide-react";
import type { ReactNode } from "react";

export interface CheckboxProps {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  /** The words beside it. Without them give `aria-label`. */
  label?: ReactNode;
  hint?: ReactNode;
  "aria-label"?: string;
  /** Some of what it stands for is chosen. */
  indeterminate?: boolean;
  disabled?: boolean;
  name?: string;
  className?: string;
}

/** A choice that takes effect with the form it is in. */
export function Checkbox({ label, hint, className, onCheckedChange, indeterminate, ...rest }: CheckboxProps) {
  const box = (
    <Base.Root
      {...rest}
      indeterminate={indeterminate}
      onCheckedChange={(checked) => onCheckedChange(checked)}
      className="flex size-4 shrink-0 items-center justify-center rounded-sm border border-field bg-panel text-panel transition-colors data-checked:border-ink data-checked:bg-ink data-disabled:opacity-50 data-indeterminate:border-ink data-indeterminate:bg-ink"
    >
      <Base.Indicator className="flex data-unchecked:hidden">
        {indeterminate ? <Minus size={12} strokeWidth={3} aria-hidden="true" /> : <Check size={12} strokeWidth={3} aria-hidden="true" />}
      </Base.Indicator>
    </Base.Root>
  );
  return (
    <label className={clsx("inline-flex gap-2 coarse:min-h-11 coarse:items-center", !label && "coarse:min-w-11 coarse:justify-center", className)}>
      <span className="flex h-[1.1875rem] items-center">{box}</span>
      {label ? (
        <span>
          {label}
          {hint ? <span className="block text-xs text-mute">{hint}</span> : null}
        </span>
      ) : null}
    </label>
  );
}
