"use client";

import { type ComponentType, useRef, useState } from "react";
import type { ComboboxControlProps } from "@/components/ui/combobox-control";
import type { ComboboxProps } from "@/components/ui/combobox.types";
import { useFieldControl } from "@/components/ui/field-context";
import { Input } from "@/components/ui/input";
import { untilLoaded } from "@/components/ui/until-loaded";

type Control = ComponentType<ComboboxControlProps>;

let fetching: Promise<Control> | undefined;

/** The list and its positioning engine weigh more than most pages: they come when a pointer or the keyboard comes near the first field. */
function fetchControl(): Promise<Control> {
  fetching ??= untilLoaded(() => import("@/components/ui/combobox-control")).then(
    (module) => module.ComboboxControl,
    (error: unknown) => {
      fetching = undefined;
      throw error;
    },
  );
  return fetching;
}

/**
 * A line of text for which names are on offer while one types: ↑ and ↓ go through them, Enter takes one, Escape closes them. What is typed
 * need not be among them. Until the list is here this is a plain line of text, in which everything but the list works; what is typed in it
 * and the keyboard stay where they are when the list comes.
 */
export function Combobox(props: ComboboxProps) {
  const {
    value,
    onValueChange,
    options: _options,
    onChoose: _onChoose,
    optionView: _optionView,
    note: _note,
    ...input
  } = props;
  const { labelId: _labelId, ...field } = useFieldControl({
    id: props.id,
    "aria-describedby": props["aria-describedby"],
    "aria-invalid": props["aria-invalid"] === undefined ? undefined : Boolean(props["aria-invalid"]),
  });
  const [ready, setReady] = useState<({ Control: Control } & Pick<ComboboxControlProps, "caret" | "isWanted">) | null>(
    null,
  );
  const plain = useRef<HTMLInputElement>(null);
  const isComposing = useRef(false);
  const isWanted = useRef(false);

  function comeNear() {
    fetchControl().then(
      (Control) => {
        // A word that is being composed would be lost with its field; its end asks again.
        if (isComposing.current) return;
        const element = plain.current;
        const caret =
          element !== null && document.activeElement === element
            ? { start: element.selectionStart ?? 0, end: element.selectionEnd ?? 0 }
            : null;
        setReady((known) => known ?? { Control, caret, isWanted: caret !== null && isWanted.current });
      },
      () => undefined, // Names are a help: the text can be typed all the same.
    );
  }

  if (ready) return <ready.Control {...props} {...field} caret={ready.caret} isWanted={ready.isWanted} />;
  return (
    <Input
      {...input}
      {...field}
      ref={plain}
      type="text"
      role="combobox"
      aria-autocomplete="list"
      aria-haspopup="listbox"
      aria-expanded={false}
      aria-controls={undefined}
      value={value}
      onChange={(event) => {
        isWanted.current = true;
        onValueChange(event.target.value);
      }}
      onPointerDown={() => {
        isWanted.current = true;
      }}
      onPointerEnter={comeNear}
      onFocus={(event) => {
        props.onFocus?.(event);
        comeNear();
      }}
      onCompositionStart={() => {
        isComposing.current = true;
      }}
      onCompositionEnd={() => {
        isComposing.current = false;
        comeNear();
      }}
    />
  );
}
