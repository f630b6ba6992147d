import { UnprocessableError, type Fault } from "@/lib/platform/errors";
import { compileSchema } from "@/lib/platform/json-schema/compile.rules";
import { InvalidSchema } from "@/lib/platform/json-schema/compiling.rules";
import type { SchemaFault } from "@/lib/platform/json-schema/evaluation.rules";
import { TooManySteps, type StepBudget } from "@/lib/platform/json-schema/step-budget.rules";
import { linearPatterns } from "./pattern-engine";

/**
 * Checks parameters against a catalog schema, up to the twentieth fault; never changes them, since what is judged must be what runs.
 * @throws TooManySteps where that takes more than is left of the budget
 */
export type ParametersValidator = (parameters: unknown, budget: StepBudget) => Fault[];

/** What was not checked to the end does not pass. */
export const tooLongToCheck: Fault = { path: "parameters", message: new TooManySteps().message };

const maxFaults = 20;
export const maxSchemaBytes = 256 * 1024;

function faultOf({ keyword, path, message }: SchemaFault): Fault {
  const isUnknown = keyword === "additionalProperties" || keyword === "unevaluatedProperties";
  return { path: ["parameters", ...path].join("."), message: isUnknown ? "is not a known parameter" : message };
}

function invalidSchema(path: string, message: string): UnprocessableError {
  return new UnprocessableError("invalid_schema", `The schema cannot be used: ${path} ${message}.`, [{ path, message }]);
}

/**
 * Compiles a JSON Schema (2020-12) for an action's parameters.
 * @throws 422 `invalid_schema` when it is not a schema, does not describe an object, refers outside itself, weighs too much, or has a
 * pattern that cannot be matched in linear time.
 */
export function compileParametersSchema(schema: Record<string, unknown>): ParametersValidator {
  if (schema["type"] !== "object") throw invalidSchema("parametersSchema.type", "must be \"object\", since parameters are an object");
  if (Buffer.byteLength(JSON.stringify(schema)) > maxSchemaBytes) throw invalidSchema("parametersSchema", `is larger than ${maxSchemaBytes / 1024} KiB`);
  try {
    const compiled = compileSchema(schema, linearPatterns());
    return (parameters, budget) => {
      try {
        return compiled.faults(parameters, budget, maxFaults).map(faultOf);
      } catch (error) {
        // The stack is a budget too.
        throw error instanceof RangeError ? new TooManySteps() : error;
      }
    };
  } catch (error) {
    if (!(error instanceof InvalidSchema)) throw error;
    throw invalidSchema(["parametersSchema", ...error.path].join("."), error.message);
  }
}

/**
 * The validator of a schema that is in the catalog already. Rules about schemas become stricter, and what was stored before them stays:
 * where such a schema cannot be compiled any more nothing passes, and the refusal says why.
 */
export function storedParametersValidator(schema: Record<string, unknown>): ParametersValidator {
  try {
    return compileParametersSchema(schema);
  } catch (error) {
    if (!(error instanceof UnprocessableError)) throw error;
    const message = `cannot be checked. ${error.message} Whoever keeps the catalog must change it.`;
    return () => [{ path: "parameters", message }];
  }
}
