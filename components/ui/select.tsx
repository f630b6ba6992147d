"use client";

import { clsx } from "clsx";
import { ChevronsUpDown } from "lucide-react";
import { type KeyboardEvent, Suspense, useState } from "react";
import { controlClass } from "@/components/ui/control-class";
import { useFieldControl } from "@/components/ui/field-context";
import { loadedWhenOpened } from "@/components/ui/loaded-when-opened";
import type { SelectProps } from "@/components/ui/select.types";

const control = loadedWhenOpened(() => import("@/components/ui/select-control").then((module) => module.SelectControl));

/** One of a short list. For long lists that one searches, use the command palette or a filter field. */
export function Select<Value extends string = string>(props: SelectProps<Value>) {
  const [engaged, setEngaged] = useState(false);
  const { value, onValueChange, options, placeholder = "Choose…", disabled, onBlur, className } = props;
  const { labelId, ...field } = useFieldControl(props);
  const chosen = options.find((option) => option.value === value);

  function openByKey(event: KeyboardEvent) {
    if (!["ArrowDown", "ArrowUp", "Enter", " "].includes(event.key)) return;
    event.preventDefault();
    setEngaged(true);
  }

  // Until it is first opened a plain button stands here, which says and does the same; then the list comes with its engine.
  const closed = (
    <button
      {...field}
      type="button"
      role="combobox"
      aria-haspopup="listbox"
      aria-expanded={false}
      aria-controls={undefined}
      aria-label={props["aria-label"]}
      disabled={disabled}
      onBlur={onBlur}
      onPointerEnter={control.preload}
      onFocus={control.preload}
      onClick={() => setEngaged(true)}
      onKeyDown={openByKey}
      className={clsx(selectClass, !chosen && "text-mute", className)}
    >
      <span className="truncate">{chosen?.label ?? placeholder}</span>
      <ChevronsUpDown size={13} aria-hidden="true" className="shrink-0 text-mute" />
    </button>
  );
  if (!engaged) return closed;
  return (
    <Suspense fallback={closed}>
      <control.Part
        {...props}
        {...field}
        placeholder={placeholder}
        // The list speaks of texts; which of them there are is known here.
        onValueChange={(next) => {
          const option = options.find((candidate) => candidate.value === next);
          if (option) onValueChange(option.value);
        }}
        className={clsx(selectClass, className)}
      />
    </Suspense>
  );
}

const selectClass = `${controlClass} flex h-8 items-center justify-between gap-2 text-left data-disabled:bg-sunk data-disabled:text-mute data-placeholder:text-mute`;
