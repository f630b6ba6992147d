"use client";

import { Autocomplete as Base } from "@base-ui/react/autocomplete";
import { clsx } from "clsx";
import { type ComponentProps, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { ComboboxOption, ComboboxProps } from "@/components/ui/combobox.types";
import { controlClass } from "@/components/ui/control-class";
import { tellCutPaste } from "@/components/ui/paste-note";
import { popupPlace } from "@/components/ui/popup-place";

export interface ComboboxControlProps extends ComboboxProps {
  /** Where the caret was in the plain field that this one takes the place of; null where the keyboard was elsewhere. */
  caret: { start: number; end: number } | null;
  /** Somebody has pressed that field, or typed in it: what is on offer is wanted at once. */
  isWanted: boolean;
}

type KeyDown = NonNullable<ComponentProps<typeof Base.Input>["onKeyDown"]>;

/**
 * The field with its list, once it is here.
 *
 * The list is no Base.Popup, which hides all of the page but itself from screen readers while it is open: STOP has to be within reach of
 * everybody, whatever is open. What that would have done besides is done here: leaving the field closes the list, and closing ends it.
 */
export function ComboboxControl({
  value,
  onValueChange,
  options,
  onChoose,
  optionView,
  note,
  caret,
  isWanted,
  mono,
  className,
  readOnly,
  disabled,
  onKeyDown,
  onBlur,
  ...input
}: ComboboxControlProps) {
  const [open, setOpen] = useState(isWanted);
  const field = useRef<HTMLInputElement>(null);
  const first = useRef(caret);
  const list = useRef<Base.Root.Actions>(null);
  const isShown = open && options.length > 0 && !readOnly;

  useEffect(() => {
    if (!isShown) list.current?.unmount();
  }, [isShown]);

  useLayoutEffect(() => {
    if (first.current === null) return;
    field.current?.focus();
    field.current?.setSelectionRange(first.current.start, first.current.end);
    first.current = null;
  }, []);

  const press: KeyDown = (event) => {
    if (event.key === "Escape") {
      // One step back: it closes the list, and never empties the field.
      event.preventBaseUIHandler();
      if (isShown) {
        event.stopPropagation();
        event.preventDefault();
        setOpen(false);
        return;
      }
    }
    onKeyDown?.(event);
  };

  return (
    <Base.Root
      actionsRef={list}
      items={options}
      filter={null}
      value={value}
      open={isShown}
      readOnly={readOnly}
      disabled={disabled}
      openOnInputClick
      itemToStringValue={(option: ComboboxOption) => option.label}
      onOpenChange={setOpen}
      onValueChange={(text, { reason }) => {
        // A press on an option says which one it was; its text alone would not.
        if (reason !== "item-press") onValueChange(text);
      }}
    >
      <Base.Input
        onPaste={tellCutPaste}
        {...input}
        ref={field}
        type="text"
        onKeyDown={press}
        onBlur={(event) => {
          setOpen(false);
          onBlur?.(event);
        }}
        className={clsx(controlClass, "h-8", mono && "text-mono", className)}
      />
      <Base.Portal>
        <Base.Positioner className="z-50" align="start" sideOffset={4} {...popupPlace()}>
          <div
            // A press beside the options, on the scroll bar for one, leaves the keyboard in the field.
            onMouseDown={(event) => event.preventDefault()}
            className="surface-popup max-h-[min(20rem,var(--available-height))] w-(--anchor-width) max-w-(--available-width) min-w-[min(16rem,var(--available-width))] overflow-y-auto overscroll-contain p-1"
          >
            <Base.List aria-label="Suggestions">
              {(option: ComboboxOption) => (
                <Base.Item
                  key={option.value}
                  value={option}
                  onClick={() => onChoose(option)}
                  className={clsx(
                    "rounded-sm px-2 py-1.5 text-base [overflow-wrap:anywhere] outline-none select-none data-highlighted:bg-hover coarse:py-3",
                    mono && "text-mono",
                  )}
                >
                  {optionView ? optionView(option) : option.label}
                </Base.Item>
              )}
            </Base.List>
            <Base.Status className={note ? "px-2 pt-1 pb-1.5 text-xs text-mute" : "sr-only"}>
              {note ?? `${options.length} ${options.length === 1 ? "suggestion" : "suggestions"}`}
            </Base.Status>
          </div>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
