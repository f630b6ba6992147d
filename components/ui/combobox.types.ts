import type { ReactNode } from "react";
import type { InputProps } from "@/components/ui/input";

/** One of the names on offer. */
export interface ComboboxOption {
  /** Tells it from others of the same name. */
  value: string;
  label: string;
}

export interface ComboboxProps extends Omit<InputProps, "value" | "defaultValue" | "onChange" | "list" | "type"> {
  /** The text in the field. */
  value: string;
  /** The text was changed by typing. */
  onValueChange: (text: string) => void;
  /** What is on offer for this text, the likeliest first. Nothing is shown where nothing is. */
  options: readonly ComboboxOption[];
  onChoose: (option: ComboboxOption) => void;
  /** How an option looks, where it is more than its label. */
  optionView?: (option: ComboboxOption) => ReactNode;
  /** Stands under the options: that there are more of them, for instance. */
  note?: string;
}
