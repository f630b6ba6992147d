"use client";

import { Select } from "@/components/ui/select";

export interface OrderChoiceProps {
  /** The order as the address has it; empty for the usual one. */
  value: string;
  /** Every order, the usual one first. */
  choices: readonly { value: string; label: string }[];
  /** Told nothing for the usual one. */
  onChoose: (sort: string) => void;
}

/** The order of a list, where there is no room for all of its headings: those that are in sight sort it, too. */
export function OrderChoice({ value, choices, onChoose }: OrderChoiceProps) {
  const usual = choices[0]?.value ?? "";
  return (
    <Select
      aria-label="Order"
      className="w-auto! min-w-36 lg:hidden"
      value={value || usual}
      onValueChange={(chosen) => onChoose(chosen === usual ? "" : chosen)}
      options={choices}
    />
  );
}
