"use client";

import { useMemo } from "react";
import { offeredWords } from "@/components/patterns/forms/named-input.rules";
import { Combobox } from "@/components/ui/combobox";
import type { ComboboxProps } from "@/components/ui/combobox.types";

export interface SuggestingInputProps extends Omit<ComboboxProps, "options" | "onChoose" | "note"> {
  /** Words that are usual here. Others may be written, too. */
  words: readonly string[];
}

/** A text for which there are usual words, all of them known here. */
export function SuggestingInput({ words, value, onValueChange, ...rest }: SuggestingInputProps) {
  const { options, more } = useMemo(() => offeredWords(words, value), [words, value]);
  return (
    <Combobox
      spellCheck={false}
      autoComplete="off"
      autoCapitalize="none"
      {...rest}
      value={value}
      onValueChange={onValueChange}
      options={options}
      onChoose={(option) => onValueChange(option.label)}
      note={more ? "There are more: type on." : undefined}
    />
  );
}
