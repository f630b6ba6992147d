import { type OutputUnit, type Schema, Validator } from "@cfworker/json-schema";
import {
  createErrorHandler,
  type CustomValidator,
  type ErrorTransformer,
  getDefaultFormState,
  type RJSFSchema,
  type RJSFValidationError,
  toErrorSchema,
  type UiSchema,
  unwrapErrorHandler,
  type ValidationData,
  validationDataMerge,
  type ValidatorType,
} from "@rjsf/utils";

/**
 * Validates a form against its JSON Schema by interpretation. The usual compiled validators turn schemas into code,
 * which the page's Content-Security-Policy forbids: a schema comes from outside. The server has the last word anyway.
 */
export const schemaValidator: ValidatorType = {
  validateFormData(formData, schema, customValidate, transformErrors, uiSchema) {
    const errors = transformed(faultsOf(schema, formData), transformErrors, uiSchema);
    const data: ValidationData<unknown> = { errors, errorSchema: toErrorSchema(errors) };
    return customValidate ? withCustom(data, schema, formData, customValidate, uiSchema) : data;
  },
  isValid(schema, formData, rootSchema) {
    return isValid({ ...definitionsOf(rootSchema), ...schema }, formData);
  },
  rawValidation<Result>(schema: RJSFSchema, formData?: unknown) {
    return { errors: faultsOf(schema, formData) as Result[] };
  },
};

function transformed(errors: RJSFValidationError[], transform: ErrorTransformer | undefined, uiSchema: UiSchema | undefined) {
  return transform ? transform(errors, uiSchema) : errors;
}

function withCustom(data: ValidationData<unknown>, schema: RJSFSchema, formData: unknown, custom: CustomValidator, uiSchema: UiSchema | undefined) {
  const filled: unknown = getDefaultFormState(schemaValidator, schema, formData, schema, true);
  const handler = custom(filled, createErrorHandler(filled), uiSchema);
  return validationDataMerge(data, unwrapErrorHandler(handler));
}

function definitionsOf(root: RJSFSchema): Pick<RJSFSchema, "definitions" | "$defs"> {
  return { ...(root.definitions ? { definitions: root.definitions } : {}), ...(root.$defs ? { $defs: root.$defs } : {}) };
}

function isValid(schema: RJSFSchema, value: unknown): boolean {
  try {
    return new Validator(schema as Schema, "2020-12", true).validate(value).valid;
  } catch {
    // A schema with a reference to nothing matches nothing; the catalog refuses such schemas when they are saved.
    return false;
  }
}

// These repeat what a deeper fault already says.
const summaries = new Set(["properties", "items", "$ref", "allOf", "additionalProperties/false", "prefixItems", "if"]);

function faultsOf(schema: RJSFSchema, value: unknown): RJSFValidationError[] {
  return rawFaults(schema, value)
    .filter((fault) => !summaries.has(fault.keyword))
    .map((fault) => {
      const pointer = fault.instanceLocation.replace(/^#/u, "");
      const missing = fault.keyword === "required" ? /"([^"]+)"/u.exec(fault.error)?.[1] : undefined;
      const path = pointer.split("/").slice(1).map(unescapePointer);
      const property = [...path, ...(missing ? [missing] : [])].map((step) => `.${step}`).join("");
      const message = missing ? "Needed." : sentence(fault.error);
      return { name: fault.keyword, property, message, stack: `${property.slice(1) || "The whole"}: ${message}`, schemaPath: fault.keywordLocation };
    });
}

function rawFaults(schema: RJSFSchema, value: unknown): OutputUnit[] {
  try {
    return new Validator(schema as Schema, "2020-12", false).validate(value).errors;
  } catch {
    // A schema that cannot be read lets nothing through here; the server says the same when it is asked.
    return [{ keyword: "schema", keywordLocation: "#", instanceLocation: "#", error: "The schema of this action cannot be read" }];
  }
}

function unescapePointer(step: string): string {
  return decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~");
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return trimmed.charAt(0).toUpperCase() + trimmed.slice(1) + (/[.!?]$/u.test(trimmed) ? "" : ".");
}
