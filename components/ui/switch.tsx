"use client";

import { Switch as Base } from "@base-ui/react/switch";
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
      <Base.Root
        {...rest}
        onCheckedChange={(checked) => onCheckedChange(checked)}
        className="flex h-[18px] w-8 shrink-0 rounded-full border border-field bg-sunk p-px transition-colors data-checked:border-ink data-checked:bg-ink data-disabled:opacity-50"
      >
        <Base.Thumb className="size-3.5 rounded-full bg-field transition-transform data-checked:translate-x-3.5 data-checked:bg-panel" />
      </Base.Root>
      {label ? (
        <span>
          {label}
          {hint ? <span className="block text-xs text-mute">{hint}</span> : null}
        </span>
      ) : null}
    </label>
  );
}
