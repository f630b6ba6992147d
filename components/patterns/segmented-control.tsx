"use client";

import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
import { clsx } from "clsx";
import type { ReactNode } from "react";

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
  return (
    <RadioGroup
      value={value}
      onValueChange={(next) => onValueChange(next)}
      aria-label={props["aria-label"]}
      className={clsx("inline-flex max-w-full overflow-x-auto rounded-md border border-line bg-sunk p-0.5 [scrollbar-width:none]", className)}
    >
      {options.map((option) => (
        <Radio.Root
          key={option.value}
          value={option.value}
          nativeButton
          render={<button type="button" />}
          className="shrink-0 rounded-sm border border-transparent px-2.5 py-[3px] font-medium text-mute transition-colors hover:text-ink data-checked:border-edge data-checked:bg-panel data-checked:text-ink coarse:min-h-11"
        >
          {option.label}
          {option.count === undefined ? null : <span className="ml-1.5 tabular-nums">{option.count.toLocaleString("en-GB")}</span>}
        </Radio.Root>
      ))}
    </RadioGroup>
  );
}
