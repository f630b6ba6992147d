"use client";

import { clsx } from "clsx";
import { type ReactNode, useId } from "react";

export interface SegmentedControlProps<Value extends string = string> {
  value: Value;
  onValueChange: (value: Value) => void;
  options: ReadonlyArray<{ value: Value; label: ReactNode; count?: number }>;
  "aria-label": string;
  className?: string;
}

/** One of a few views of the same thing, side by side; arrow keys move between them. */
export function SegmentedControl<Value extends string = string>(props: SegmentedControlProps<Value>) {
  const { value, onValueChange, options, className } = props;
  const name = useId();
  return (
    <div
      role="radiogroup"
      aria-label={props["aria-label"]}
      className={clsx(
        "inline-flex max-w-full overflow-x-auto rounded-md border border-line bg-sunk p-0.5 [scrollbar-width:none]",
        className,
      )}
    >
      {options.map((option) => (
        <label
          key={option.value}
          className="relative inline-flex shrink-0 items-center rounded-sm border border-transparent px-2.5 py-[3px] font-medium text-mute transition-colors hover:text-ink has-checked:border-edge has-checked:bg-panel has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-accent coarse:min-h-11"
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onValueChange(option.value)}
            className="absolute inset-0 cursor-pointer appearance-none rounded-sm outline-none"
          />
          {option.label}
          {option.count === undefined ? null : (
            <span className="ml-1.5 tabular-nums">{option.count.toLocaleString("en-GB")}</span>
          )}
        </label>
      ))}
    </div>
  );
}
