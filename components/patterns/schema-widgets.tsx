"use client";

import { ariaDescribedByIds, enumOptionsIndexForValue, enumOptionsValueForIndex, getInputProps, type RegistryWidgetsType, type WidgetProps } from "@rjsf/utils";
import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";

/** The library types values as anything; here they are unknown until looked at. */
interface Widget extends Pick<WidgetProps, "id" | "schema" | "label" | "required" | "disabled" | "readonly" | "rawErrors" | "options"> {
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

/** Text and numbers; long text gets more lines. */
function TextWidget(props: Widget) {
  const { schema, value, onChange, disabled, readonly, type, options, onBlur, onFocus, id } = props;
  const { step, min, max } = getInputProps(schema, type, options, false);
  const numeric = schema.type === "number" || schema.type === "integer";
  const text = textOf(value);
  const shared = {
    ...aria(props),
    value: text,
    disabled,
    readOnly: readonly,
    mono: true,
    onBlur: () => onBlur(id, value),
    onFocus: () => onFocus(id, value),
  };
  if (!numeric && text.length > 80) return <Textarea {...shared} onChange={(event) => onChange(emptied(event.target.value))} />;
  return (
    <Input
      {...shared}
      type={numeric ? "number" : "text"}
      step={numeric ? step : undefined}
      min={numeric ? min : undefined}
      max={numeric ? max : undefined}
      inputMode={numeric ? (schema.type === "integer" ? "numeric" : "decimal") : undefined}
      onChange={(event) => onChange(emptied(event.target.value))}
      // A wheel over the field must not change what will run.
      onWheel={(event) => event.currentTarget.blur()}
    />
  );
}

function TextareaWidget(props: Widget) {
  const { value, onChange, disabled, readonly } = props;
  return (
    <Textarea {...aria(props)} mono value={textOf(value)} disabled={disabled} readOnly={readonly} onChange={(event) => onChange(emptied(event.target.value))} />
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
          onCheckedChange={(checked) => onChange(checked ? [...chosen, option.value] : chosen.filter((item) => item !== option.value))}
        />
      ))}
    </div>
  );
}

/** Our controls in place of the library's. Formats without a control of their own are text. */
export const schemaWidgets: RegistryWidgetsType = {
  TextWidget,
  TextareaWidget,
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
