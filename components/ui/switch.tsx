"use client";

import { clsx } from "clsx";
import type { ReactNode } from "react";

export interface SwitchProps {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  label?: ReactNode;
  hint?: ReactNode;
  "aria-label"?: string;
  disabled?: boolean;
  name?: string;
  className?: string;
}

/** A setting that takes effect at once. */
export function Switch({ label, hint, className, onCheckedChange, ...rest }: SwitchProps) {
  return (
    <label className={clsx("inline-flex items-start gap-2.5 coarse:min-h-11 coarse:items-center", className)}>
      <input
        {...rest}
        type="checkbox"
        role="switch"
        onChange={(event) => onCheckedChange(event.target.checked)}
        className="h-[18px] w-8 shrink-0 appearance-none rounded-full border border-field bg-sunk p-px transition-colors before:block before:size-3.5 before:rounded-full before:bg-field before:transition-transform checked:border-ink checked:bg-ink checked:before:translate-x-3.5 checked:before:bg-panel disabled:opacity-50"
      />
      {label ? (
        <span>
          {label}
          {hint ? <span className="block text-xs text-mute">{hint}</span> : null}
        </span>
      ) : null}
    </label>
  );
}
