"use client";

import { useMemo } from "react";
import { offeredWords } from "@/components/patterns/forms/named-input.rules";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import { Combobox } from "@/components/ui/combobox";
import type { ComboboxOption, ComboboxProps } from "@/components/ui/combobox.types";

export interface SuggestingInputProps extends Omit<ComboboxProps, "options" | "onChoose" | "optionView" | "note"> {
  /** Words that are usual here. Others may be written, too. */
  words: readonly string[];
}

const asItIs = (option: ComboboxOption) => <OutsideText text={option.label} />;

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
      optionView={asItIs}
      note={more ? "There are more: type on." : undefined}
    />
  );
}
