"use client";

import { Select as Base } from "@base-ui/react/select";
import { clsx } from "clsx";
import { Check, ChevronsUpDown } from "lucide-react";
import type { ReactNode } from "react";
import { controlClass } from "@/components/ui/control-class";
import { useFieldControl } from "@/components/ui/field-context";

export interface SelectOption<Value extends string = string> {
  value: Value;
  label: ReactNode;
  /** A second line in the list. */
  hint?: ReactNode;
  disabled?: boolean;
}

export interface SelectProps<Value extends string = string> {
  value: Value | null;
  onValueChange: (value: Value) => void;
  options: ReadonlyArray<SelectOption<Value>>;
  placeholder?: string;
  /** Needed where no FormField labels it. */
  "aria-label"?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
  id?: string;
  name?: string;
  disabled?: boolean;
  onBlur?: () => void;
  className?: string;
}

/** One of a short list. For long lists that one searches, use the command palette or a filter field. */
export function Select<Value extends string = string>(props: SelectProps<Value>) {
  const { value, onValueChange, options, placeholder = "Choose…", name, disabled, onBlur, className } = props;
  const field = useFieldControl(props);
  return (
    <Base.Root
      items={options}
      value={value}
      name={name}
      disabled={disabled}
      modal={false}
      onValueChange={(next) => {
        if (next !== null) onValueChange(next);
      }}
    >
      <Base.Trigger
        {...field}
        aria-label={props["aria-label"]}
        onBlur={onBlur}
        className={clsx(
          controlClass,
          "flex h-8 items-center justify-between gap-2 text-left data-disabled:bg-sunk data-disabled:text-mute data-placeholder:text-mute",
          className,
        )}
      >
        <span className="truncate">
          <Base.Value placeholder={placeholder} />
        </span>
        <Base.Icon className="shrink-0 text-mute">
          <ChevronsUpDown size={13} aria-hidden="true" />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className="z-50" sideOffset={4} alignItemWithTrigger={false} collisionPadding={8}>
          <Base.Popup className="surface-popup popup-motion max-h-(--available-height) min-w-(--anchor-width) max-w-(--available-width) overflow-y-auto p-1">
            <Base.List>
              {options.map((option) => (
                <Base.Item
                  key={option.value}
                  value={option.value}
                  disabled={option.disabled}
                  className="grid grid-cols-[16px_1fr] items-baseline gap-x-1.5 rounded-sm px-2 py-1.5 text-base outline-none select-none data-disabled:opacity-50 data-highlighted:bg-hover coarse:py-3"
                >
                  <Base.ItemIndicator className="col-start-1 self-center">
                    <Check size={13} aria-hidden="true" />
                  </Base.ItemIndicator>
                  <Base.ItemText className="col-start-2">{option.label}</Base.ItemText>
                  {option.hint ? <span className="col-start-2 text-xs text-mute">{option.hint}</span> : null}
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
