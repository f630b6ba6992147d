"use client";

import { clsx } from "clsx";
import { type ReactNode, useId } from "react";
import { useFieldControl } from "@/components/ui/field-context";

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
  /** The group's name. Needed where no FormField gives it one. */
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
  const { value, options, onValueChange, name, disabled, inline, className } = props;
  const ownName = useId();
  const { labelId, ...field } = useFieldControl({});
  return (
    <div
      {...field}
      role="radiogroup"
      aria-label={props["aria-label"]}
      aria-labelledby={props["aria-label"] ? undefined : (props["aria-labelledby"] ?? labelId)}
      className={clsx("flex gap-x-5 gap-y-2", inline ? "flex-wrap" : "flex-col", className)}
    >
      {options.map((option) => (
        <label key={option.value} className="inline-flex gap-2 coarse:min-h-11 coarse:items-center">
          <span className="flex h-[1.1875rem] items-center">
            <input
              type="radio"
              name={name ?? ownName}
              value={option.value}
              checked={option.value === value}
              disabled={disabled || option.disabled}
              onChange={() => onValueChange(option.value)}
              className="flex size-4 appearance-none items-center justify-center rounded-full border border-field bg-panel before:size-2 before:rounded-full checked:border-ink checked:before:bg-ink disabled:opacity-50"
            />
          </span>
          <span>
            {option.label}
            {option.hint ? <span className="block text-xs text-mute">{option.hint}</span> : null}
          </span>
        </label>
      ))}
    </div>
  );
}
