"use client";

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
  tabIndex?: number;
  className?: string;
}

/** A choice that takes effect with the form it is in. */
export function Checkbox({ label, hint, className, onCheckedChange, indeterminate = false, ...rest }: CheckboxProps) {
  return (
    <label
      className={clsx(
        "inline-flex gap-2 coarse:min-h-11 coarse:items-center",
        !label && "coarse:min-w-11 coarse:justify-center",
        className,
      )}
    >
      <span className="relative flex h-[1.1875rem] items-center">
        <input
          {...rest}
          type="checkbox"
          ref={(element) => {
            if (element) element.indeterminate = indeterminate;
          }}
          onChange={(event) => onCheckedChange(event.target.checked)}
          className="size-4 shrink-0 appearance-none rounded-sm border border-field bg-panel transition-colors checked:border-ink checked:bg-ink indeterminate:border-ink indeterminate:bg-ink disabled:opacity-50"
        />
        {rest.checked || indeterminate ? (
          <span aria-hidden="true" className="pointer-events-none absolute inset-x-0 flex justify-center text-panel">
            {indeterminate ? <Minus size={12} strokeWidth={3} /> : <Check size={12} strokeWidth={3} />}
          </span>
        ) : null}
      </span>
      {label ? (
        <span>
          {label}
          {hint ? <span className="block text-xs text-mute">{hint}</span> : null}
        </span>
      ) : null}
    </label>
  );
}
