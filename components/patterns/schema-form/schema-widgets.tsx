"use client";

import StringField from "@rjsf/core/lib/components/fields/StringField.js";
import {
  ariaDescribedByIds,
  enumOptionsIndexForValue,
  enumOptionsValueForIndex,
  type RegistryFieldsType,
  type RegistryWidgetsType,
  type WidgetProps,
} from "@rjsf/utils";
import { useState } from "react";
import { numberFromText } from "@/components/patterns/forms/number-text.rules";
import { isVeryLong, sizeWords } from "@/components/patterns/values/value-folds";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";

/** The library types values as anything; here they are unknown until looked at. */
interface Widget
  extends Pick<
    WidgetProps,
    "id" | "schema" | "label" | "required" | "disabled" | "readonly" | "rawErrors" | "options"
  > {
  type?: string;
  value: unknown;
  onChange: (value: unknown) => void;
  onBlur: (id: string, value: unknown) => void;
  onFocus: (id: string, value: unknown) => void;
}

function aria({ id, rawErrors, required }: Pick<WidgetProps, "id" | "rawErrors" | "required">) {
  return {
    id,
    "aria-describedby": ariaDescribedByIds(id),
    "aria-invalid": (rawErrors?.length ?? 0) > 0 || undefined,
    "aria-required": required || undefined,
  };
}

function TextWidget(props: Widget) {
  const { schema } = props;
  return schema.type === "number" || schema.type === "integer" ? (
    <NumberWidget {...props} />
  ) : (
    <WordsWidget {...props} />
  );
}

/**
 * Text of any length and number of lines, in one kind of field: another in its place would take the keyboard away while one types,
 * and a line would swallow the breaks of what it shows.
 */
function WordsWidget(props: Widget) {
  const { value, onChange, disabled, readonly, onBlur, onFocus, id } = props;
  // Laying out a quarter of a million characters takes the browser longer than the whole form.
  const [isOpen, setOpen] = useState(() => !isVeryLong(textOf(value)));
  if (!isOpen) {
    return (
      <div>
        <Button id={id} size="sm" onClick={() => setOpen(true)}>
          Edit the text: {sizeWords(value)}
        </Button>
      </div>
    );
  }
  return (
    <Textarea
      {...aria(props)}
      mono
      rows={1}
      className="min-h-8! [overflow-wrap:anywhere]"
      value={textOf(value)}
      disabled={disabled}
      readOnly={readonly}
      onBlur={() => onBlur(id, value)}
      onFocus={() => onFocus(id, value)}
      onChange={(event) => onChange(emptied(event.target.value))}
    />
  );
}

/** A number as it is written. What is not one stays as it was typed, which its schema refuses, and says why. */
function NumberWidget(props: Widget) {
  const { schema, value, onChange, disabled, readonly, onBlur, onFocus, id } = props;
  const [typed, setTyped] = useState<{ text: string; value: unknown } | null>(null);
  const text = typed && Object.is(typed.value, value) ? typed.text : textOf(value);
  const read = numberFromText(text);

  function write(next: string) {
    const found = numberFromText(next);
    const meant = "number" in found ? found.number : "empty" in found ? undefined : next;
    setTyped({ text: next, value: meant });
    onChange(meant);
  }

  return (
    <>
      <Input
        {...aria(props)}
        value={text}
        disabled={disabled}
        readOnly={readonly}
        mono
        autoComplete="off"
        inputMode={schema.type === "integer" ? "numeric" : "decimal"}
        onBlur={() => onBlur(id, value)}
        onFocus={() => onFocus(id, value)}
        onChange={(event) => write(event.target.value)}
      />
      {"fault" in read ? (
        <p role="alert" className="text-sm text-danger">
          {read.fault}
        </p>
      ) : null}
    </>
  );
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

/** An emptied field is no value, unlike an empty text that somebody meant. */
function emptied(text: string): string | undefined {
  return text === "" ? undefined : text;
}

function CheckboxWidget({ label, schema, value, onChange, disabled, readonly }: Widget) {
  return (
    <Checkbox
      checked={value === true}
      disabled={disabled || readonly}
      onCheckedChange={(checked) => onChange(checked)}
      label={<span className="font-medium">{label}</span>}
      hint={schema.description}
    />
  );
}

function SelectWidget(props: Widget) {
  const { options, value, onChange, disabled, readonly, label } = props;
  const enumOptions = options.enumOptions ?? [];
  const chosen = enumOptionsIndexForValue(value, enumOptions);
  return (
    <Select
      {...aria(props)}
      aria-label={label}
      value={typeof chosen === "string" ? chosen : null}
      disabled={disabled || readonly}
      onValueChange={(index) => onChange(enumOptionsValueForIndex(index, enumOptions))}
      options={enumOptions.map((option, index) => ({ value: String(index), label: option.label }))}
    />
  );
}

function CheckboxesWidget({ id, options, value, onChange, disabled, readonly, label }: Widget) {
  const chosen: unknown[] = Array.isArray(value) ? value : [];
  return (
    <div id={id} role="group" aria-label={label} className="flex flex-wrap gap-x-5 gap-y-2">
      {(options.enumOptions ?? []).map((option) => (
        <Checkbox
          key={option.label}
          label={option.label}
          checked={chosen.includes(option.value)}
          disabled={disabled || readonly}
          onCheckedChange={(checked) =>
            onChange(checked ? [...chosen, option.value] : chosen.filter((item) => item !== option.value))
          }
        />
      ))}
    </div>
  );
}

/** The library's own field for numbers reads 1e400 as infinite, and drops what it cannot read; our widget reads them itself. */
export const schemaFields: RegistryFieldsType = { NumberField: StringField };

/** Our controls in place of the library's. Formats without a control of their own are text. */
export const schemaWidgets: RegistryWidgetsType = {
  TextWidget,
  TextareaWidget: TextWidget,
  CheckboxWidget,
  SelectWidget,
  CheckboxesWidget,
  RadioWidget: SelectWidget,
  EmailWidget: TextWidget,
  URLWidget: TextWidget,
  DateWidget: TextWidget,
  DateTimeWidget: TextWidget,
  TimeWidget: TextWidget,
  UpDownWidget: TextWidget,
  PasswordWidget: TextWidget,
};
