"use client";

import { Select as Base } from "@base-ui/react/select";
import { Check, ChevronsUpDown } from "lucide-react";
import { popupPlace } from "@/components/ui/popup-place";
import type { SelectProps } from "@/components/ui/select.types";

/** The control once it has been opened: the trigger and its list. */
export function SelectControl(props: SelectProps) {
  const { value, onValueChange, options, placeholder, id, disabled, onBlur, className } = props;
  return (
    <Base.Root
      items={options}
      value={value}
      disabled={disabled}
      modal={false}
      defaultOpen
      onValueChange={(next) => {
        if (next !== null) onValueChange(next);
      }}
    >
      <Base.Trigger
        id={id}
        aria-label={props["aria-label"]}
        aria-describedby={props["aria-describedby"]}
        aria-invalid={props["aria-invalid"]}
        onBlur={onBlur}
        className={className}
      >
        <span className="truncate">
          <Base.Value placeholder={placeholder} />
        </span>
        <Base.Icon className="shrink-0 text-mute">
          <ChevronsUpDown size={13} aria-hidden="true" />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className="z-50" sideOffset={4} alignItemWithTrigger={false} {...popupPlace()}>
          <Base.Popup className="surface-popup popup-motion max-h-(--available-height) min-w-(--anchor-width) max-w-[min(32rem,var(--available-width))] overflow-y-auto p-1">
            <Base.List>
              {options.map((option) => (
                <Base.Item
                  key={option.value}
                  value={option.value}
                  disabled={option.disabled}
                  className="grid grid-cols-[16px_minmax(0,1fr)] items-baseline gap-x-1.5 rounded-sm px-2 py-1.5 text-base outline-none select-none data-disabled:opacity-50 data-highlighted:bg-hover coarse:py-3"
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
