"use client";

import { Radio } from "@base-ui/react/radio";
import { RadioGroup as Base } from "@base-ui/react/radio-group";
import { clsx } from "clsx";
import type { ReactNode } from "react";

export interface RadioOption<Value extends string = string> {
  value: Value;
  label: ReactNode;
  hint?: ReactNode;
  disabled?: boolean;
}

export interface RadioGroupProps<Value extends string = string> {
  value: Value | null;
  onValueChange: (value: Value) => void;
  options: ReadonlyArray<RadioOption<Value>>;
  /** The group's name. Needed where no visible label is tied to it. */
  "aria-label"?: string;
  "aria-labelledby"?: string;
  name?: string;
  disabled?: boolean;
  /** Side by side where there is room. */
  inline?: boolean;
  className?: string;
}

/** One of a few, all in sight. */
export function RadioGroup<Value extends string = string>(props: RadioGroupProps<Value>) {
  const { options, onValueChange, inline, className, ...rest } = props;
  return (
    <Base
      {...rest}
      onValueChange={(next) => onValueChange(next as Value)}
      className={clsx("flex gap-x-5 gap-y-2", inline ? "flex-wrap" : "flex-col", className)}
    >
      {options.map((option) => (
        <label key={option.value} className="inline-flex gap-2 coarse:min-h-11 coarse:items-center">
          <span className="flex h-[1.1875rem] items-center">
            <Radio.Root
              value={option.value}
              disabled={option.disabled}
              className="flex size-4 items-center justify-center rounded-full border border-field bg-panel data-checked:border-ink data-disabled:opacity-50"
            >
              <Radio.Indicator className="size-2 rounded-full bg-ink data-unchecked:hidden" />
            </Radio.Root>
          </span>
          <span>
            {option.label}
            {option.hint ? <span className="block text-xs text-mute">{option.hint}</span> : null}
          </span>
        </label>
      ))}
    </Base>
  );
}
