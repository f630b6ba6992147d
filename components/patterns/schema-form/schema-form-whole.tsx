"use client";

// Past the index of the package, which also brings a registry for tests and a compiling validator.
import Form from "@rjsf/core/lib/components/Form.js";
import type { UiSchema } from "@rjsf/utils";
import type { SchemaFormProps } from "@/components/patterns/schema-form/schema-form.types";
import { schemaTemplates } from "@/components/patterns/schema-form/schema-templates";
import { schemaValidator } from "@/components/patterns/schema-form/schema-validator";
import { schemaFields, schemaWidgets } from "@/components/patterns/schema-form/schema-widgets";
import type { JsonValue } from "@/components/patterns/values/value-rows";

const uiSchema: UiSchema = { "ui:submitButtonOptions": { norender: true } };

/** Opening a form changes nothing: no value is filled in because a schema names it. */
const defaults = {
  emptyObjectFields: "skipDefaults",
  constAsDefaults: "never",
  arrayMinItems: { populate: "never" },
} as const;

export interface SchemaFormWholeProps extends Omit<SchemaFormProps, "base"> {
  /** Where it is a part of a value, what was found against the whole: it checks nothing by itself then. */
  faults?: ReturnType<typeof schemaValidator.validateFormData>["errorSchema"];
}

/** A form with every field of its schema and value. */
export function SchemaFormWhole({
  schema,
  value,
  onChange,
  disabled,
  idPrefix = "parameters",
  faults,
}: SchemaFormWholeProps) {
  return (
    <Form
      tagName="div"
      schema={schema}
      uiSchema={uiSchema}
      formData={value}
      validator={schemaValidator}
      fields={schemaFields}
      widgets={schemaWidgets}
      templates={schemaTemplates}
      disabled={disabled}
      idPrefix={idPrefix}
      liveValidate="onChange"
      noValidate={faults !== undefined}
      extraErrors={faults}
      showErrorList={false}
      noHtml5Validate
      // What the agent left out stays out: an edit must not add values that nobody chose.
      experimental_defaultFormStateBehavior={defaults}
      onChange={({ formData, errors }) =>
        onChange(
          (formData ?? {}) as JsonValue,
          errors.map((fault) => fault.stack),
        )
      }
    />
  );
}
