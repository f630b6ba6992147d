import type { ReactNode } from "react";

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
  disabled?: boolean;
  onBlur?: () => void;
  className?: string;
}
