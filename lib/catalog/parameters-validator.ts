import { UnprocessableError, type Fault } from "@/lib/platform/errors";
import { compileSchema } from "@/lib/platform/json-schema/compile.rules";
import { InvalidSchema } from "@/lib/platform/json-schema/compiling.rules";
import type { SchemaFault } from "@/lib/platform/json-schema/evaluation.rules";
import { TooManySteps, type StepBudget } from "@/lib/platform/json-schema/step-budget.rules";
import { cutText } from "@/lib/platform/words.rules";
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

function invalidSchema(faults: [Fault, ...Fault[]]): UnprocessableError {
  const [{ path, message }, ...others] = faults;
  const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
  return new UnprocessableError("invalid_schema", `The schema cannot be used: ${path} ${message}${more}.`, faults);
}

/** A name of any length may stand in a schema, and twenty paths may lead through it. */
const maxStepLength = 120;
const placeOf = (path: readonly string[]) =>
  ["parametersSchema", ...path.map((step) => cutText(step, maxStepLength))].join(".");

/** A schema that can be checked by, and what it says that nothing holds to. */
interface Compiled {
  validate: ParametersValidator;
  unheld: Fault[];
}

/** @throws 422 `invalid_schema` where nothing can be checked by it */
function compile(schema: Record<string, unknown>): Compiled {
  if (schema["type"] !== "object")
    throw invalidSchema([
      { path: "parametersSchema.type", message: 'must be "object", since parameters are an object' },
    ]);
  if (Buffer.byteLength(JSON.stringify(schema)) > maxSchemaBytes)
    throw invalidSchema([{ path: "parametersSchema", message: `is larger than ${maxSchemaBytes / 1024} KiB` }]);
  try {
    const compiled = compileSchema(schema, linearPatterns());
    return {
      unheld: compiled.unheld.map(({ path, message }) => ({ path: placeOf(path), message })),
      validate(parameters, budget) {
        try {
          return compiled.faults(parameters, budget, maxFaults).map(faultOf);
        } catch (error) {
          // The stack is a budget too.
          throw error instanceof RangeError ? new TooManySteps() : error;
        }
      },
    };
  } catch (error) {
    if (!(error instanceof InvalidSchema)) throw error;
    throw invalidSchema([{ path: placeOf(error.path), message: error.message }]);
  }
}

/**
 * Compiles a JSON Schema (2020-12) for an action's parameters, as it is to be stored.
 * @throws 422 `invalid_schema` when it is not a schema, does not describe an object, refers outside itself, weighs too much, has a
 * pattern that cannot be matched in linear time, or says something that nothing would hold to
 */
export function compileParametersSchema(schema: Record<string, unknown>): ParametersValidator {
  const { validate, unheld } = compile(schema);
  const [first, ...others] = unheld;
  if (first) throw invalidSchema([first, ...others]);
  return validate;
}

/**
 * The validator of a schema that is in the catalog already. Rules about schemas become stricter, and what was stored before them stays:
 * it is judged by as far as it can be. Where such a schema cannot be compiled any more nothing passes, and the refusal says why.
 */
export function storedParametersValidator(schema: Record<string, unknown>): ParametersValidator {
  try {
    return compile(schema).validate;
  } catch (error) {
    if (!(error instanceof UnprocessableError)) throw error;
    const message = `cannot be checked. ${error.message} Whoever keeps the catalog must change it.`;
    return () => [{ path: "parameters", message }];
  }
}

/** What is wrong with a schema that is in the catalog already. */
export interface StoredSchemaCheck {
  /** Whether anything can be checked by it; where nothing can, nothing passes. */
  usable: boolean;
  /** Why it would be refused if it were saved today. */
  faults: Fault[];
}

/** Looks at a schema that may have been stored before a rule. It costs what compiling costs: milliseconds. */
export function checkStoredSchema(schema: Record<string, unknown>): StoredSchemaCheck {
  try {
    return { usable: true, faults: compile(schema).unheld };
  } catch (error) {
    if (!(error instanceof UnprocessableError)) throw error;
    return { usable: false, faults: error.options.errors ?? [] };
  }
}
