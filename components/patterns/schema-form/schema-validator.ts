import {
  createErrorHandler,
  type CustomValidator,
  ErrorSchemaBuilder,
  type ErrorTransformer,
  getDefaultFormState,
  type RJSFSchema,
  type RJSFValidationError,
  type UiSchema,
  unwrapErrorHandler,
  type ValidationData,
  validationDataMerge,
  type ValidatorType,
} from "@rjsf/utils";
import { compileSchema, type CompiledSchema } from "@/lib/platform/json-schema/compile.rules";
import type { SchemaFault } from "@/lib/platform/json-schema/evaluation.rules";
import { pathText } from "@/lib/platform/value-path.rules";
import { StepBudget } from "@/lib/platform/json-schema/step-budget.rules";

/** Checks a form's value by the module that the server checks it by, so that both say the same. The server has the last word anyway. */
export const schemaValidator: ValidatorType = {
  validateFormData(formData, schema, customValidate, transformErrors, uiSchema) {
    const errors = transformed(faultsOf(schema, formData), transformErrors, uiSchema);
    const data: ValidationData<unknown> = { errors, errorSchema: byField(errors) };
    return customValidate ? withCustom(data, schema, formData, customValidate, uiSchema) : data;
  },
  isValid(schema, formData, rootSchema) {
    return rawFaults({ ...definitionsOf(rootSchema), ...schema }, formData, 1).length === 0;
  },
  rawValidation<Result>(schema: RJSFSchema, formData?: unknown) {
    return { errors: faultsOf(schema, formData) as Result[] };
  },
};

function transformed(
  errors: RJSFValidationError[],
  transform: ErrorTransformer | undefined,
  uiSchema: UiSchema | undefined,
) {
  return transform ? transform(errors, uiSchema) : errors;
}

/** Where each fault belongs, by its steps: a name may have a dot in it, which a written path would take apart. */
const stepsOf = new WeakMap<RJSFValidationError, string[]>();

function byField(errors: readonly RJSFValidationError[]): ValidationData<unknown>["errorSchema"] {
  const builder = new ErrorSchemaBuilder<unknown>();
  for (const error of errors) if (error.message) builder.addErrors(error.message, stepsOf.get(error) ?? []);
  return builder.ErrorSchema;
}

function withCustom(
  data: ValidationData<unknown>,
  schema: RJSFSchema,
  formData: unknown,
  custom: CustomValidator,
  uiSchema: UiSchema | undefined,
) {
  const filled: unknown = getDefaultFormState(schemaValidator, schema, formData, schema, true);
  const handler = custom(filled, createErrorHandler(filled), uiSchema);
  return validationDataMerge(data, unwrapErrorHandler(handler));
}

function definitionsOf(root: RJSFSchema): Pick<RJSFSchema, "definitions" | "$defs"> {
  return {
    ...(root.definitions ? { definitions: root.definitions } : {}),
    ...(root.$defs ? { $defs: root.$defs } : {}),
  };
}

/** A form has fields for few values; more faults than these nobody reads at once. */
const maxFaults = 100;
/** A tenth of a second: the browser has nobody else to serve. */
const steps = 2_000_000;

/** The browser's own engine: only the tab of whoever typed the text can be slowed down, and the server's patterns mean the same. */
function patternOf(pattern: string): (text: string) => boolean {
  const expression = new RegExp(pattern, "u");
  return (text) => expression.test(text);
}

const compiled = new WeakMap<object, CompiledSchema>();

function compiledSchema(schema: object): CompiledSchema {
  const made = compiled.get(schema) ?? compileSchema(schema, patternOf);
  compiled.set(schema, made);
  return made;
}

function rawFaults(schema: RJSFSchema, value: unknown, limit: number): SchemaFault[] {
  try {
    return compiledSchema(schema).faults(value, new StepBudget(steps), limit);
  } catch {
    // A schema that cannot be read lets nothing through here; the server says the same when it is asked.
    return [{ keyword: "schema", path: [], message: "The schema of this action cannot be read" }];
  }
}

function faultsOf(schema: RJSFSchema, value: unknown): RJSFValidationError[] {
  return rawFaults(schema, value, maxFaults).map(({ keyword, path, message }) => {
    const words = keyword === "required" ? "Required." : sentence(message);
    const error = {
      name: keyword,
      property: path.map((step) => `.${step}`).join(""),
      message: words,
      stack: `${pathText(path) || "The whole"}: ${words}`,
      schemaPath: keyword,
    };
    stepsOf.set(error, path.map(String));
    return error;
  });
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return trimmed.charAt(0).toUpperCase() + trimmed.slice(1) + (/[.!?]$/u.test(trimmed) ? "" : ".");
}
