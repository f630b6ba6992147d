"use client";

import { type Control, Controller, type FieldPath, type FieldValues } from "react-hook-form";
import { RadioGroup, type RadioGroupProps } from "@/components/ui/radio-group";

export interface RuleChoiceProps<Values extends FieldValues> {
  control: Control<Values>;
  name: FieldPath<Values>;
  legend: string;
  options: RadioGroupProps<string>["options"];
  disabled: boolean;
}

/** One rule of a form, chosen among a few. */
export function RuleChoice<Values extends FieldValues>({
  control,
  name,
  legend,
  options,
  disabled,
}: RuleChoiceProps<Values>) {
  return (
    <fieldset disabled={disabled} className="flex flex-col gap-2">
      <legend className="mb-1 font-medium">{legend}</legend>
      <Controller
        control={control}
        name={name}
        render={({ field }) => (
          <RadioGroup
            aria-label={legend}
            value={String(field.value)}
            onValueChange={field.onChange}
            options={options}
            disabled={disabled}
          />
        )}
      />
    </fieldset>
  );
}
